"""Watching: a run now, and another whenever one of the files that it reads has changed.

Editors write to a temporary file and rename it, so it is the folders that are watched, and each time what was given is
looked up again: a file may go and come back, and a new one may match.
"""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dataaudit.errors import DataAuditError, InputError
from dataaudit.reading import paths

if TYPE_CHECKING:
    from dataaudit.report import Report

#: Milliseconds: changes that follow one another as fast are one; and how often files are looked at where their system
#: tells of no changes.
_DEBOUNCE, _AT_LEAST_EVERY = 300, 2_000

#: Yields when something may have changed in these folders or below.
Changes = Callable[[Iterable[Path]], Iterator[object]]
#: When each file was written, its size and its number on the disk.
State = Mapping[Path, tuple[int, int, int]]


def watch(given: Iterable[str | Path], run: Callable[[], object], *, changes: Changes | None = None) -> None:
    """Run now and whenever a file changes, until the user interrupts.

    Parameters
    ----------
    given
        What `run` reads: files, folders or globs. What isn't there yet may come.
    run
        If it fails by what the user can mend, the sentence goes to standard error, and the next change is waited for.
    changes
        What tells of changes; by default the file system.

    Raises
    ------
    InputError
        Standard input is among what is given, or the files can't be watched.
    KeyboardInterrupt
        The user has had enough.
    """
    items = [str(item) for item in given]
    if paths.STANDARD_INPUT in items:
        raise InputError("Standard input can't be watched: name the files.")
    seen = _state(items)
    _run(run)
    for _ in (changes or _file_system)(_folders(items)):
        now = _state(items)
        if now != seen:
            seen = now
            _run(run)


def warm_up(report: Report) -> None:
    """Load the encoder of an audit, for the next turn not to wait for it.

    An audit whose texts are all in the cache hasn't loaded it; the next has a new text.
    """
    from dataaudit.evidence.encoders import load_encoder

    encoder = report.settings["encoder"]
    loaded = load_encoder(encoder["name"].removesuffix("-bf16")) if encoder else None
    if loaded is not None:
        loaded.encode(["a text"])


def _run(run: Callable[[], object]) -> None:
    try:
        run()
    except DataAuditError as error:
        print(f"dataaudit: {error}", file=sys.stderr, flush=True)


def _state(items: Iterable[str]) -> State:
    """How each file is that is there."""
    state = {}
    for path in (path for item in items for path in _files(item)):
        with suppress(OSError):
            found = path.stat()
            state[path] = (found.st_mtime_ns, found.st_size, found.st_ino)
    return state


def _files(item: str) -> list[Path]:
    """The files that are meant: one of any kind, or the data in a folder or of a glob; none where nothing is there."""
    if Path(item).is_file():
        return [Path(item)]
    with suppress(InputError):
        return [Path(path) for path in paths.expand([item])]
    return []


def _folders(items: Iterable[str]) -> list[Path]:
    """The folders in which the files are, or will be; none inside another."""
    found = sorted({_folder(Path(item)).resolve() for item in items})
    return [folder for folder in found if not any(other in folder.parents for other in found)]


def _folder(path: Path) -> Path:
    """A folder itself, else the deepest on the way to a file or to what a glob matches."""
    ways = [path, *path.parents] if path.is_dir() or not glob.has_magic(str(path)) else path.parents
    return next((way for way in ways if way.is_dir()), Path())


def _file_system(folders: Iterable[Path]) -> Iterator[object]:
    from watchfiles import watch as watch_folders

    try:
        yield from watch_folders(
            *folders, debounce=_DEBOUNCE, rust_timeout=_AT_LEAST_EVERY, yield_on_timeout=True, watch_filter=None
        )
    except OSError as error:
        raise InputError(f"The files can't be watched: {error}.") from error
