"""An edit changes what the reviewer corrected, leaves out what is to be dropped, and touches no other byte."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from filled import LABELLED, ROWS, chat, run, table, write

from dataaudit.errors import ConfigError, InputError

pytestmark = pytest.mark.filterwarnings("ignore:.*no row has the label")


def edited(data: Any, verdicts: dict[int, tuple[str, str]], out: str | None, **options: Any) -> list[Any]:
    """The records after these verdicts, of rows, were acted upon."""
    cells = table(run(data, **options))
    for row, (verdict, corrected) in verdicts.items():
        cells.loc[row, ["verdict", "corrected", "comment"]] = [verdict, corrected, "see guideline 4"]
    return run(data, reviewed=cells, **options).clean(out, "out.bad.jsonl" if out else None, drop=True, relabel=True)


def lines(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


ODD = [
    r'{"text": "where is parcel 1 of my \u006frder", "label": "track", "n": 1.50}',
    '{ "label":"refund" ,"text":"I want my money back", "label":"track"}\r',
    '{"n": 1e2, "text": "caf\u00e9 closed \u2028 today", "meta": {"label": "track"}, "label" : "track" , "z": [ ]}',
    '{"text": "it ends too early", "label": "oth',
    '{"text": "the code is refused", "label": "login"}',
    '{"text": "is this one \\ud83d\\ude00", "label": "login"}',
]


def test_of_a_line_only_the_label_changes() -> None:
    Path("a.jsonl").write_bytes(lines(*ODD))
    edited("a.jsonl", {0: ("no", 'ö"'), 1: ("no", "login"), 2: ("no", "é"), 4: ("drop", "")}, "out.jsonl")
    assert Path("out.jsonl").read_bytes() == lines(
        ODD[0].replace('"track"', r'"\u00f6\""'),
        ODD[1].replace('"track"', '"login"'),
        ODD[2].replace('"label" : "track"', '"label" : "é"'),
        ODD[3],
        ODD[5],
    )


def test_what_is_left_out_is_in_quarantine() -> None:
    Path("a.jsonl").write_bytes(lines(*ODD))
    edited("a.jsonl", {4: ("drop", "")}, "out.jsonl")
    (entry,) = map(json.loads, Path("out.bad.jsonl").read_text().splitlines())
    assert (entry["row"], entry["record"]) == (4, ODD[4])
    assert entry["reasons"] == [{"code": "SIZE003", "message": "called wrong by the reviewer: see guideline 4"}]


def test_suspects_and_copies_that_nobody_judged_stay() -> None:
    data = write("a.jsonl", [*ROWS, ROWS[0]])
    edited(data, {5: ("no", "track")}, "out.jsonl")
    before, after = (Path(name).read_bytes().splitlines() for name in (data, "out.jsonl"))
    assert [n for n, (one, other) in enumerate(zip(before, after, strict=True)) if one != other] == [5]


@pytest.mark.parametrize(("drop", "relabel", "left", "rows"), [(True, False, {3}, 91), (False, True, {4}, 92)])
def test_only_what_is_asked_for_is_done(drop: bool, relabel: bool, left: set[int], rows: int) -> None:
    cells = table(run(ROWS))
    cells.loc[[3, 4], ["verdict", "corrected"]] = [["no", "login"], ["no", ""]]
    report = run(ROWS, reviewed=cells)
    edits = report.edits(drop=drop, relabel=relabel)
    assert edits.left == left
    assert len(report.clean(drop=drop, relabel=relabel)) == rows
    assert edits.summary("o.jsonl", None).endswith("called wrong and left as they are: 1 row\n")


TABLE = 'text,label,note\r\n"where, is it",track,"a ""b"""\r\nmoney back,"refund",x\r\n\'1,login,\r\nlast,login,y\r\n'


@pytest.mark.parametrize(
    ("name", "before", "answer", "after"),
    [
        ("a.csv", '"where, is it",track,', "refund", '"where, is it",refund,'),
        ("a.csv", '"where, is it",track,', 'a "b", c', '"where, is it","a ""b"", c",'),
        ("a.csv", 'money back,"refund",x', "login", 'money back,"login",x'),
        ("a.csv", "last,login,y", "=1+1", "last,=1+1,y"),
        ("a.csv.gz", "last,login,y", "track", "last,track,y"),
        ("a.tsv", "last\tlogin\ty", "track", "last\ttrack\ty"),
    ],
)
def test_of_a_table_only_the_cell_changes(name: str, before: str, answer: str, after: str) -> None:
    text = TABLE if ".csv" in name else TABLE.replace('"where, is it"', "where").replace(",", "\t").replace('"', "")
    row = next(n for n, line in enumerate(text.splitlines()[1:]) if before in line)
    packed = gzip.compress(text.encode()) if name.endswith(".gz") else text.encode()
    Path(name).write_bytes(packed)
    edited(name, {row: ("no", answer)}, f"out.{name}")
    written = Path(f"out.{name}").read_bytes()
    assert (gzip.decompress(written) if name.endswith(".gz") else written) == text.replace(before, after).encode()


@pytest.mark.parametrize("text", ["a;label\nx y;1,5\nz;2,5\nlast;3,5\n", 'a|label\n"x"|1,5\nz|2,5\nlast|3,5\n'])
def test_other_delimiters_stay(text: str) -> None:
    Path("a.csv").write_text(text)
    edited("a.csv", {1: ("no", "7,5")}, "out.csv", columns={"input": "a", "label": "label"})
    assert Path("out.csv").read_text() == text.replace("2,5", "7,5")


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LABELLED[:6], indent=2),
        json.dumps({"version": 2, "data": LABELLED[:6], "licence": "x"}),
        json.dumps({f"k{n}": row for n, row in enumerate(LABELLED[:6])}, indent=1),
    ],
)
def test_a_document_stays_what_it_is(text: str) -> None:
    Path("a.json").write_text(text)
    edited("a.json", {1: ("no", "login")}, "out.json")
    at = text.index('"refund"')
    assert Path("out.json").read_text() == text[:at] + '"login"' + text[at + len('"refund"') :]


def test_a_value_keeps_its_kind() -> None:
    rows = [{"text": f"review {n}", "label": n % 3} for n in range(9)]
    assert [row["label"] for row in edited(rows, {0: ("no", "2"), 1: ("no", "0")}, None)] == [2, 0, 2, 0, 1, 2, 0, 1, 2]
    with pytest.raises(InputError, match=r"^<reviewed> row \d+: 'bad' can't stand where the data have 1$"):
        edited(rows, {1: ("no", "bad")}, None)


def test_several_labels_are_a_list() -> None:
    rows = [{"text": f"mail {n}", "labels": ["a", "b"] if n % 2 else ["b"]} for n in range(30)]
    assert edited(rows, {0: ("no", '["a"]')}, None)[0]["labels"] == ["a"]


def test_of_parquet_only_the_value_changes() -> None:
    labels = pa.array([row["label"] for row in LABELLED]).dictionary_encode()
    frame = pa.table({"text": [row["text"] for row in LABELLED], "label": labels, "n": pa.array(range(90), pa.int16())})
    pq.write_table(frame, "a.parquet")
    edited("a.parquet", {4: ("no", "login"), 7: ("drop", "")}, "out.parquet")
    after = pq.read_table("out.parquet")
    assert after.schema == frame.schema
    expected = frame.to_pylist()
    expected[4]["label"] = "login"
    assert after.to_pylist() == expected[:7] + expected[8:]


def test_messages_in_parquet_change_too() -> None:
    pd.DataFrame(chat(LABELLED)).to_parquet("a.parquet")
    edited("a.parquet", {4: ("no", "login")}, "out.parquet")
    expected = chat([{**row, "label": "login"} if n == 4 else row for n, row in enumerate(LABELLED)])
    assert pq.read_table("out.parquet").to_pylist() == expected


SHARED = {"system": "be kind", "id": 7}
FREE = {
    "prompt-completion": lambda n, said: {"prompt": f"what is {n}", "completion": said},
    "prompt-response": lambda n, said: {"prompt": f"what is {n}", "response": said},
    "alpaca": lambda n, said: {"instruction": "explain", "input": str(n), "output": said},
    "sharegpt": lambda n, said: {
        "conversations": [{"from": "human", "value": f"what is {n}"}, {"from": "gpt", "value": said}]
    },
    "openai-chat": lambda n, said: {
        "messages": [{"role": "user", "content": f"what is {n}"}, {"role": "assistant", "content": said, "weight": 1}]
    },
    "messages of prompt and completion": lambda n, said: {
        "prompt": [{"role": "user", "content": f"what is {n}"}],
        "completion": [{"role": "assistant", "content": said}],
    },
}


@pytest.mark.parametrize("name", FREE)
def test_an_answer_is_replaced_where_the_format_has_it(name: str) -> None:
    rows = [FREE[name](n, f"It is number {n}, as everybody knows.") for n in range(8)]
    answer = 'It is "three",\nor nearly.  '
    assert edited(write("a.jsonl", rows), {3: ("no", answer)}, "out.jsonl")[3] == FREE[name](3, answer)
    assert json.loads(Path("out.jsonl").read_text().splitlines()[3]) == FREE[name](3, answer)


def test_a_label_beside_an_answer_is_what_is_corrected() -> None:
    rows = [{"prompt": row["text"], "completion": f"It is {row['label']}.", "label": row["label"]} for row in LABELLED]
    changed = edited(
        rows, {0: ("no", "login")}, None, columns={"label": "label", "input": "prompt", "output": "completion"}
    )
    assert changed[0] == {**rows[0], "label": "login"}


def test_a_format_without_a_single_answer_is_refused() -> None:
    rows = [{"prompt": f"what is {n}", "chosen": f"It is {n}.", "rejected": "I can't say."} for n in range(8)]
    data = write("a.jsonl", rows)
    with pytest.raises(
        InputError, match=r"a\.jsonl:4 has no single answer that could be replaced \(format preference\)"
    ):
        edited(data, {3: ("no", "It is three.")}, "out.jsonl")
    assert not Path("out.jsonl").exists()
    edited(data, {3: ("drop", "")}, "out.jsonl")
    assert Path("out.jsonl").read_text().count("\n") == 7


@pytest.mark.parametrize(
    "votes",
    [
        lambda label: {"annotator_1": label, "annotator_2": label, "annotator_3": "login"},
        lambda label: {"labels": [label, label, "login"], "annotators": ["x", "y", "z"]},
    ],
)
def test_a_consensus_stands_nowhere(votes: Callable[[str], dict[str, Any]]) -> None:
    rows = [{"text": row["text"], **votes(row["label"])} for row in LABELLED]
    with pytest.raises(InputError, match="has no single answer that could be replaced"):
        edited(write("a.jsonl", rows), {0: ("no", "refund")}, "out.jsonl")


def test_a_label_that_no_row_has_is_questioned() -> None:
    with pytest.warns(UserWarning, match=r"no row has the label 'trak' yet; did you mean 'track'\?"):
        changed = edited(ROWS, {3: ("no", " trak ")}, None)
    assert changed[3]["label"] == "trak"


def test_a_corrected_file_audited_with_the_same_verdicts_has_nothing_left_to_do() -> None:
    data = write("a.jsonl", ROWS)
    cells = table(run(data))
    cells.loc[[3, 4], ["verdict", "corrected"]] = [["no", "login"], ["no", "track"]]
    run(data, reviewed=cells).clean("out.jsonl", relabel=True)
    again = run("out.jsonl", reviewed=cells)
    assert again.counts.reviewed == 92
    assert not again.edits().changes


def test_without_a_review_there_is_nothing_to_act_on() -> None:
    with pytest.raises(ConfigError, match="act on a reviewer's verdicts"):
        run(ROWS).clean(drop=True)


def test_not_every_row_can_be_left_out() -> None:
    with pytest.raises(InputError, match="The reviewer drops every row"):
        edited(write("a.jsonl", ROWS), dict.fromkeys(range(92), ("drop", "")), "out.jsonl")
