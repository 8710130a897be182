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

from dataaudit import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataaudit.report import Report

#: New objects between two searches for cycles. Importing and reading make many objects and hardly a cycle:
#: searching as often as by default (700) takes a tenth of a short audit.
_OBJECTS_PER_COLLECTION = 200_000

EXIT_CODES = {"GO": 0, "NO-GO": 1, "UNDECIDED": 2}
COULD_NOT_JUDGE = 2
INTERRUPTED = 130

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
    arguments = options.spread(sys.argv[1:] if argv is None else argv)
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
    data: options.Data,
    against: options.Against = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE...", help="A sample of real inputs, to measure coverage."),
    ] = None,
    eval: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE...", help="Held-out data: leakage between it and DATA."),
    ] = None,
    baseline: Annotated[str | None, typer.Option(help="Prompt-baseline results.", hidden=True)] = None,
    trainer: options.Trainer = None,
    format: options.Format = "auto",
    map: options.Map = "",
    config: options.Config = None,
    select: options.Select = "",
    ignore: options.Ignore = "",
    report: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Write a report, by its ending: .json .html .gx.json; repeatable."),
    ] = None,
    output: Annotated[
        Output | None, typer.Option(help="What standard output gets; terminal on a terminal, else concise.")
    ] = None,
    encoder: options.Encoder = "auto",
    jobs: options.Jobs = None,
    seed: options.Seed = 0,
    cache: options.Cache = True,
    cache_dir: options.CacheDir = None,
    quiet: options.Quiet = False,
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
            columns=options.parse_map(map),
            config=config,
            encoder=encoder,
            seed=seed,
            select=options.codes(select),
            ignore=options.codes(ignore),
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
def clean(
    data: options.Data,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="OUT", help="Where the rows that pass go.")],
    quarantine: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the other rows go, with the reasons.")
    ] = None,
    against: options.Against = None,
    trainer: options.Trainer = None,
    format: options.Format = "auto",
    map: options.Map = "",
    config: options.Config = None,
    select: options.Select = "",
    ignore: options.Ignore = "",
    encoder: options.Encoder = "auto",
    jobs: options.Jobs = None,
    seed: options.Seed = 0,
    cache: options.Cache = True,
    cache_dir: options.CacheDir = None,
    quiet: options.Quiet = False,
) -> int:
    """Write the rows that pass, unchanged; what is removed goes to --quarantine with its reasons."""
    from dataaudit.audit import audit as run_audit
    from dataaudit.cleaning import check_places, summary
    from dataaudit.reading.paths import expand

    check_places(expand(data), out, quarantine, expand(against or ()))
    with _progress(quiet) as announce:
        result = run_audit(
            data,
            against=against,
            format=format,
            trainers=trainer or (),
            columns=options.parse_map(map),
            config=config,
            encoder=encoder,
            seed=seed,
            select=options.codes(select),
            ignore=options.codes(ignore),
            jobs=jobs,
            cache=cache,
            cache_dir=cache_dir,
            announce=announce,
        )
    result.clean(out, quarantine)
    sys.stdout.write(summary(result, out, quarantine))
    return 0


@app.command()
def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="A code, DUP001 say; without it the catalogue.")
    ] = None,
    trainer: Annotated[str | None, typer.Option(metavar="NAME", help="FMT002: what this trainer accepts.")] = None,
) -> int:
    """Print a check's documentation, or what a trainer accepts."""
    from dataaudit.catalogue import catalogue, documentation

    sys.stdout.write(catalogue() if code is None else documentation(code, trainer))
    return 0


@app.command()
def init(
    data: Annotated[list[str], typer.Argument(metavar="DATA", help="Files, folders or globs.")],
    config: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")] = Path("dataaudit.toml"),
    format: Annotated[str, typer.Option(metavar="NAME", help="The data's format.")] = "auto",
    map: Annotated[str, typer.Option(metavar="FIELD=COLUMN,...", help="As in audit.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> int:
    """Write a commented dataaudit.toml that fits this dataset."""
    from dataaudit.starter import init as write_settings

    path = write_settings(data, config, format=format, columns=options.parse_map(map), force=force)
    print(f"{path}: written; `dataaudit audit` finds it above the data, or is told with --config")
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
