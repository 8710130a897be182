"""The command line: parse, call the API, write, exit. It can do nothing that the API can't."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dataaudit.console import (
    ChangesOutput,
    Output,
    announce_waiting,
    check_plan,
    clear_screen,
    explain_failure,
    progress,
    show_changes,
    show_report,
)
from dataaudit.gate import COULD_NOT_JUDGE, FAILED, INTERRUPTED, PASSED, FailOn, exit_code
from dataaudit.options import AuditOptions, Data, Format, Map, parse_map, spread, with_audit_options

if TYPE_CHECKING:
    from dataaudit.report import Report

#: New objects between two searches for cycles. Importing and reading make many objects and hardly a cycle:
#: searching as often as by default (700) takes a tenth of a short audit.
_OBJECTS_PER_COLLECTION = 200_000

#: Where `--plan` writes unless it is told.
PLAN_FOLDER = "dataaudit-plan"

NoColor = Annotated[bool, typer.Option("--no-color", help="No colours.")]

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code says GO (0), NO-GO (1), could not judge (2) or interrupted (130)."""
    gc.set_threshold(_OBJECTS_PER_COLLECTION, *gc.get_threshold()[1:])
    arguments = spread(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return app(args=arguments, standalone_mode=False, prog_name="dataaudit") or PASSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return COULD_NOT_JUDGE
    except Exception as error:
        explain_failure(error)
        return COULD_NOT_JUDGE


@app.command()
@with_audit_options
def audit(
    data: Data,
    options: AuditOptions,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Write a report, by its ending: .json .html .md .xml (JUnit) .sarif .csv .gx.json; repeatable.",
        ),
    ] = None,
    output: Annotated[
        Output | None, typer.Option(help="What standard output gets; terminal on a terminal, else concise.")
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An earlier .json report, to be told what changed since.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(help="What makes exit code 1: any NO-GO, or only what is new since --previous.")
    ] = FailOn.ANY,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print the path to GO as a checklist, and write the rows of its steps.")
    ] = False,
    plan_dir: Annotated[
        Path | None, typer.Option(metavar="DIR", help=f"Where --plan writes; {PLAN_FOLDER} by default.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Audit again whenever a file changes, until Ctrl-C.")] = False,
    no_color: NoColor = False,
) -> int:
    """Audit one dataset and give the verdict."""
    from dataaudit.errors import ConfigError

    if fail_on is FailOn.NEW and previous is None:
        raise ConfigError("--fail-on new needs --previous FILE, the report of what was there before")
    for path in report or []:
        _check_writable(path)
    folder = plan_dir or (Path(PLAN_FOLDER) if plan else None)
    if folder is not None:
        check_plan(folder, output)

    def turn(before: Report | Path | None) -> Report:
        with progress(options.quiet) as announce:
            result = options.audit(data, announce, previous=before)
        for path in report or []:
            result.save(path)
        if folder is None:
            show_report(result, output, no_color)
        else:
            sys.stdout.write(result.plan(folder))
        return result

    if not watch:
        return exit_code(turn(previous), fail_on)
    from dataaudit.config import find_config
    from dataaudit.watching import warm_up
    from dataaudit.watching import watch as watch_files

    last: Report | Path | None = previous

    def next_turn() -> None:
        nonlocal last
        clear_screen()
        last = turn(last)
        announce_waiting(options.quiet)
        warm_up(last)

    watch_files([*data, *options.files, *filter(None, [find_config(data)])], next_turn)
    return INTERRUPTED


@app.command()
@with_audit_options
def clean(
    data: Data,
    options: AuditOptions,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT", help="Where the rows that pass go; without it a dry run."),
    ] = None,
    quarantine: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the other rows go, with the reasons; of Parquet also .parquet."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed, and write nothing.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Leave out what the reviewer called wrong, no more.")] = False,
    relabel: Annotated[bool, typer.Option("--relabel", help="Make the reviewer's corrections, no more.")] = False,
) -> int:
    """Write the rows that pass, unchanged; what is removed goes to --quarantine with its reasons.

    With --drop or --relabel it is no cleaning but an edit: all rows stay as they are, but those called wrong.
    """
    from dataaudit.cleaning import check_places, dry_run_summary, summary
    from dataaudit.errors import ConfigError
    from dataaudit.reading.paths import expand

    # An edit needs no check, only the review.
    edit = drop or relabel
    if edit and options.reviewed is None:
        raise ConfigError("--drop and --relabel act on a reviewer's verdicts: name their file with --reviewed")
    if out is None and not (dry_run or sys.stdout.isatty()):
        raise ConfigError("name the file for the rows that pass with -o FILE, or look first with --dry-run")
    check_places(expand(data), out, quarantine, expand(options.files))
    with progress(options.quiet) as announce:
        if edit:
            options = options.only("SIZE003")
        result = options.audit(data, announce)
    if dry_run or out is None:
        edits = result.edits(drop=drop, relabel=relabel) if edit else None
        sys.stdout.write(edits.summary(None, None) if edits else dry_run_summary(result))
        return PASSED
    result.clean(out, quarantine, drop=drop, relabel=relabel)
    edits = result.edits(drop=drop, relabel=relabel) if edit else None
    sys.stdout.write(edits.summary(out, quarantine) if edits else summary(result, out, quarantine))
    return PASSED


@app.command()
@with_audit_options
def sample(
    data: Data,
    options: AuditOptions,
    review: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Up to so many rows, for a human to judge.")
    ] = None,
    gaps: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Up to so many real inputs from gaps, to write answers to.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The table, CSV; else standard output.")
    ] = None,
) -> int:
    """Write a table to fill in: with --review rows to judge, with --gaps real inputs that DATA doesn't cover.

    Of the rows to judge half are those most worth a look, half are drawn at random.
    """
    from dataaudit.coverage import worklist
    from dataaudit.errors import ConfigError
    from dataaudit.review import sample as to_review
    from dataaudit.review.spreadsheet import check_place, csv_of

    if (review is None) == (gaps is None):
        raise ConfigError("sample takes one of --review N (rows to judge) and --gaps N (real inputs to answer)")
    if (gaps is None) != (options.reference is None):
        raise ConfigError("--gaps N and --reference FILE, the real inputs, belong together")
    if out is not None:
        check_place(out)
    with progress(options.quiet) as announce:
        result = (options if gaps is None else replace(options, select="COV001", ignore="")).audit(data, announce)
    if review is not None:
        table = result.review_sample(review, out)
        told = to_review.summary(table)
    elif gaps is not None:
        table = result.gap_worklist(gaps, out)
        told = worklist.summary(table, result.gaps, gaps)
    if out is None and len(table):
        sys.stdout.buffer.write(csv_of(table))
    print(told, end="", file=sys.stderr if out is None else sys.stdout)
    return PASSED


@app.command()
@with_audit_options
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A dataset, or a .json report of one.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same later.")],
    options: AuditOptions,
    output: Annotated[ChangesOutput, typer.Option(help="What standard output gets.")] = ChangesOutput.TERMINAL,
    no_color: NoColor = False,
) -> int:
    """Say what got better and worse from OLD to NEW, each a dataset or a saved report; 1 if anything got worse."""
    from dataaudit.report import Report

    with progress(options.quiet) as announce:
        before, after = (
            Report.load(path) if Report.is_saved(path) else options.audit(path, announce) for path in (old, new)
        )
    changes = after.changes_since(before)
    show_changes(changes, output, no_color)
    return FAILED if changes.worse else PASSED


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
    return PASSED


@app.command()
def init(
    data: Annotated[list[str], typer.Argument(metavar="DATA", help="Files, folders or globs.")],
    config: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")] = Path("dataaudit.toml"),
    format: Format = "auto",
    map: Map = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> int:
    """Write a commented dataaudit.toml that fits this dataset."""
    from dataaudit.starter import init as write_settings

    path = write_settings(data, config, format=format, columns=parse_map(map), force=force)
    print(f"{path}: written; `dataaudit audit` finds it above the data, or is told with --config")
    return PASSED


@cache_app.command("path")
def cache_path() -> int:
    """Print the folder in which vectors are kept."""
    from dataaudit.evidence.cache import Cache

    print(Cache().path)
    return PASSED


@cache_app.command("clear")
def cache_clear() -> int:
    """Delete all vectors that are kept."""
    from dataaudit.evidence.cache import Cache

    Cache().clear()
    return PASSED


def _check_writable(path: Path) -> None:
    """Refuse an ending that no report has before the audit, not after it."""
    from dataaudit.registry import renderer_for

    renderer_for(path)
