"""The command line: parse, call the API, write, exit. It can do nothing that the API can't."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from dataaudit import options
from dataaudit.console import COULD_NOT_JUDGE, Output, explain_failure, progress, show_report

#: New objects between two searches for cycles. Importing and reading make many objects and hardly a cycle:
#: searching as often as by default (700) takes a tenth of a short audit.
_OBJECTS_PER_COLLECTION = 200_000

EXIT_CODES = {"GO": 0, "NO-GO": 1, "UNDECIDED": 2}
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
        return explain_failure(error)


@app.command()
def audit(
    data: options.Data,
    against: options.Against = None,
    reference: options.Reference = None,
    eval: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE...", help="Held-out data: leakage between it and DATA."),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="FILE", help="What a prompt makes of real inputs, right or wrong.")
    ] = None,
    trainer: options.Trainer = None,
    format: options.Format = "auto",
    map: options.Map = "",
    config: options.Config = None,
    select: options.Select = "",
    ignore: options.Ignore = "",
    reviewed: options.Reviewed = None,
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
    with progress(quiet) as announce:
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
            reviewed=reviewed,
            jobs=jobs,
            cache=cache,
            cache_dir=cache_dir,
            announce=announce,
        )
    for path in report or []:
        result.save(path)
    show_report(result, output, no_color)
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
    reviewed: options.Reviewed = None,
    drop: Annotated[bool, typer.Option("--drop", help="Leave out what the reviewer called wrong, no more.")] = False,
    relabel: Annotated[bool, typer.Option("--relabel", help="Make the reviewer's corrections, no more.")] = False,
    encoder: options.Encoder = "auto",
    jobs: options.Jobs = None,
    seed: options.Seed = 0,
    cache: options.Cache = True,
    cache_dir: options.CacheDir = None,
    quiet: options.Quiet = False,
) -> int:
    """Write the rows that pass, unchanged; what is removed goes to --quarantine with its reasons.

    With --drop or --relabel it is no cleaning but an edit: all rows stay as they are, but those called wrong.
    """
    from dataaudit.audit import audit as run_audit
    from dataaudit.cleaning import check_places, summary
    from dataaudit.errors import ConfigError
    from dataaudit.reading.paths import expand

    # An edit needs no check, only the review.
    edit = drop or relabel
    if edit and reviewed is None:
        raise ConfigError("--drop and --relabel act on a reviewer's verdicts: name their file with --reviewed")
    check_places(expand(data), out, quarantine, [*expand(against or ()), *filter(None, [reviewed])])
    with progress(quiet) as announce:
        result = run_audit(
            data,
            against=against,
            format=format,
            trainers=trainer or (),
            columns=options.parse_map(map),
            config=config,
            encoder="none" if edit else encoder,
            seed=seed,
            select=("SIZE003",) if edit else options.codes(select),
            ignore=() if edit else options.codes(ignore),
            reviewed=reviewed,
            jobs=jobs,
            cache=cache,
            cache_dir=cache_dir,
            announce=announce,
        )
        result.clean(out, quarantine, drop=drop, relabel=relabel)
    edits = result.edits(drop=drop, relabel=relabel) if edit else None
    sys.stdout.write(edits.summary(out, quarantine) if edits else summary(result, out, quarantine))
    return 0


@app.command()
def sample(
    data: options.Data,
    review: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Up to so many rows, for a human to judge.")
    ] = None,
    gaps: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Up to so many real inputs from gaps, to write answers to.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="The table, CSV; else standard output.")
    ] = None,
    against: options.Against = None,
    reference: options.Reference = None,
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
    """Write a table to fill in: with --review rows to judge, with --gaps real inputs that DATA doesn't cover.

    Of the rows to judge half are those most worth a look, half are drawn at random.
    """
    from dataaudit.audit import audit as run_audit
    from dataaudit.coverage import worklist
    from dataaudit.errors import ConfigError
    from dataaudit.review import sample as to_review
    from dataaudit.review.spreadsheet import check_place, csv_of

    if (review is None) == (gaps is None):
        raise ConfigError("sample takes one of --review N (rows to judge) and --gaps N (real inputs to answer)")
    if (gaps is None) != (reference is None):
        raise ConfigError("--gaps N and --reference FILE, the real inputs, belong together")
    if out is not None:
        check_place(out)
    with progress(quiet) as announce:
        result = run_audit(
            data,
            reference=reference,
            against=against,
            format=format,
            trainers=trainer or (),
            columns=options.parse_map(map),
            config=config,
            encoder=encoder,
            seed=seed,
            select=options.codes(select) if gaps is None else ("COV001",),
            ignore=options.codes(ignore) if gaps is None else (),
            jobs=jobs,
            cache=cache,
            cache_dir=cache_dir,
            announce=announce,
        )
    if review is not None:
        table = result.review_sample(review, out)
        told = to_review.summary(table)
    elif gaps is not None:
        table = result.gap_worklist(gaps, out)
        told = worklist.summary(table, result.gaps, gaps)
    if out is None and len(table):
        sys.stdout.buffer.write(csv_of(table))
    print(told, end="", file=sys.stderr if out is None else sys.stdout)
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
