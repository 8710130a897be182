"""Some of the records that were read, as one file of the same kind: each byte for byte as it was.

A value may be given to a record; its other bytes stay. In Parquet the column is written anew with the same type.

Records know their own bytes. What stands around them, the header of a table or the frame of a JSON document, is
taken from the source again, which must not have changed in the meantime. Byte-order marks and blank lines stay
behind; what was UTF-16 becomes UTF-8; the last line gets its line end.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from dataaudit.dataset import Record, Source
from dataaudit.errors import InputError
from dataaudit.reading import content, paths
from dataaudit.reading.columnar import table_of
from dataaudit.reading.delimited import DELIMITERS
from dataaudit.reading.editing import Change, changed, with_value
from dataaudit.reading.frames import FRAME, LIST
from dataaudit.reading.jsondoc import Rows, rows_of
from dataaudit.reading.jsonscan import decode, encode, top_values
from dataaudit.reading.reader import read_content

#: Two names of one kind of file.
_SAME = {".ndjson": ".jsonl"}


class Part(NamedTuple):
    """All records of one source, of each whether it is wanted, and the values that some get, by position."""

    source: Source
    records: Sequence[Record]
    wanted: Sequence[bool]
    changes: Mapping[int, Change] = MappingProxyType({})

    @property
    def kept(self) -> list[Record]:
        """The records that are wanted."""
        return [record for record, wanted in zip(self.records, self.wanted, strict=True) if wanted]


def check_kind(out: str, sources: Iterable[str]) -> None:
    """Raise InputError unless a file of this name can hold the records of these sources."""
    first, *others = sources
    kind = _kind_of_source(first)
    for other in others:
        if _kind_of_source(other) != kind:
            raise InputError(f"{first} and {other} are files of different kinds: clean them one by one.")
    endings = [ending for ending in paths.ENDINGS if _SAME.get(ending, ending) == kind]
    if not any(out.lower().endswith(ending + compression) for ending in endings for compression in paths.COMPRESSIONS):
        wanted = " or ".join(endings)
        raise InputError(f"{out} can't hold the rows of {first} unchanged: let its name end in {wanted}.")


def rewrite(out: str, parts: Sequence[Part], beside: Mapping[str, Sequence[Any]] = MappingProxyType({})) -> bytes:
    """The content of a file named `out` with the wanted records of all parts, in order.

    Parameters
    ----------
    beside
        Of Parquet, columns that come after the data's own, with a value for each record that is wanted.

    Raises
    ------
    InputError
        If the name doesn't fit the kind of the sources, a source has changed since it was read, sources can't
        be joined, or the records would be read differently from there.
    """
    check_kind(out, [part.source.path for part in parts])
    ending, compression = paths.ending_of(Path(out))
    parts = [_changed(part, ending in DELIMITERS) for part in parts]
    data = _parquet(parts, beside) if ending == ".parquet" else _text(out, ending, parts)
    return content.compress(data, compression)


def _changed(part: Part, table: bool) -> Part:
    """With the changes made in the records."""
    records = list(part.records)
    for i, change in part.changes.items():
        records[i] = changed(records[i], change, table=table)
    return part._replace(records=records)


def _kind_of_source(path: str) -> str:
    if path in (FRAME, LIST):
        raise InputError(f"The rows of a {path.strip('<>')} come from no file: write what `clean()` returns.")
    ending = ".jsonl" if path == paths.STANDARD_INPUT else paths.ending_of(Path(path))[0]
    return _SAME.get(ending, ending)


def _text(out: str, ending: str, parts: Sequence[Part]) -> bytes:
    rows = [record for part in parts for record in part.kept]
    header = _header(parts) if ending in DELIMITERS else b""
    if ending == ".json":
        data = _document(parts)
    elif ending in DELIMITERS:
        data = header + b"".join(_raw(row) + b"\n" for row in rows)
    else:
        data = b"".join(_line(row) + b"\n" for row in rows)
    again = read_content(out, ending, data, header=bool(header)).records
    if [record.value for record in again] != [record.value for record in rows]:
        raise InputError(
            f"{out}: quotes, delimiters or line ends would mean something else there than in the data: "
            "write the data in one style first."
        )
    return data


def _raw(record: Record) -> bytes:
    if record.raw is None:
        raise ValueError(f"{record.source} is no text")
    return record.raw


def _line(record: Record) -> bytes:
    raw = _raw(record)
    if b"\n" in raw:
        raise InputError(f"{record.source}:{record.line}: a row over several lines is no JSON Lines: put it on one.")
    return raw


def _content(source: Source) -> bytes:
    """What a source holds, once more."""
    stored = content.load(Path(source.path))
    if hashlib.sha256(stored).hexdigest() != source.sha256:
        raise InputError(f"{source.path} has changed since it was audited: audit it again.")
    return content.decompress(source.path, stored, paths.ending_of(Path(source.path))[1])


def _header(parts: Sequence[Part]) -> bytes:
    """The line with the names of the columns, b"" where there is none; the same in all parts."""
    headers = [_header_of(part) for part in parts]
    for part, header in zip(parts, headers, strict=True):
        if header.rstrip(b"\r\n") != headers[0].rstrip(b"\r\n"):
            first = parts[0].source.path
            raise InputError(f"{first} and {part.source.path} have different headers: clean them one by one.")
    return headers[0]


def _header_of(part: Part) -> bytes:
    data, _ = content.to_utf8(part.source.path, _content(part.source))
    before = (part.records[0].line or 1) - 1
    lines = data.split(b"\n" if b"\n" in data else b"\r", before)[:before]
    written = [i for i, line in enumerate(lines) if line.strip()]
    return b"\n".join(lines[written[0] : written[-1] + 1]) + b"\n" if written else b""


def _document(parts: Sequence[Part]) -> bytes:
    """One document as it was without the rows that are not wanted; of several the rows as one array."""
    documents = [_rows_in(part) for part in parts]
    if len(parts) == 1 and documents[0] is not None:
        return _cut(*documents[0], parts[0])
    for part, document in zip(parts, documents, strict=True):
        if document is not None and not _is_array(*document):
            raise InputError(f"{part.source.path} is more than an array of rows: clean it by itself.")
    return b"[\n" + b",\n".join(_raw(record) for part in parts for record in part.kept) + b"\n]\n"


def _rows_in(part: Part) -> tuple[str, Rows] | None:
    """A document with the places of its rows; None for JSON Lines by the name of .json."""
    data, _ = content.to_utf8(part.source.path, _content(part.source))
    text = decode(data)
    spans, error = top_values(text)
    if error is not None or len(spans) != 1:
        return None
    return text, rows_of(part.source.path, text, spans[0])


def _is_array(text: str, rows: Rows) -> bool:
    """Whether nothing but an array stands around the rows; a document that is a row has nothing at all."""
    around = text[: rows.starts[0]] + text[rows.spans[-1].stop :]
    return around.split() in ([], ["[", "]"], ["[]"])


def _cut(text: str, rows: Rows, part: Part) -> bytes:
    """The document without some rows; of what separates rows stays what stood before those that stay."""
    pieces = [text[: rows.starts[0]]]
    for i, span in enumerate(rows.spans):
        if part.wanted[i]:
            start = rows.starts[i] if len(pieces) == 1 else rows.spans[i - 1].stop
            pieces.append(text[start : span.start] + decode(_raw(part.records[i])))
    return encode("".join([*pieces, text[rows.spans[-1].stop :]]))


def _parquet(parts: Sequence[Part], beside: Mapping[str, Sequence[Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [table_of(part.source.path, _content(part.source)) for part in parts]
    for part, table in zip(parts, tables, strict=True):
        if not table.schema.equals(tables[0].schema):
            first = parts[0].source.path
            raise InputError(f"{first} and {part.source.path} have different columns or types: clean them one by one.")
    tables = [_with_changes(table, part.changes) for part, table in zip(parts, tables, strict=True)]
    kept = [table.filter(pa.array(part.wanted)) for part, table in zip(parts, tables, strict=True)]
    table = pa.concat_tables(kept)
    for name, values in beside.items():
        if name in table.column_names:
            raise InputError(f"{parts[0].source.path} has a column {name} of its own: rename it.")
        table = table.append_column(name, pa.array(values))
    file = io.BytesIO()
    pq.write_table(table, file)
    return file.getvalue()


def _with_changes(table: Any, changes: Mapping[int, Change]) -> Any:
    """The table with some values replaced; only their columns are written anew."""
    import pyarrow as pa

    for name in sorted({str(change.place[0]) for change in changes.values()}):
        place = table.column_names.index(name)
        values = table.column(place).to_pylist()
        for i, change in changes.items():
            if change.place[0] == name:
                values[i] = with_value(values[i], Change(change.place[1:], change.value))
        field = table.schema.field(place)
        table = table.set_column(place, field, pa.array(values, field.type))
    return table
