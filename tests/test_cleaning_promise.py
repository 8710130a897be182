"""What `clean` promises: kept and quarantined rows together are the input, byte for byte, in every format."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dataaudit import Report, audit
from dataaudit.model import Severity
from dataaudit.reading import read
from dataaudit.registry import disqualifying_codes

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"

REAL = (
    "trec/test_500.tsv", "snips/valid.csv", "lima/lima.json.gz", "hint3-curekart/v1_test_curekart_test.csv",
    "llama-factory-demos/glaive_toolcall_en_demo.json.gz", "llama-factory-demos/v1_sft_demo.jsonl.gz",
    "chat-format-samples/fastchat_sharegpt_500.json", "chat-format-samples/openai_dataset-2-multi-turn.jsonl",
    "banking77/test.csv",
)  # fmt: skip
COLUMNS = {
    "trec/test_500.tsv": {"label": "0", "input": "1"},
    "hint3-curekart/v1_test_curekart_test.csv": {"input": "sentence", "label": "label"},
}
#: What rows of JSON Lines may be written like: escapes, repeated keys, numbers, spaces, no JSON, no UTF-8.
ODD_LINES = (
    rb'{"text": "caf\u00e9 \ud83d\ude00 \/", "label": "a"}',
    b'{ "text":"x",\t"label" :"b" , "text": "where is it" }',
    b'{"text": "one", "label": "a", "n": 1.50, "m": 1E+2, "big": 12345678901234567890123}',
    '{"text": "line \u2028 separator \u0085 and \u202e", "label": "a"}'.encode(),
    b'{"text": "ends with a return", "label": "a"}\r',
    b'{"text": "not closed", "label": ',
    b'{"text": "\xe9 is Latin-1", "label": "b"}',
    b'{"text": "a lone \\ud800 surrogate", "label": "a"}',
    b'{"prompt": "another format", "completion": "altogether"}',
    b'[1, 2]', b'"text"', b'{"text": "", "label": "a"}', b'{"text": "null byte \\u0000", "label": "b"}',
    b'{"text": "=cmd|calc", "label": "<script>", "nested": {"a": [{}, [], null, true]}}',
)  # fmt: skip
CELLS = (
    "where is it",
    "x, y",
    'say "hi"',
    "two\nlines",
    "two\r\nlines",
    "",
    " ",
    "é",
    "=1+1",
    "NULL",
    "a;b",
    "tab\there",
)
Pack = Callable[[bytes], bytes]
PACKED: dict[str, tuple[Pack, Pack]] = {
    "": (bytes, bytes),
    ".gz": (gzip.compress, gzip.decompress),
    ".zst": (zstandard.ZstdCompressor().compress, lambda data: zstandard.ZstdDecompressor().decompress(data)),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cleaned(data: Any, ending: str, *, quarantine: str = "bad.jsonl", **options: Any) -> list[bytes] | None:
    """All rows, those kept and those removed put together in the order in which they were read; None if none passes."""
    report = audit(data, encoder="none", cache=False, **options)
    if len(report.removed) == report.counts.rows:
        return None
    report.clean(f"out{ending}", quarantine)
    kept = read(f"out{ending}", header=not headerless(options)).records
    return merged(report, [record.raw or b"" for record in kept], quarantined(quarantine))


def headerless(options: dict[str, Any]) -> bool:
    return all(column.isdigit() for column in options.get("columns", {"": "x"}).values())


def merged(report: Report, kept: Sequence[Any], removed: dict[int, Any]) -> list[Any]:
    """Rows in the order of the input; fails where any is missing or one too many."""
    assert removed.keys() == {removal.row for removal in report.removed}
    assert len(kept) + len(removed) == report.counts.rows
    rest: Iterator[Any] = iter(kept)
    return [removed[row] if row in removed else next(rest) for row in range(report.counts.rows)]


def quarantined(path: str) -> dict[int, bytes]:
    """The bytes of each removed row."""
    entries = [json.loads(line) for line in Path(path).read_bytes().splitlines()]
    return {entry["row"]: raw(entry) for entry in entries}


def raw(entry: dict[str, Any]) -> bytes:
    text: str = entry.get("record", "")
    return text.encode() if "record" in entry else base64.b64decode(entry["record_base64"])


def lines_of(data: bytes) -> list[bytes]:
    return [line for line in data.split(b"\n") if line.strip()]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    lines=st.lists(st.sampled_from([*ODD_LINES, b"", b"  "]), min_size=1, max_size=9),
    ending=st.sampled_from([".jsonl", ".ndjson"]),
    packed=st.sampled_from(list(PACKED)),
    mark=st.sampled_from([b"", b"\xef\xbb\xbf"]),
    last=st.sampled_from([b"", b"\n", b"\r\n"]),
)
def test_no_line_is_lost_or_altered(lines: list[bytes], ending: str, packed: str, mark: bytes, last: bytes) -> None:
    good = b'{"text": "where is my order", "label": "track"}'
    data = b"\n".join([good, *lines, good]) + last
    Path(f"train{ending}{packed}").write_bytes(PACKED[packed][0](mark + data))
    rows = cleaned(f"train{ending}{packed}", ending + packed, format="text-label")
    assert rows is None or rows == lines_of(data)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    values=st.lists(st.sampled_from([line for line in ODD_LINES if b"\xe9" not in line][:5]), min_size=1, max_size=6),
    between=st.sampled_from([",", ", ", ",\n  ", "\n,\r\n"]),
    frame=st.sampled_from([("[", "]"), ("[\n", "\n]\n"), ('{"version": 1.0, "data": [ ', ' ], "licence": "x"}')]),
    packed=st.sampled_from(list(PACKED)),
)
def test_no_value_of_a_document_is_altered(
    values: list[bytes], between: str, frame: tuple[str, str], packed: str
) -> None:
    values = [b'{"text": "where is my order", "label": "track"}', *(value.strip() for value in values)] * 2
    document = frame[0].encode() + between.encode().join(values) + frame[1].encode()
    Path(f"train.json{packed}").write_bytes(PACKED[packed][0](document))
    assert cleaned(f"train.json{packed}", f".json{packed}", format="text-label") == values
    kept = PACKED[packed][1](Path(f"out.json{packed}").read_bytes()).decode()
    assert kept.startswith(frame[0])
    assert kept.endswith(frame[1])


def written(rows: Sequence[Sequence[str]], delimiter: str, quoting: int, end: str) -> str:
    file = io.StringIO()
    quoting_of_all: Any = quoting
    csv.writer(file, delimiter=delimiter, quoting=quoting_of_all, lineterminator=end).writerows(rows)
    return file.getvalue()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    rows=st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["a", "b"])), min_size=1, max_size=6),
    ending=st.sampled_from([".csv", ".tsv"]),
    packed=st.sampled_from(list(PACKED)),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    complete=st.booleans(),
    header=st.booleans(),
)
def test_no_row_of_a_table_is_altered(
    rows: list[tuple[str, str]], ending: str, packed: str, quoting: int, end: str, encoding: str, complete: bool,
    header: bool,
) -> None:  # fmt: skip
    delimiter = "," if ending == ".csv" else "\t"
    each = [written([row], delimiter, quoting, end) for row in [("where is my order", "track"), *rows] * 2]
    text = ("text" + delimiter + "label" + end) * header + "".join(each)
    text = text if complete else text.removesuffix(end)
    Path(f"train{ending}{packed}").write_bytes(PACKED[packed][0](text.encode(encoding)))
    columns = {} if header else {"columns": {"input": "0", "label": "1"}}
    expected = [row.encode().removesuffix(b"\n") for row in each]
    expected[-1] = expected[-1] if complete else expected[-1].removesuffix(b"\r")
    assert cleaned(f"train{ending}{packed}", ending + packed, **columns) in (None, expected)


def test_ragged_rows_and_open_quotes_are_quarantined_as_they_are() -> None:
    body = ["one,a", "", "two", "three,b,c", '"four,', "still four,a", "five,b"]
    Path("train.csv").write_text("\n".join(["text,label", "zero,a", *body]), newline="")
    rows = cleaned("train.csv", ".csv")
    assert rows == [b"zero,a", b"one,a", b"two", b"three,b,c", b'"four,\nstill four,a\nfive,b']


def test_standard_input_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"\n".join([b'{"text": "where is my order", "label": "track"}', *ODD_LINES])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert cleaned("-", ".jsonl") == lines_of(data)


def test_a_folder_of_files_comes_back_in_their_order() -> None:
    Path("data/deep").mkdir(parents=True)
    Path("data/a.jsonl").write_bytes(b"\n".join(ODD_LINES[:7]))
    Path("data/deep/b.ndjson.gz").write_bytes(gzip.compress(b"\n\n".join(ODD_LINES[4:])))
    assert cleaned("data", ".jsonl") == [*ODD_LINES[:7], *ODD_LINES[4:]]


def test_the_records_of_a_frame_come_back() -> None:
    rows = [{"text": "where is it", "label": "a"}, {"text": "where is it", "label": "a"}, {"text": "", "label": "b"}]
    report = audit(pd.DataFrame(rows), encoder="none")
    kept = report.clean(quarantine="bad.jsonl")
    removed = {row: json.loads(text) for row, text in quarantined("bad.jsonl").items()}
    assert merged(report, kept, removed) == rows


TYPED = pa.table({
    "text": ["where is it", "where is it", "and now", "and now", "last"],
    "label": ["a", "a", "b", "b", "a"],
    "when": pa.array([1, 1, None, 3, 2**60], pa.timestamp("ns", "Europe/Berlin")),
    "raw": pa.array([b"\xff\x00", b"\xff\x00", b"text", None, b""]),
    "price": pa.array([None, None, *map(Decimal, ("1.50", "2.00", "-3.25"))], pa.decimal128(20, 2)),
    "score": pa.array([float("nan"), float("nan"), float("inf"), -0.0, None], pa.float32()),
    "turns": [[{"role": "user", "n": 1}], [{"role": "user", "n": 1}], [], None, [None]],
    "kind": pa.array(["x", "x", "y", None, "x"]).dictionary_encode(),
    "map": pa.array([[("k", 1)], [("k", 1)], [], None, []], pa.map_(pa.string(), pa.int8())),
})  # fmt: skip


@pytest.mark.parametrize("packed", PACKED)
def test_parquet_comes_back_with_all_its_types(packed: str) -> None:
    file = io.BytesIO()
    pq.write_table(TYPED.replace_schema_metadata({"who": "me"}), file)
    Path(f"train.parquet{packed}").write_bytes(PACKED[packed][0](file.getvalue()))
    report = audit(f"train.parquet{packed}", encoder="none")
    report.clean("out.parquet", "bad.parquet")
    kept, removed = pq.read_table("out.parquet"), pq.read_table("bad.parquet")
    about = removed.column("dataaudit").to_pylist()
    assert {entry["row"]: [reason["code"] for reason in entry["reasons"]] for entry in about} == {
        removal.row: [reason.code for reason in removal.reasons] for removal in report.removed
    }
    slices = {entry["row"]: removed.drop_columns("dataaudit").slice(i, 1) for i, entry in enumerate(about)}
    together = pa.concat_tables(merged(report, [kept.slice(i, 1) for i in range(len(kept))], slices))
    original = pq.read_table(io.BytesIO(file.getvalue()))
    assert together.schema.equals(original.schema, check_metadata=True)
    assert [repr(row) for row in together.to_pylist()] == [repr(row) for row in original.to_pylist()]


def test_a_quarantine_in_parquet_is_for_parquet_alone() -> None:
    Path("train.jsonl").write_bytes(ODD_LINES[0] + b"\n" + ODD_LINES[0])
    with pytest.raises(Exception, match=r"^bad\.parquet can't hold the rows of train\.jsonl unchanged"):
        audit("train.jsonl", encoder="none").clean("out.jsonl", "bad.parquet")
    assert not Path("out.jsonl").exists()


def test_a_column_of_the_name_of_ours_is_not_overwritten() -> None:
    pq.write_table(TYPED.rename_columns(["text", "label", *"abcdef", "dataaudit"]), "train.parquet")
    with pytest.raises(Exception, match=r"^train\.parquet has a column dataaudit of its own: rename it\.$"):
        audit("train.parquet", encoder="none").clean("out.parquet", "bad.parquet")
    assert not Path("out.parquet").exists()


LONG = (
    "The parcel that I ordered for my mother on the first day of spring was left in front of the wrong door by a "
    "courier who didn't ring, and now the neighbours say that they have never seen it there"
)
SAID = [
    LONG, LONG.replace("spring", "autumn"), LONG.upper(), LONG.replace("wrong", "right"), f"{LONG} {LONG}", LONG[:150],
    f"{LONG}; my key is {'AKIA' + 'Q7RM2DXK4ZLP9TWE'}", "where is it", "Where is it?", "where is my order", "", " ",
    "caf\u00e9", "cafe\u0301", "cafÃ©", "\ufffd\ufffd where is it", "[INSERT TEXT]",
]  # fmt: skip
PLANTED = st.builds(lambda text, label: {"text": text, "label": label}, st.sampled_from(SAID), st.sampled_from("aaab"))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(rows=st.lists(PLANTED | st.sampled_from([{"prompt": "x", "completion": "y"}, {"text": None}]), min_size=3))
def test_what_was_cleaned_has_nothing_more_to_remove(rows: list[dict[str, Any]]) -> None:
    Path("train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in [{"text": "fine", "label": "a"}, *rows]))
    report = audit("train.jsonl", encoder="none", cache=False, format="text-label")
    if len(report.removed) < report.counts.rows:
        report.clean("out.jsonl")
        again = audit("out.jsonl", encoder="none", cache=False, format="text-label")
        assert again.removed == ()


def removes(report: Report) -> set[str]:
    """The checks that find errors which `clean` is to remove."""
    codes = disqualifying_codes()
    found = (one for one in report.findings if one.severity is Severity.ERROR and one.disqualifies)
    return {one.code for one in found if one.code in codes}


@pytest.mark.parametrize("name", ["no-go/train.jsonl", "batch.jsonl", "eval.jsonl"])
def test_a_cleaned_sample_has_no_error_left_that_cleaning_removes(name: str) -> None:
    audit(str(SAMPLES / name)).clean("out.jsonl")
    assert removes(audit("out.jsonl")) == set()


@pytest.mark.parametrize("name", REAL)
def test_real_data_come_back_whole(name: str) -> None:
    if (public := os.environ.get("DATAAUDIT_DATA")) is None:
        pytest.skip("DATAAUDIT_DATA doesn't name the folder of public data")
    data, options = Path(public) / name, {"columns": COLUMNS[name]} if name in COLUMNS else {}
    ending = "".join(data.suffixes[-2:]) if data.suffix == ".gz" else data.suffix
    rows = cleaned(str(data), ending, **options)
    assert rows == [record.raw for record in read(str(data), header=not headerless(options)).records]
