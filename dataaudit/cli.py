"""The command line: parse, call the API, write, exit. It can do nothing that the API can't."""

from __future__ import annotations

import gc
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataaudit.report import Report

#: New objects between two searches for cycles. Importing and reading make many objects and hardly a cycle:
#: searching as often as by default (700) takes a tenth of a short audit.
_OBJECTS_PER_COLLECTION = 200_000

EXIT_CODES = {"GO": 0, "NO-GO": 1, "UNDECIDED": 2}
COULD_NOT_JUDGE = 2
INTERRUPTED = 130

#: Options that take all the words up to the next option: `--against a.jsonl b.jsonl`.
_SEVERAL = {"--against", "--reference", "--eval"}

app = typer.Typer(
    name="dataaudit",
    help="Is this dataset ready to fine-tune a language model on? GO or NO-GO, with the rows behind it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cache_app = typer.Typer(help="Where vectors are kept, and how to be rid of them.", no_args_is_help=True)
app.add_typer(cache_app, name="cache")


class Output(StrEnum):
    """What standard output gets."""

    TERMINAL = "terminal"
    CONCISE = "concise"
    JSON = "json"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code says GO (0), NO-GO (1), could not judge (2) or interrupted (130)."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION, *gc.get_threshold()[1:])
    arguments = _spread(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return app(args=arguments, standalone_mode=False, prog_name="dataaudit") or 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return COULD_NOT_JUDGE
    except Exception as error:
        return _explain_failure(error)


@app.command()
def audit(
    data: Annotated[
        list[str],
        typer.Argument(metavar="DATA", help="Files, folders or globs, or - for JSON Lines on standard input."),
    ],
    against: Annotated[
        list[str] | None, typer.Option(metavar="FILE...", help="Data already accepted: not audited.")
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE...", help="A sample of real inputs, to measure coverage."),
    ] = None,
    eval: Annotated[list[str] | None, typer.Option(help="Held-out data.", hidden=True)] = None,
    baseline: Annotated[str | None, typer.Option(help="Prompt-baseline results.", hidden=True)] = None,
    trainer: Annotated[list[str] | None, typer.Option(help="What this trainer accepts.", hidden=True)] = None,
    format: Annotated[str, typer.Option(metavar="NAME", help="The data's format.")] = "auto",
    map: Annotated[
        str,
        typer.Option(
            metavar="FIELD=COLUMN,...",
            help="Which column is input, output, label, system, annotator, batch, timestamp, reviewed, group, id.",
        ),
    ] = "",
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Settings; else dataaudit.toml or pyproject.toml above DATA."),
    ] = None,
    select: Annotated[str, typer.Option(metavar="CODES", help="Only these checks: codes or prefixes.")] = "",
    ignore: Annotated[str, typer.Option(metavar="CODES", help="Not these checks.")] = "",
    report: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Write a report, by its ending: .json .html; repeatable."),
    ] = None,
    output: Annotated[
        Output | None, typer.Option(help="What standard output gets; terminal on a terminal, else concise.")
    ] = None,
    encoder: Annotated[str, typer.Option(metavar="NAME", help="auto, minilm, a model or its folder, none.")] = "auto",
    jobs: Annotated[int | None, typer.Option(min=1, metavar="N", help="Threads; one per core by default.")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="The seed of whatever is random.")] = 0,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Keep vectors for the next audit.")] = True,
    cache_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to keep them.")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress, no warnings.")] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours.")] = False,
) -> int:
    """Audit one dataset and give the verdict."""
    from dataaudit.audit import audit as run_audit

    for path in report or []:
        _check_writable(path)
    with _progress(quiet) as announce:
        result = run_audit(
            data,
            reference=reference,
            against=against,
            eval=eval,
            baseline=baseline,
            format=format,
            trainers=trainer or (),
            columns=_parse_map(map),
            config=config,
            encoder=encoder,
            seed=seed,
            select=_codes(select),
            ignore=_codes(ignore),
            jobs=jobs,
            cache=cache,
            cache_dir=cache_dir,
            announce=announce,
        )
    for path in report or []:
        result.save(path)
    _print_report(result, output, no_color)
    return EXIT_CODES[result.verdict.decision]


@app.command()
def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A code, DUP001 say; without it the catalogue.")
    ] = None,
) -> int:
    """Print a check's documentation."""
    from dataaudit.catalogue import catalogue, documentation

    sys.stdout.write(catalogue() if code is None else documentation(code))
    return 0


@cache_app.command("path")
def cache_path() -> int:
    """Print the folder in which vectors are kept."""
    from dataaudit.evidence.cache import Cache

    print(Cache().path)
    return 0


@cache_app.command("clear")
def cache_clear() -> int:
    """Delete all vectors that are kept."""
    from dataaudit.evidence.cache import Cache

    Cache().clear()
    return 0


def _spread(arguments: Sequence[str]) -> list[str]:
    """Repeat an option of several files before each: `--against a b` -> `--against a --against b`."""
    spread: list[str] = []
    several, taken = None, False
    for word in arguments:
        if word.startswith("-") and word != "-":
            several, taken = (word if word in _SEVERAL else None), False
        elif several and taken:
            spread.append(several)
        else:
            taken = True
        spread.append(word)
    return spread


def _parse_map(text: str) -> dict[str, str]:
    from dataaudit.errors import ConfigError

    columns = {}
    for part in filter(None, text.split(",")):
        name, equals, column = part.partition("=")
        if not (equals and name.strip() and column.strip()):
            raise ConfigError(f"--map: {part!r} is not FIELD=COLUMN, as in --map input=question,output=answer")
        columns[name.strip()] = column.strip()
    return columns


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in text.split(",") if code.strip())


def _check_writable(path: Path) -> None:
    """Refuse an ending that no report has before the audit, not after it."""
    from dataaudit.registry import renderer_for

    renderer_for(path)


def _print_report(report: Report, output: Output | None, no_color: bool) -> None:
    output = output or (Output.TERMINAL if sys.stdout.isatty() else Output.CONCISE)
    if output is Output.TERMINAL:
        from rich.console import Console

        from dataaudit.reports.terminal import print_report

        print_report(report, Console(no_color=no_color or None, highlight=False))
        return
    from dataaudit.registry import renderer

    text = renderer("json_report" if output is Output.JSON else "concise")(report)
    sys.stdout.write(text if isinstance(text, str) else text.decode("utf-8"))


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str], None]]:
    """Standard error while the audit runs: warnings in a line each and, on a terminal, the step."""
    with warnings.catch_warnings():
        warnings.showwarning = _print_warning
        warnings.simplefilter("ignore" if quiet else "once")
        if quiet or not sys.stderr.isatty():
            yield lambda _: None
            return
        from rich.console import Console

        with Console(stderr=True).status("starting") as status:
            yield lambda step: status.update(step)


def _print_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"dataaudit: {message}", file=sys.stderr)


def _explain_failure(error: Exception) -> int:
    """One sentence for what a user can mend, a traceback for what we must; both mean: could not judge."""
    from dataaudit.errors import DataAuditError

    if isinstance(error, DataAuditError):
        print(f"dataaudit: {error}", file=sys.stderr)
    elif (show := getattr(error, "show", None)) is not None:
        show()
    else:
        traceback.print_exception(error)
    return COULD_NOT_JUDGE
