"""What a terminal gets: the report on standard output, progress, warnings and errors on standard error."""

from __future__ import annotations

import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from dataaudit.changes import Changes
    from dataaudit.report import Report


class Output(StrEnum):
    """What standard output gets."""

    TERMINAL = "terminal"
    CONCISE = "concise"
    GITHUB = "github"
    JSON = "json"


class ChangesOutput(StrEnum):
    """What standard output gets of a comparison."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


_RENDERERS = {Output.CONCISE: "concise", Output.GITHUB: "github", Output.JSON: "json_report"}


def show_report(report: Report, output: Output | None, no_color: bool) -> None:
    """Write a report to standard output: by default as text on a terminal, else one line a finding."""
    output = output or (Output.TERMINAL if sys.stdout.isatty() else Output.CONCISE)
    if output is Output.TERMINAL:
        from rich.console import Console

        from dataaudit.reports.terminal import print_report

        print_report(report, Console(no_color=no_color or None, highlight=False))
        return
    from dataaudit.registry import renderer

    _write(renderer(_RENDERERS[output])(report))


def check_plan(folder: Path, output: Output | None) -> None:
    """Refuse before the audit what can't be done after it: a folder that is no plan's, or two texts in one place.

    Raises
    ------
    ConfigError
        Standard output is to get something else than the plan.
    InputError
        The folder holds something else.
    """
    from dataaudit.errors import ConfigError
    from dataaudit.reports.plan import check_folder

    if output is not None:
        raise ConfigError("--plan prints the checklist: leave out --output, and write the report with --report FILE")
    check_folder(folder)


def show_changes(changes: Changes, output: ChangesOutput, no_color: bool) -> None:
    """Write what changed between two reports to standard output."""
    if output is ChangesOutput.TERMINAL:
        from rich.console import Console

        from dataaudit.reports.changes_terminal import print_changes

        print_changes(changes, Console(no_color=no_color or None, highlight=False))
        return
    from dataaudit.reports import changes_json, changes_markdown

    module = changes_json if output is ChangesOutput.JSON else changes_markdown
    _write(module.render(changes))


def _write(text: str | bytes) -> None:
    sys.stdout.write(text if isinstance(text, str) else text.decode("utf-8"))


def clear_screen() -> None:
    """Begin a new page on a terminal; what stood there stays in its scrollback."""
    if sys.stdout.isatty():
        from rich.console import Console

        Console().clear()


def announce_waiting(quiet: bool) -> None:
    """Say on standard error that the next change is waited for, and let what was written be seen."""
    sys.stdout.flush()
    if not quiet and sys.stderr.isatty():
        print(f"{datetime.now():%H:%M:%S}  waiting for a file to change; Ctrl-C ends", file=sys.stderr)


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str], None]]:
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


def explain_failure(error: Exception) -> None:
    """One sentence for what a user can mend, a traceback for what we must."""
    from dataaudit.errors import DataAuditError

    if isinstance(error, DataAuditError):
        print(f"dataaudit: {error}", file=sys.stderr)
    elif (show := getattr(error, "show", None)) is not None:
        show()
    else:
        traceback.print_exception(error)
