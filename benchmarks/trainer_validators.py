"""Trainer profiles beside the validators of the trainers themselves, row by row.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/trainer_validators.py [--mutated 6000] [--environments DIR]

The packages are installed into environments of their own and run in processes of their own; none of them is a
dependency. The rows are the cases of all profiles, the samples, public data, files with known faults, and good
rows with one or two mutations. Every disagreement must be explained in validators/differences.py, by the rules of
ours that refuse the row or by what the validator says of it; the run fails where one is not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from peers import Peer
from rich.console import Console
from rich.table import Table
from validators.differences import explanation
from validators.mutations import mutated

from dataaudit.dataset import Dataset, Record, Source
from dataaudit.errors import DataAuditError
from dataaudit.formats import FORMATS, format_of, shape
from dataaudit.formats.trainers import breaches_of_rows, load_profile
from dataaudit.formats.trainers.profile import ROW_TESTS
from dataaudit.intervals import wilson
from dataaudit.model import Severity
from dataaudit.reading import read

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests/formats/trainers/cases"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "dataaudit-validators"
ROWS_OF_A_FILE = 150
#: Rows of files are judged with their columns and with these alone: many validators stop at the first other one.
KNOWN = frozenset().union(*(format.columns for format in FORMATS), ("tools",))


class Validator(NamedTuple):
    """A released validator, the profile it is held against, and the warnings of it that are refusals here.

    With `warnings_only` it is asked about nothing but these, of the rows that the profile doesn't refuse.
    """

    name: str
    trainer: str
    package: str
    script: str
    argument: str = ""
    warnings: frozenset[str] = frozenset()
    warnings_only: bool = False


#: Warnings of trl that become errors with the chat template of a model that takes texts only.
TEMPLATE = frozenset({"parts", "content", "call"})
VALIDATORS = (
    Validator("together 2.14.0", "together", "together==2.14.0", "together_rows.py"),
    Validator("together 1.5.35", "together", "together==1.5.35", "together_rows.py"),
    Validator("mistral-common 1.13.1", "mistral", "mistral-common==1.13.1", "mistral_rows.py"),
    Validator("trl 1.16.0, trainers", "trl", "trl==1.16.0", "trl_rows.py", "trainers", TEMPLATE),
    Validator(
        "trl 1.16.0, apply_chat_template",
        "trl",
        "trl==1.16.0",
        "trl_rows.py",
        "template",
        TEMPLATE | {"last-of-prompt", "known-columns"},
        warnings_only=True,
    ),
)


class Judgement(NamedTuple):
    """Of a row: the rules that refuse it here (none: it is taken), and why the validator does (None: it takes it)."""

    row: dict[str, Any]
    ours: frozenset[str]
    theirs: str | None

    @property
    def differs(self) -> bool:
        """Whether one takes it and the other doesn't."""
        return bool(self.ours) != (self.theirs is not None)


def python_of(validator: Validator, folder: Path) -> Path:
    """The interpreter of an environment with the validator's package, made at its first use."""
    more = {"trl": ["torch", "-c", str(ROOT / "constraints.txt")], "together": ["pyarrow"]}.get(validator.trainer, [])
    return Peer(folder / validator.package.replace("==", "-"), validator.package, *more).python


def reasons(validator: Validator, rows: list[dict[str, Any]], folder: Path) -> list[str | None]:
    """Why the validator refuses each row, None where it takes it."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    command = [python_of(validator, folder), Path(__file__).parent / "validators" / validator.script]
    command += [validator.argument] if validator.argument else []
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=environment())
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(verdicts) == len(rows), done.stderr
    return [None if verdict["takes"] else verdict["reason"] for verdict in verdicts]


def environment() -> dict[str, str]:
    """TRL's is_conversational takes any key of a set: the same one in every run."""
    return {**os.environ, "PYTHONHASHSEED": "0", "HF_HUB_OFFLINE": "1"}


def refusals(row: dict[str, Any], trainer: str) -> frozenset[str]:
    """The rules for which `--trainer` refuses or drops a row: its format's, called shared, and the profile's."""
    profile = load_profile(trainer)
    try:
        dataset = dataset_of(row)
    except DataAuditError:
        return frozenset({"format unknown"})
    if dataset.format not in profile.formats:
        return frozenset({f"format {dataset.format}"})
    shared = [found.rule for found in format_of(dataset).violations(row) if found.severity is Severity.ERROR]
    own = [breach.rule.id for breach in breaches_of_rows(profile, dataset) if breach.loses_data]
    return frozenset([f"shared {rule}" for rule in shared] + own)


def warnings(row: dict[str, Any], validator: Validator) -> frozenset[str]:
    """Those of the validator's warnings that are about a row."""
    breaches = breaches_of_rows(load_profile(validator.trainer), dataset_of(row))
    return frozenset(breach.rule.id for breach in breaches) & validator.warnings


def dataset_of(row: dict[str, Any]) -> Dataset:
    return shape([Record("row", 1, row)], (Source("row", "0" * 64, 1, 1),))


def all_rows(n_mutated: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """The rows to judge by where they come from, each once."""
    good = [row for name, row in case_rows() if name == "accepted"]
    found = {
        "cases": [row for _, row in case_rows()],
        "samples": list(file_rows(sorted((ROOT / "sample_data").rglob("*.jsonl")))),
        "public data": list(file_rows(public_files())),
        "files with faults": list(file_rows(sorted((Path(os.environ["DATAAUDIT_DATA"]) / "bad-inputs").rglob("*.*")))),
        "mutated": list(mutated(good, n_mutated, seed)),
    }
    seen: set[str] = set()
    return {
        name: [row for row in rows if row and not (key(row) in seen or seen.add(key(row)))]
        for name, rows in found.items()
    }


def key(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def case_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows in the cases of all profiles, each with "accepted" or "rejected"."""
    for path in sorted(CASES.glob("*.json")):
        cases = json.loads(path.read_text("utf-8"))
        profile = load_profile(path.stem)
        about_rows = {rule.id for rule in profile.rules if rule.kind in ROW_TESTS}
        for rule, sides in cases.items():
            for side, own in sides.items() if isinstance(sides, dict) else ():
                for case in own:
                    rows = [case] if rule in about_rows else case.get("rows", [case.get("row")])
                    yield from ((side, row) for row in rows if row)


def public_files() -> list[Path]:
    root = Path(os.environ["DATAAUDIT_DATA"])
    folders = ("llama-factory-demos", "chat-format-samples", "lima")
    return [file for name in folders for file in sorted((root / name).glob("*.json*"))]


def file_rows(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The first rows of each file that is a dataset."""
    for file in files:
        try:
            records = read(file).records
        except DataAuditError:
            continue
        for row in (dict(record.value) for record in records[:ROWS_OF_A_FILE] if record.value is not None):
            yield row
            yield {column: value for column, value in row.items() if column in KNOWN}


def judge(validator: Validator, rows: list[dict[str, Any]], folder: Path) -> list[Judgement]:
    refused = [refusals(row, validator.trainer) for row in rows]
    if validator.warnings_only:
        rows = [row for row, own in zip(rows, refused, strict=True) if not own]
        refused = [frozenset()] * len(rows)
    ours = [own or warnings(row, validator) for row, own in zip(rows, refused, strict=True)]
    theirs = reasons(validator, rows, folder)
    return [Judgement(*judged) for judged in zip(rows, ours, theirs, strict=True)]


def cells(judgements: list[Judgement]) -> list[str]:
    n, alike = len(judgements), sum(not judgement.differs for judgement in judgements)
    refused = [judgement for judgement in judgements if judgement.ours]
    both = sum(judgement.theirs is not None for judgement in refused)
    only_they = sum(judgement.theirs is not None for judgement in judgements) - both
    low, high = wilson(alike / n, n)
    counts = (n, alike - both, both, len(refused) - both, only_they)
    return [*(f"{count:,}" for count in counts), f"{alike / n:.1%} [{low:.1%}–{high:.1%}]"]


def differences(validator: Validator, judgements: list[Judgement]) -> Iterator[tuple[str, list[Judgement]]]:
    """The kinds of disagreement with their explanations, empty where there is none, the commonest first."""
    kinds: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.differs:
            what = " + ".join(sorted(judgement.ours)) or f"they: {(judgement.theirs or '')[:60]}"
            kinds[explanation(validator.name, judgement.ours, judgement.theirs), what].append(judgement)
    for (why, what), own in sorted(kinds.items(), key=lambda item: (item[0][0] != "", -len(item[1]), item[0])):
        yield f"{validator.name}: {len(own)} × {what}\n    {why or 'UNEXPLAINED'}", own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutated", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--environments", type=Path, default=CACHE)
    parser.add_argument("--only", default="", help="validators whose name contains this")
    arguments = parser.parse_args()
    rows = all_rows(arguments.mutated, arguments.seed)
    console = Console(width=160, highlight=False)
    head = ("validator", "rows of", "rows", "both accept", "both reject", "only we reject", "only they", "agreement")
    table = Table(*head)
    found: list[tuple[str, list[Judgement]]] = []
    for validator in VALIDATORS:
        if arguments.only not in validator.name:
            continue
        judged = {name: judge(validator, own, arguments.environments) for name, own in rows.items()}
        every = [judgement for own in judged.values() for judgement in own]
        for name, own in {**judged, "all": every}.items():
            table.add_row(validator.name, name, *cells(own), end_section=name == "all")
        found += differences(validator, every)
    for text, own in found:
        console.print(f"{text}\n    {json.dumps(own[0].row)[:300]}", markup=False)
        console.print(f"    {own[0].theirs or 'taken'}"[:200], markup=False)
    console.print(table)
    if unexplained := sum(len(own) for text, own in found if "UNEXPLAINED" in text):
        sys.exit(f"{unexplained} disagreements without an explanation")


if __name__ == "__main__":
    main()
