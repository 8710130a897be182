"""Training sets of chat rows of which it is known what each row should be; the NO-GO sample is one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from dataaudit import audit
from dataaudit.evidence.text import normalise
from dataaudit.report import Report

Chat = dict[str, Any]
SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
SYSTEM = "Name the customer's intent."
#: What is a secret in the sample data.
_KEY = re.compile(r"aws_access_key_id=\w+|ghp_\w+")


@dataclass(frozen=True)
class Example:
    """A message and its right label."""

    text: str
    label: str

    def chat(self, label: str = "", text: str = "") -> Chat:
        turns = (("system", SYSTEM), ("user", text or self.text), ("assistant", label or self.label))
        return {"messages": [{"role": role, "content": content} for role, content in turns]}


@dataclass(frozen=True)
class Line:
    """A line of a training file as it stands, and the example that it should be."""

    written: str
    example: Example

    @classmethod
    def sound(cls, example: Example) -> Line:
        return cls(json.dumps(example.chat()), example)

    def said(self, **changes: str) -> Line:
        return replace(self, written=json.dumps(self.example.chat(**changes)))

    @property
    def label(self) -> str:
        """The label that it has."""
        return str(json.loads(self.written)["messages"][-1]["content"])


@dataclass
class Pool:
    """Sound examples, none of which is given out twice."""

    random: Random
    left: dict[str, list[Example]]

    @classmethod
    def of(cls, examples: Iterable[Example], random: Random) -> Pool:
        left: dict[str, list[Example]] = {}
        for example in sorted(set(examples), key=lambda one: (one.label, one.text)):
            left.setdefault(example.label, []).append(example)
        for own in left.values():
            random.shuffle(own)
        return cls(random, left)

    def take(self, n: int, labels: Sequence[str]) -> list[Example]:
        """So many examples of these labels in turn, while there are any; ValueError where there are too few."""
        turns = (self.left[label] for label in islice(cycle(labels), n * len(labels)))
        given = [own.pop() for own in islice((own for own in turns if own), n)]
        if len(given) < n:
            raise ValueError(f"{len(given)} of {n} examples are left of {sorted(set(labels))}")
        return given

    def copy(self) -> Pool:
        return Pool(Random(self.random.random()), {label: list(own) for label, own in self.left.items()})


@dataclass
class PlantedSet:
    """A training file, the held-out and the real inputs beside it, and where fresh examples come from."""

    lines: list[Line]
    pool: Pool
    held_out: list[Example] = field(default_factory=list)
    real: list[Example] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    planted: tuple[str, ...] = ()

    def audited(self, folder: Path, **options: Any) -> Report:
        """The audit of the set, written to files in a folder."""
        train = _write(folder / "train.jsonl", [line.written for line in self.lines])
        held_out = _write(folder / "eval.jsonl", [Line.sound(one).written for one in self.held_out])
        real = _write(folder / "real.jsonl", [json.dumps({"text": one.text}) for one in self.real])
        decisions = _write(folder / "kept.jsonl", [json.dumps(line) for line in self.kept])
        return audit(
            train,
            eval=held_out if self.held_out else None,
            reference=real if self.real else None,
            decisions=decisions if self.kept else None,
            **options,
        )

    def labels(self) -> list[str]:
        return sorted({line.example.label for line in self.lines})


def _write(path: Path, lines: Sequence[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def sample_examples() -> list[Example]:
    """The sound examples of the sample data."""
    return [_example(row) for row in _rows("go/train.jsonl")]


def sample_no_go() -> PlantedSet:
    """The NO-GO sample, with what its rows should be: those of the GO sample by their id, or by what they say."""
    go = {row["id"]: _example(row) for row in _rows("go/train.jsonl")}
    held_out = [_example(row) for row in _rows("eval.jsonl")]
    known = {normalise(one.text): one for one in (*go.values(), *held_out)}
    gaps = {row: gap["name"] for gap in _truth()["gaps"] for row in gap["reference_rows"]}
    lines = [
        Line(line, _meant(line, go, known)) for line in (SAMPLES / "no-go/train.jsonl").read_text("utf-8").splitlines()
    ]
    used = {line.example for line in lines} | set(held_out)
    pool = Pool.of([one for one in go.values() if one not in used], Random("no-go"))
    real = [Example(row["text"], gaps.get(i, "")) for i, row in enumerate(_rows("production.jsonl"))]
    return PlantedSet(lines, pool, held_out, real)


def _rows(name: str) -> list[Chat]:
    return [json.loads(line) for line in (SAMPLES / name).read_text("utf-8").splitlines()]


def _truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / "planted.json").read_text("utf-8"))
    return found


def _example(row: Chat) -> Example:
    return Example(row["messages"][1]["content"], row["messages"][-1]["content"])


def _meant(line: str, go: Mapping[str, Example], known: Mapping[str, Example]) -> Example:
    """The example that a line should be; what can't be read or told is dropped by any plan."""
    try:
        row = json.loads(line)
        written = _example(row)
    except (ValueError, KeyError):
        return Example("", "")
    if row["id"] in go:
        return go[row["id"]]
    return known.get(normalise(written.text), replace(written, text=_KEY.sub("", written.text)))
