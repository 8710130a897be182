"""Plans carried out to the letter, as by somebody who knows which labels are right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from planted_sets import Example, Line, PlantedSet

from dataaudit.evidence.text import normalise
from dataaudit.model import Action
from dataaudit.report import Report
from dataaudit.triage.identity import fingerprint

#: No new label may have fewer examples (SIZE002).
_LEAST = 8
#: What a step may offer to do with a class that is too thin.
_MERGE = ", or merge it"
_CLASS = re.compile(r"examples? of '(.+?)' \(it has")
_GAP = re.compile(r"examples? on '(.+?)'[:,] ")
_SOME = re.compile(r"(\d+) or more of them of '(.+?)' \(it has")


def carried_out(planted: PlantedSet, report: Report, steps: Sequence[Action], seed: int = 0) -> PlantedSet:
    """The set after these steps of a report's plan; what may be done in two ways is done in either."""
    hand = _Hand(planted, report, Random(seed))
    for step in steps:
        hand.do(step)
    return hand.result()


class _Hand:
    """Somebody who does what a plan says."""

    def __init__(self, planted: PlantedSet, report: Report, random: Random) -> None:
        self.set, self.report, self.random = planted, report, random
        self.lines: dict[int, Line] = dict(enumerate(planted.lines))
        self.pool = planted.pool.copy()
        self.held_out, self.kept = list(planted.held_out), list(planted.kept)
        self.fresh: list[Example] = []
        self.with_thin = random.choice(["write them all", _MERGE, ", or drop it"])

    def result(self) -> PlantedSet:
        lines = [*self.lines.values(), *map(Line.sound, self.fresh)]
        return replace(self.set, lines=lines, pool=self.pool, held_out=self.held_out, kept=self.kept)

    def do(self, step: Action) -> None:
        assert len(step.rows) in (0, step.count)
        if step.action == "add" and self.with_thin in step.message:
            self._do_without(_CLASS.findall(step.message)[0])
        elif step.action == "add":
            assert step.count > 0
            self._write(step)
        elif step.code == "LAB002":
            self._read_again(step)
        elif step.action == "drop" or (" or drop" in step.message and self.random.random() < 0.5):
            self._drop(step.rows)
        else:
            {"fix": self._fix, "relabel": self._relabel, "re-split": self._resplit}[step.action](step)

    def _drop(self, rows: Iterable[int]) -> None:
        for row in rows:
            self.lines.pop(row, None)

    def _fix(self, step: Action) -> None:
        for row in step.rows:
            if row in self.lines:
                self.lines[row] = Line.sound(self.lines[row].example)

    def _relabel(self, step: Action) -> None:
        inputs: dict[str, list[int]] = {}
        for row in (row for row in step.rows if row in self.lines):
            inputs.setdefault(normalise(self.lines[row].example.text), []).append(row)
        for rows in inputs.values():
            keep = min(rows, key=lambda row: (self.lines[row].label != self.lines[row].example.label, row))
            self.lines[keep] = self.lines[keep].said()
            self._drop(row for row in rows if row != keep)

    def _read_again(self, step: Action) -> None:
        drops = "relabel or drop" in step.message and self.random.random() < 0.5
        for row in (row for row in step.rows if row in self.lines):
            line = self.lines[row]
            if line.label == line.example.label:
                self.kept += [_keeping(self.report, row)]
            elif drops:
                self._drop([row])
            else:
                self.lines[row] = line.said()

    def _do_without(self, label: str) -> None:
        """Merge a class with another one, or drop it."""
        own = {row: line for row, line in self.lines.items() if line.example.label == label}
        self._drop(own)
        if self.with_thin == _MERGE:
            usual = Counter(line.example.label for line in self.lines.values())
            other = max(sorted(usual), key=lambda name: usual[name])
            merged = {row: replace(line.example, label=other) for row, line in own.items()}
            self.lines |= {row: Line.sound(example) for row, example in merged.items()}

    def _resplit(self, step: Action) -> None:
        leaked = {normalise(self.lines[row].example.text) for row in step.rows if row in self.lines}
        self.held_out = [one for one in self.held_out if normalise(one.text) not in leaked]

    def _write(self, step: Action) -> None:
        n = 0
        if found := _SOME.search(step.message):
            n = int(found[1])
            self.fresh += self.pool.take(n, [found[2]])
        self.fresh += self.pool.take(step.count - n, self._asked_for(step))

    def _asked_for(self, step: Action) -> list[str]:
        """The labels of the examples that a step asks for."""
        if found := _CLASS.search(step.message):
            return [found[1]]
        if found := _GAP.search(step.message):
            gap = next(gap for gap in self.report.gaps if gap.name == found[1])
            return self._mostly([self.set.real[row].label for row in gap.reference_rows], step.count)
        usual = [line.example.label for line in self.lines.values()]
        return [label for label in self.random.sample(usual, len(usual)) if len(self.pool.left[label]) > 9]

    def _mostly(self, labels: Sequence[str], n: int) -> list[str]:
        """Those of these labels of which n examples have enough for a class, or the most frequent one."""
        counts = Counter(labels)
        most = max(sorted(counts), key=lambda label: counts[label])
        return [label for label in labels if label == most or n * counts[label] >= _LEAST * len(labels)]


def _keeping(report: Report, row: int) -> dict[str, Any]:
    """The decision to keep what LAB002 says of a row."""
    finding = next(one for one in report.findings if one.code == "LAB002" and row in one.rows)
    keys, place = finding.evidence["keys"], finding.locations[0]
    decision = {"fingerprint": fingerprint(finding), "code": "LAB002", "decision": "keep", "reason": "it is right"}
    return decision | {"keys": keys, "keep": None, "source": place.source, "line": place.line}
