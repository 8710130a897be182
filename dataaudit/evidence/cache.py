"""Vectors kept on disk by the content of their texts, so that only new texts are ever encoded, and tables by name.

Each `put` writes one segment: the 128-bit keys of n texts, then their n vectors as little-endian float32. A
segment is named after the digest of its own bytes and moved into place whole. So writers need no lock, and a
segment that was cut short or altered is recognised and ignored.
"""

from __future__ import annotations

import contextlib
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from xxhash import xxh3_128_digest, xxh3_128_hexdigest

from dataaudit.evidence.text import Keys, key
from dataaudit.writing import UNFINISHED, write_atomically

if TYPE_CHECKING:
    from dataaudit.evidence.encoders import Encoder

Vectors = NDArray[np.float32]

_KEY_BYTES = 16
_SUFFIX = ".vectors"
_TABLE = ".arrow"
_SMALL = 32 * 2**20
_MOST_SMALL_SEGMENTS = 16
#: Some dozens of data sets of 100,000 rows.
_MOST_TABLE_BYTES = 4 * 2**30


class Cache:
    """A folder of vectors, of tables about datasets, and of notes about this machine.

    Safe under several processes at once and under one that is killed: at worst a text is encoded again. A
    folder that can't be written to is a warning, since an audit can do without.

    Parameters
    ----------
    directory
        Where to keep them; by default `default_directory()`. It is made when first needed, and for its owner
        only: vectors tell much about the texts they were made from.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.path = default_directory() if directory is None else directory

    def get(self, encoder: Encoder, texts: Sequence[str]) -> tuple[Vectors, NDArray[np.bool_]]:
        """Look up the vectors of distinct texts.

        Returns
        -------
        (n, d) float32, zero where not found, and (n,) bool, which were found.
        """
        vectors = np.zeros((len(texts), encoder.dimension), np.float32)
        found = np.zeros(len(texts), np.bool_)
        wanted = _keys(texts)
        order = np.argsort(wanted)
        for path in self._segments(encoder) if texts else ():
            data = _map(path)
            keys, stored = _split(data, encoder.dimension)
            place = order[np.searchsorted(wanted, keys, sorter=order).clip(max=len(texts) - 1)]
            hits = np.flatnonzero(wanted[place] == keys)
            if len(hits) and _is_whole(path, data):
                vectors[place[hits]] = stored[hits]
                found[place[hits]] = True
        return vectors, found

    def put(self, encoder: Encoder, texts: Sequence[str], vectors: Vectors) -> None:
        """Keep the (n, d) vectors of n texts. Many small segments are merged on the way."""
        with self._tolerant():
            self._make()
            _write_segment(self._folder(encoder), _keys(texts), vectors)
            small = [path for path in self._segments(encoder) if _size(path) < _SMALL]
            if len(small) > _MOST_SMALL_SEGMENTS:
                _merge(small, encoder.dimension)

    def read_note(self, name: str) -> str | None:
        """What `write_note` kept under this name, or None."""
        try:
            return self._note(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write_note(self, name: str, value: str) -> None:
        """Remember something that takes time to find out about this machine."""
        with self._tolerant():
            self._make()
            write_atomically(self._note(name), value.encode(), private=True)

    def read_table(self, name: str) -> pa.Table | None:
        """What `write_table` kept under this name, not read before it is used; None where it isn't whole."""
        path = self._table(name)
        data = _map(path)
        if xxh3_128_digest(data[_KEY_BYTES:].data) != data[:_KEY_BYTES].tobytes():
            return None
        with contextlib.suppress(OSError):
            path.touch()  # the tables that nobody asked for longest are the first to go
        return pa.ipc.open_stream(pa.py_buffer(data[_KEY_BYTES:])).read_all()

    def write_table(self, name: str, table: pa.Table) -> None:
        """Keep something about a dataset that takes long to find out."""
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        data = sink.getvalue()
        with self._tolerant():
            self._make()
            write_atomically(self._table(name), xxh3_128_digest(data) + data.to_pybytes(), private=True)
            self._forget_tables()

    def size(self) -> int:
        """How many bytes lie in the cache."""
        return sum(map(_size, self._files()))

    def clear(self) -> None:
        """Delete what the cache has written, and nothing else that may lie in its folder."""
        for path in self._files():
            path.unlink(missing_ok=True)

    def _folder(self, encoder: Encoder) -> Path:
        readable = re.sub(r"[^A-Za-z0-9-]+", "_", encoder.name)[:40]
        identity = key(encoder.name, encoder.sha256, str(encoder.dimension)).hex()
        return self.path / "vectors" / f"{readable}-{identity}"

    def _segments(self, encoder: Encoder) -> list[Path]:
        return sorted(self._folder(encoder).glob("*" + _SUFFIX))

    def _note(self, name: str) -> Path:
        return self.path / "notes" / (key(name).hex() + ".txt")

    def _table(self, name: str) -> Path:
        return self.path / "tables" / (key(name).hex() + _TABLE)

    def _forget_tables(self) -> None:
        """Delete the tables that were used longest ago, as far as there are too many bytes of them."""
        times = {path: path.stat().st_mtime for path in self.path.glob(f"tables/*{_TABLE}")}
        total = 0
        for path in sorted(times, key=times.__getitem__, reverse=True):
            total += _size(path)
            if total > _MOST_TABLE_BYTES:
                path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        for folder, ending in (("vectors/*", _SUFFIX), ("notes", ".txt"), ("tables", _TABLE)):
            yield from self.path.glob(f"{folder}/*{ending}")
            yield from self.path.glob(f"{folder}/*{UNFINISHED}")

    def _make(self) -> None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    @contextlib.contextmanager
    def _tolerant(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            warnings.warn(f"the cache {self.path} can't be written to: {error.strerror or error}", stacklevel=4)


def default_directory() -> Path:
    """DATAAUDIT_CACHE_DIR, else the folder dataaudit in XDG_CACHE_HOME or ~/.cache."""
    if own := os.environ.get("DATAAUDIT_CACHE_DIR"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dataaudit"


def _keys(texts: Iterable[str]) -> Keys:
    return np.frombuffer(b"".join(map(key, texts)), dtype=f"S{_KEY_BYTES}")


def _size(path: Path) -> int:
    """In bytes; 0 where another process has merged it away."""
    with contextlib.suppress(OSError):
        return path.stat().st_size
    return 0


def _map(path: Path) -> NDArray[np.uint8]:
    """The bytes of a segment, read only where they are used; none where it is gone or empty."""
    with contextlib.suppress(OSError, ValueError):
        return np.memmap(path, np.uint8, "r")
    return np.empty(0, np.uint8)


def _split(data: NDArray[np.uint8], dimension: int) -> tuple[Keys, Vectors]:
    """The keys and vectors of a segment, which may be damaged."""
    row_bytes = _KEY_BYTES + 4 * dimension
    n = len(data) // row_bytes
    keys, vectors = data[: n * _KEY_BYTES], data[n * _KEY_BYTES : n * row_bytes]
    return keys.view(f"S{_KEY_BYTES}"), vectors.view("<f4").reshape(n, dimension)


def _is_whole(path: Path, data: NDArray[np.uint8]) -> bool:
    """Whether the bytes of a segment are still those it was named after."""
    return xxh3_128_hexdigest(data.data) == path.stem


def _write_segment(folder: Path, keys: Keys, vectors: Vectors) -> Path:
    data = keys.tobytes() + np.ascontiguousarray(vectors, "<f4").tobytes()
    path = folder / (xxh3_128_hexdigest(data) + _SUFFIX)
    write_atomically(path, data, private=True)
    return path


def _merge(paths: Sequence[Path], dimension: int) -> None:
    """Join segments into one. They go only once it is there; a process that looks in between sees both."""
    mapped = [(path, _map(path)) for path in paths]
    parts = [_split(data, dimension) for path, data in mapped if _is_whole(path, data)]
    if not parts:
        return
    keys, first = np.unique(np.concatenate([keys for keys, _ in parts]), return_index=True)
    vectors = np.concatenate([vectors for _, vectors in parts])[first]
    merged = _write_segment(paths[0].parent, keys, vectors)
    for path in paths:
        if path != merged:
            path.unlink(missing_ok=True)
