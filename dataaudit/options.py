"""Options that several commands share, each written once, and how their words are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

#: Options that take all the words up to the next option: `--against a.jsonl b.jsonl`.
_SEVERAL = {"--against", "--reference", "--eval"}

Data = Annotated[
    list[str], typer.Argument(metavar="DATA", help="Files, folders or globs, or - for JSON Lines on standard input.")
]
Against = Annotated[list[str] | None, typer.Option(metavar="FILE...", help="Data already accepted: not audited.")]
Reference = Annotated[
    list[str] | None, typer.Option(metavar="FILE...", help="A sample of real inputs, to measure coverage.")
]
Reviewed = Annotated[
    str | None, typer.Option(metavar="FILE", help="A reviewer's verdicts: what `sample` wrote, filled in.")
]
Trainer = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="Check against what this trainer accepts; repeatable.")
]
Format = Annotated[str, typer.Option(metavar="NAME", help="The data's format.")]
Map = Annotated[
    str,
    typer.Option(
        metavar="FIELD=COLUMN,...",
        help="Which column is input, output, label, system, annotator, batch, timestamp, reviewed, group, id.",
    ),
]
Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Settings; else dataaudit.toml or pyproject.toml above DATA.")
]
Select = Annotated[str, typer.Option(metavar="CODES", help="Only these checks: codes or prefixes.")]
Ignore = Annotated[str, typer.Option(metavar="CODES", help="Not these checks.")]
Encoder = Annotated[str, typer.Option(metavar="NAME", help="auto, minilm, static, a model or its folder, none.")]
Jobs = Annotated[int | None, typer.Option(min=1, metavar="N", help="Threads; one per core by default.")]
Seed = Annotated[int, typer.Option(metavar="N", help="The seed of whatever is random.")]
Cache = Annotated[bool, typer.Option("--cache/--no-cache", help="Keep vectors for the next audit.")]
CacheDir = Annotated[Path | None, typer.Option(metavar="DIR", help="Where to keep them.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no warnings.")]


def spread(arguments: Sequence[str]) -> list[str]:
    """Repeat an option of several files before each: `--against a b` -> `--against a --against b`."""
    words: list[str] = []
    several, taken = None, False
    for word in arguments:
        if word.startswith("-") and word != "-":
            several, taken = (word if word in _SEVERAL else None), False
        elif several and taken:
            words.append(several)
        else:
            taken = True
        words.append(word)
    return words


def parse_map(text: str) -> dict[str, str]:
    """The columns of `--map FIELD=COLUMN,...` by field; ConfigError where a part is not of that form."""
    from dataaudit.errors import ConfigError

    columns = {}
    for part in filter(None, text.split(",")):
        name, equals, column = part.partition("=")
        if not (equals and name.strip() and column.strip()):
            raise ConfigError(f"--map: {part!r} is not FIELD=COLUMN, as in --map input=question,output=answer")
        columns[name.strip()] = column.strip()
    return columns


def codes(text: str) -> tuple[str, ...]:
    """The codes in a list with commas."""
    return tuple(code.strip() for code in text.split(",") if code.strip())
