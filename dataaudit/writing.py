"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from dataaudit.errors import InputError

#: Of the file that is written first; what a killed process leaves behind can be told by it.
UNFINISHED = ".tmp"


def write_file(path: Path, data: bytes) -> None:
    """Write a file that a user named, whole or not at all.

    Raises
    ------
    InputError
        It can't be written.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        raise InputError(f"{path}: can't be written: {error.strerror}; choose another place") from error


def write_atomically(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file through a temporary one beside it, so that no reader ever sees a half.

    Folders are made as needed; a `private` file is its owner's alone.

    Raises
    ------
    OSError
        The file can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if not private:
            os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
