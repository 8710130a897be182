"""What passes is written byte for byte, everything else goes to the quarantine, and nothing is lost between them."""

import base64
import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dataaudit import Report, audit
from dataaudit.cleaning import check_places, dry_run_summary, removals, summary
from dataaudit.errors import InputError
from dataaudit.model import Outcome
from dataaudit.quoting import quoted

KEY = "AKIA" + "Q7RM2DXK4ZLP9TWE"
GOOD = [
    rb'{"text": "where is parcel 1 of my \u006frder", "label": "track"}',
    b'{ "text":"the courier left parcel 2 at the wrong door",  "label":"track" }\r',
    b'{"text": "I want my money back for order 3", "label": "refund", "n": 1.50}',
    '{"text": "the café is closed \u2028 today", "label": "other", "n": 1e2}'.encode(),
]
BAD = [
    GOOD[0].replace(b"\\u006f", b"o"),
    b'{"text": "is this one \xe9 or not", "label": "other"}',
    b'{"text": "it ends too early", "label": "oth',
    b'{"prompt": "another format", "completion": "altogether"}',
    f'{{"text": "the key {KEY} is refused", "label": "login"}}'.encode(),
]
LINES = [GOOD[0], BAD[0], GOOD[1], b"", *BAD[1:4], GOOD[2], BAD[4], GOOD[3]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.jsonl").write_bytes(b"\n".join(LINES))
    return tmp_path


def report_on(data: Any = "train.jsonl", **options: Any) -> Report:
    return audit(data, encoder="none", **options)


def quarantine(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def raw(entry: dict[str, Any]) -> bytes:
    return entry["record"].encode() if "record" in entry else base64.b64decode(entry["record_base64"])


def test_the_rows_that_pass_are_written_byte_for_byte() -> None:
    records = report_on().clean("out.jsonl")
    assert Path("out.jsonl").read_bytes() == b"".join(line + b"\n" for line in GOOD)
    assert records == [json.loads(line) for line in GOOD]


def test_the_others_are_in_quarantine_with_their_reasons() -> None:
    report_on().clean("out.jsonl", "bad.jsonl")
    entries = quarantine("bad.jsonl")
    assert [raw(entry) for entry in entries] == BAD
    assert [(entry["row"], entry["line"]) for entry in entries] == [(1, 2), (3, 5), (4, 6), (5, 7), (7, 9)]
    assert [[reason["code"] for reason in entry["reasons"]] for entry in entries] == [
        ["DUP001"], ["FMT001"], ["FMT001"], ["FMT012"], ["PRV001"]
    ]  # fmt: skip
    assert {entry["source"] for entry in entries} == {"train.jsonl"}
    assert list(entries[0]) == ["source", "line", "row", "reasons", "record"]


def test_the_reasons_are_masked_and_the_record_is_not() -> None:
    report_on().clean(quarantine="bad.jsonl")
    (entry,) = (entry for entry in quarantine("bad.jsonl") if entry["reasons"][0]["code"] == "PRV001")
    assert KEY in entry["record"]
    assert KEY not in json.dumps(entry["reasons"])


def test_cleaning_twice_changes_nothing() -> None:
    report_on().clean("once.jsonl")
    again = report_on("once.jsonl")
    again.clean("twice.jsonl", "nothing.jsonl")
    assert again.removed == ()
    assert Path("twice.jsonl").read_bytes() == Path("once.jsonl").read_bytes()
    assert Path("nothing.jsonl").read_bytes() == b""


def test_of_a_table_the_header_and_quoted_line_breaks_stay() -> None:
    kept, ragged, last = '"where is\r\nparcel 1",track', "my card, is refused,pay", 'refund me,"pay"'
    rows = [kept, kept, ragged, last]
    Path("train.csv").write_bytes("\r\n".join(["text,label", *rows]).encode())
    report_on("train.csv").clean("out.csv", "bad.jsonl")
    assert Path("out.csv").read_bytes() == f"text,label\r\n{kept}\r\n{last}\n".encode()
    assert [raw(entry) for entry in quarantine("bad.jsonl")] == [f"{row}\r".encode() for row in (kept, ragged)]


def test_an_array_stays_pretty_printed() -> None:
    rows = [{"text": f"row number {n // 2} of this set", "label": "x"} for n in range(6)]
    Path("train.json").write_text(json.dumps(rows, indent=2))
    report_on("train.json").clean("out.json.gz")
    assert gzip.decompress(Path("out.json.gz").read_bytes()).decode() == json.dumps(rows[::2], indent=2)


def test_rows_of_parquet_are_quarantined_as_json() -> None:
    frame = pd.DataFrame({"text": ["where is it", "where is it", "I want a refund"], "label": ["a", "a", "b"]})
    frame.to_parquet("train.parquet")
    report_on("train.parquet").clean("out.parquet", "bad.jsonl.gz")
    pd.testing.assert_frame_equal(pd.read_parquet("out.parquet"), frame.iloc[[0, 2]].reset_index(drop=True))
    (entry,) = (json.loads(line) for line in gzip.decompress(Path("bad.jsonl.gz").read_bytes()).splitlines())
    assert json.loads(entry["record"]) == {"text": "where is it", "label": "a"}


def test_several_files_are_one() -> None:
    Path("more.jsonl").write_bytes(GOOD[0] + b'\n{"text": "something else", "label": "other"}')
    report_on(["train.jsonl", "more.jsonl"]).clean("out.jsonl", "bad.jsonl")
    lines = Path("out.jsonl").read_bytes().split(b"\n")
    assert lines == [*GOOD, b'{"text": "something else", "label": "other"}', b""]
    assert [(entry["source"], entry["line"], entry["row"]) for entry in quarantine("bad.jsonl")][-1] == (
        "more.jsonl", 1, 9
    )  # fmt: skip


def test_without_the_checks_that_say_so_rows_that_are_no_examples_go_all_the_same() -> None:
    report = report_on(select=["DUP"])
    assert [removal.row for removal in report.removed] == [1, 3, 4, 5]
    assert [removal.reasons[0].code for removal in report.removed] == ["DUP001", "FMT001", "FMT001", "FMT012"]
    assert report.removed[1].reasons[0].message == "byte 0xE9 at offset 22 is not UTF-8"


def test_what_a_check_only_remarks_is_no_reason() -> None:
    report = report_on()
    codes = {reason.code for removal in report.removed for reason in removal.reasons}
    assert codes <= {"DUP001", "FMT001", "FMT012", "PRV001"}


def test_where_a_check_crashed_nothing_is_written() -> None:
    report = report_on()
    broken = tuple(
        replace(result, outcome=Outcome.ERROR, reason="ValueError: no") if result.code == "DUP001" else result
        for result in report.results
    )
    with pytest.raises(InputError, match=r"^DUP001 could not be judged \(ValueError: no\), so which rows pass"):
        replace(report, results=broken).clean("out.jsonl", "bad.jsonl")
    assert sorted(path.name for path in Path().iterdir()) == ["train.jsonl"]


def test_where_no_row_passes_nothing_is_written() -> None:
    Path("bad.jsonl").write_bytes(BAD[4])
    with pytest.raises(InputError, match="No row passes"):
        report_on("bad.jsonl").clean("out.jsonl")
    assert not Path("out.jsonl").exists()


@pytest.mark.parametrize(
    ("out", "quarantine", "error"),
    [
        ("train.jsonl", None, r"^train\.jsonl is read here and would be overwritten"),
        ("out.jsonl", "sub/../train.jsonl", "is read here and would be overwritten"),
        ("link.jsonl", None, "is read here and would be overwritten"),
        ("out.jsonl", "old.jsonl", "is read here and would be overwritten"),
        ("out.jsonl", "./out.jsonl", "can't go to one file"),
        ("out.csv", None, "let its name end in .jsonl or .ndjson"),
    ],
)
def test_no_file_that_is_read_is_overwritten(folder: Path, out: str, quarantine: str | None, error: str) -> None:
    (folder / "sub").mkdir()
    (folder / "old.jsonl").write_bytes(GOOD[0])
    (folder / "link.jsonl").symlink_to("train.jsonl")
    with pytest.raises(InputError, match=error):
        check_places(["-", "train.jsonl"], out, quarantine, ["old.jsonl"])


def test_a_report_without_its_data_has_nothing_to_clean() -> None:
    loaded = Report.from_dict(json.loads(json.dumps(report_on().to_dict(), default=str)))
    with pytest.raises(ValueError, match="no data to clean"):
        loaded.clean("out.jsonl")


def test_the_rows_of_a_frame_have_no_file_to_be_like() -> None:
    report = report_on([json.loads(line) for line in GOOD])
    assert len(report.clean()) == 4
    with pytest.raises(InputError, match="come from no file"):
        report.clean("out.jsonl")


def test_the_summary_counts_each_row_once_and_says_what_was_not_judged() -> None:
    report = report_on()
    lines = summary(report, "out.jsonl", "bad.jsonl").splitlines()
    assert lines[:2] == ["kept 4 of 9 rows: out.jsonl", "removed 5 rows: bad.jsonl"]
    assert [line.split() for line in lines[2:6]] == [
        ["DUP001", "1", "exact-duplicate"], ["FMT001", "2", "unreadable-row"],
        ["FMT012", "1", "mixed-record-format"], ["PRV001", "1", "secret"],
    ]  # fmt: skip
    assert "not judged: LAB002, no encoder was chosen (--encoder)" in lines


def test_a_dry_run_says_the_same_in_other_tenses_and_shows_rows() -> None:
    report = report_on()
    said, written = dry_run_summary(report).splitlines(), summary(report, "out.jsonl", None).splitlines()
    assert said[:3] == ["would keep 4 of 9 rows", "would remove 5 rows", "  DUP001        1  exact-duplicate"]
    assert said[3].startswith('    train.jsonl:2: {"text": "where is parcel 1 of my order"')
    assert [line for line in said if line in written] == written[2:]
    assert said[-1] == "nothing was written: -o FILE writes the rows that pass, --quarantine FILE the others"


def test_a_dry_run_masks_secrets_and_shows_no_control_character() -> None:
    Path("train.jsonl").write_bytes(BAD[4] + b"\n\x1b[31m{\n" + b"\n".join(GOOD))
    said = dry_run_summary(report_on())
    assert KEY not in said
    assert "    train.jsonl:2: \\x1b[31m{\n" in said


def test_a_dry_run_counts_the_rows_that_it_doesnt_show() -> None:
    Path("train.jsonl").write_bytes(b"\n".join([GOOD[0]] * 6))
    assert dry_run_summary(report_on()).splitlines()[2:7] == [
        "  DUP001        5  exact-duplicate",
        *(f"    train.jsonl:{n}: {quoted(GOOD[0].decode(), 80)}" for n in (2, 3, 4)),
        "    and 2 more",
    ]


def test_a_dry_run_has_nothing_to_say_where_a_check_crashed() -> None:
    report = report_on()
    broken = tuple(replace(result, outcome=Outcome.ERROR, reason="no") for result in report.results)
    with pytest.raises(InputError, match="could not be judged"):
        dry_run_summary(replace(report, results=broken))


def test_a_row_has_all_its_reasons_in_the_order_of_codes() -> None:
    row = {"text": f"the key {KEY} is refused", "label": "login"}
    report = report_on([row, row, *[json.loads(line) for line in GOOD]])
    assert [[reason.code for reason in removal.reasons] for removal in report.removed] == [
        ["PRV001"], ["DUP001", "PRV001"]
    ]  # fmt: skip


def test_no_removal_is_without_a_reason() -> None:
    report = report_on(select=["SIZE001"])
    assert report._data is not None
    found = removals(report._data, [], frozenset({0}))
    assert all(removal.reasons for removal in found)
