"""Options that several commands share, each written once, and how their words are read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dataaudit.report import Report

#: Options that take all the words up to the next option: `--against a.jsonl b.jsonl`.
_SEVERAL = {"--against", "--reference", "--eval"}
_PACKED = "options"

Data = Annotated[
    list[str], typer.Argument(metavar="DATA", help="Files, folders or globs, or - for JSON Lines on standard input.")
]
Format = Annotated[str, typer.Option(metavar="NAME", help="The data's format.")]
Map = Annotated[
    str,
    typer.Option(
        metavar="FIELD=COLUMN,...",
        help="Which column is input, output, label, system, annotator, batch, timestamp, reviewed, group, id.",
    ),
]


def _files(help: str) -> Any:
    return typer.Option(metavar="FILE...", help=help)


def _file(help: str) -> Any:
    return typer.Option(metavar="FILE", help=help)


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What every command that audits can be told besides its data."""

    against: Annotated[list[str] | None, _files("Data already accepted: not audited.")] = None
    reference: Annotated[list[str] | None, _files("A sample of real inputs, to measure coverage.")] = None
    eval: Annotated[list[str] | None, _files("Held-out data: leakage between it and DATA.")] = None
    baseline: Annotated[
        list[str] | None, _file("What a prompt makes of real inputs, right or wrong; again for a newer prompt.")
    ] = None
    trainer: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Check against what this trainer accepts; repeatable.")
    ] = None
    format: Format = "auto"
    map: Map = ""
    config: Annotated[Path | None, _file("Settings; else dataaudit.toml or pyproject.toml above DATA.")] = None
    select: Annotated[str, typer.Option(metavar="CODES", help="Only these checks: codes or prefixes.")] = ""
    ignore: Annotated[str, typer.Option(metavar="CODES", help="Not these checks.")] = ""
    reviewed: Annotated[str | None, _file("A reviewer's verdicts: what `sample` wrote, filled in.")] = None
    decisions: Annotated[
        Path | None, _file("What was decided about findings: the HTML report exports it, or a filled-in .csv report.")
    ] = None
    encoder: Annotated[str, typer.Option(metavar="NAME", help="auto, minilm, static, a model or its folder, none.")] = (
        "auto"
    )
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Threads; one per core by default.")] = None
    seed: Annotated[int, typer.Option(metavar="N", help="The seed of whatever is random.")] = 0
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Keep vectors for the next audit.")] = True
    cache_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to keep them.")] = None
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no warnings.")] = False

    def audit(self, data: Any, announce: Callable[[str], None], **others: Any) -> Report:
        """Audit the data as told; `others` are further arguments of `dataaudit.audit`."""
        from dataaudit.audit import audit

        return audit(
            data,
            reference=self.reference,
            against=self.against,
            eval=self.eval,
            baseline=tuple(self.baseline) if self.baseline else None,
            format=self.format,
            trainers=self.trainer or (),
            columns=parse_map(self.map),
            config=self.config,
            encoder=self.encoder,
            seed=self.seed,
            select=codes(self.select),
            ignore=codes(self.ignore),
            reviewed=self.reviewed,
            decisions=self.decisions,
            jobs=self.jobs,
            cache=self.cache,
            cache_dir=self.cache_dir,
            announce=announce,
            **others,
        )

    def only(self, code: str) -> AuditOptions:
        """The same for a single check, without vectors."""
        return replace(self, select=code, ignore="", encoder="none")

    @property
    def files(self) -> list[str]:
        """The files it names, which are read besides the data."""
        several = (self.against, self.reference, self.eval, self.baseline)
        single = (self.config, self.reviewed, self.decisions)
        return [*(file for files in several for file in files or ()), *(str(one) for one in single if one)]


def with_audit_options(command: Callable[..., int]) -> Callable[..., int]:
    """Let a command's parameter `options` be the options of `AuditOptions`, each by itself on the command line."""
    own = inspect.signature(command, eval_str=True).parameters
    shared = inspect.signature(AuditOptions, eval_str=True).parameters
    names = [field.name for field in fields(AuditOptions)]

    @wraps(command)
    def run(**values: Any) -> int:
        packed = AuditOptions(**{name: values.pop(name) for name in names})
        return command(**values, **{_PACKED: packed})

    parameters = [parameter for name, parameter in own.items() if name != _PACKED] + list(shared.values())
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    run.__signature__ = inspect.Signature(keywords, return_annotation=int)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in keywords}
    return run


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
