"""Which files are meant by what the user gave."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dataaudit.errors import InputError

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet")
COMPRESSIONS = ("", ".gz", ".zst")
STANDARD_INPUT = "-"
_ADVICE = f"data files end in {', '.join(ENDINGS)}, each also with .gz or .zst"


def expand(given: Iterable[str | os.PathLike[str]], literal: str = STANDARD_INPUT) -> list[Path | str]:
    """All files meant by paths, folders and globs, each once, in the order given.

    Folders and globs are sorted; hidden files and those that are no data are left out of them. `literal`
    (standard input) is no path and stays as it is.
    """
    found: dict[str, Path | str] = {}
    for item in given:
        path = os.fsdecode(item)
        files: Iterable[Path | str] = [literal] if path == literal else _files(path)
        for file in files:
            found.setdefault(literal if isinstance(file, str) else os.path.realpath(file), file)
    return list(found.values())


def ending_of(path: Path) -> tuple[str, str]:
    """The ending of a data file and of its compression ("" for none), in lower case.

    Raises
    ------
    InputError
        If it is no ending of a data file.
    """
    name = path.name.lower()
    for compression in COMPRESSIONS:
        for ending in ENDINGS:
            if name.endswith(ending + compression):
                return ending, compression
    raise InputError(f"{shown(path)} has an unknown ending: {_ADVICE}.")


def shown(path: Path | str) -> str:
    """The path as reports show it: as given, with forward slashes, and always writable as UTF-8."""
    return Path(path).as_posix().encode("utf-8", "replace").decode()


def _files(given: str) -> list[Path]:
    try:
        return _existing(given) or _matching(given)
    except OSError as error:
        raise InputError(f"Can't read {shown(given)}: {error.strerror}.") from error


def _existing(given: str) -> list[Path]:
    path = Path(given)
    if not given or not path.exists():
        return []
    if not path.is_dir():
        ending_of(path)
        return [path]
    if files := sorted(_walk(path)):
        return files
    raise InputError(f"The folder {shown(path)} holds no data: {_ADVICE}.")


def _matching(pattern: str) -> list[Path]:
    if not glob.has_magic(pattern):
        raise InputError(f"There is no file or folder {shown(pattern)!r}.")
    files = []
    for match in sorted(glob.glob(pattern, recursive=True)):
        path = Path(match)
        files += sorted(_walk(path)) if path.is_dir() else [path] * _is_data(path)
    if not files:
        raise InputError(f"No data file matches {shown(pattern)}: {_ADVICE}.")
    return files


def _walk(folder: Path) -> Iterator[Path]:
    """All data files below a folder; one that can't be looked into is an error, not an omission."""
    for parent, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in files if not name.startswith(".") and _is_data(Path(name)))


def _refuse(error: OSError) -> None:
    raise error


def _is_data(path: Path) -> bool:
    try:
        ending_of(path)
    except InputError:
        return False
    return True
