"""What the findings and measures of leakage say, with held-out data given and with splits among the files."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fakes import WordEncoder

from dataaudit import Report, audit
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput, Finding, Severity
from dataaudit.reading import read
from dataaudit.registry import all_checks

Row = dict[str, Any]

FILLER = ["Where do you ship to?", "Is there a shop in Ghent?", "My lamp is broken.", "Send me an invoice."]


def rows(*texts: str, **fields: Any) -> list[Row]:
    return [{"text": text, "label": "a", **fields} for text in texts]


def dataset(values: list[Row]) -> Dataset:
    reading = read(values)
    return shape(reading.records, reading.sources)


def run(training: list[Row], held_out: list[Row], encoder: WordEncoder | None = None) -> CheckOutput:
    spec, data = all_checks()["DUP005"], dataset(training)
    evidence = Evidence(data, encoder=encoder, cache=None, held_out=dataset(held_out))
    return spec.function(data, evidence.view(spec.sees), spec.params())


def values(output: CheckOutput) -> list[float | None]:
    return [measure.value for measure in output.measures]


def test_a_leaked_row_names_its_place_its_text_and_how_it_leaked() -> None:
    (finding,) = run(rows(*FILLER), rows("Any news?", "my LAMP is broken")).findings
    assert finding.message == "1 training row repeats <list> row 1 but for case, punctuation and spacing"
    assert (finding.rows, finding.severity, finding.confidence) == ((2,), Severity.ERROR, 1.0)
    assert finding.evidence == {
        "eval": {"source": "<list>", "line": None, "row": 1},
        "held_out_rows": 1,
        "text": "my LAMP is broken",
        "tier": "normalised",
        "similarity": 1.0,
        "matches": [],
    }
    assert finding.suggestion == "drop it from training"


def test_copies_of_one_held_out_row_are_one_finding() -> None:
    output = run(rows(*FILLER, FILLER[2].upper()), rows(*[FILLER[2]] * 5, "Any news?"))
    (finding,) = output.findings
    assert finding.message == "2 training rows repeat <list> row 0 and 4 more held-out rows, the closest word for word"
    assert (finding.rows, finding.evidence["tier"]) == ((2, 4), "exact")
    assert values(output) == [5 / 6, 0, 0]


def test_what_differs_is_shown() -> None:
    (finding,) = run(
        rows("Please tell me when the shop in Ghent opens"), rows("Tell me when the shop in Ghent opens")
    ).findings
    (match,) = finding.evidence["matches"]
    assert match["row"] == 0
    assert match["differs"] == [{"field": "input", "kept": "Tell", "other": "Please tell"}]


def test_secrets_in_held_out_rows_are_masked() -> None:
    (finding,) = run(rows("my key AKIAQ7RM2DXK4ZLP9TWE"), rows("my key AKIAQ7RM2DXK4ZLP9TWE")).findings
    assert "AKIAQ7RM2DXK4ZLP9TWE" not in json.dumps(dict(finding.evidence))


def test_the_same_answer_to_another_question_is_no_leak() -> None:
    training = [{"prompt": f"Question {n} about tea?", "completion": "Yes, with milk."} for n in range(3)]
    assert run(training, [{"prompt": "Do you drink coffee?", "completion": "Yes, with milk."}]).findings == ()


def test_a_row_without_an_input_is_no_copy_of_one_without() -> None:
    training = [{"prompt": "", "completion": "Yes."}, {"prompt": "Is it?", "completion": "Yes."}]
    assert run(training, [{"prompt": "", "completion": "Yes."}, {"prompt": "Why?", "completion": "No."}]).findings == ()


def test_likeness_in_meaning_is_listed_and_not_counted() -> None:
    training, held_out = (
        rows("tea with milk or milk with tea please"),
        rows("with tea or milk please milk with tea now"),
    )
    assert run(training, held_out).findings == ()
    output = run(training, held_out, WordEncoder())
    (finding,) = output.findings
    assert (finding.severity, finding.evidence["tier"], finding.rows) == (Severity.INFO, "semantic", (0,))
    assert finding.message == "1 training row may ask what <list> row 0 asks, in other words"
    assert values(output) == [0, 1, 0]


def ids(training: list[Any], held_out: list[Any], name: str = "user_id") -> tuple[Finding, ...]:
    asked = [{"text": f"question {n} of {n * 7}", "label": "a", name: value} for n, value in enumerate(training)]
    other = [{"text": f"other {n * 11} here", "label": "a", name: value} for n, value in enumerate(held_out)]
    return run(asked, other).findings


def test_rows_of_one_user_on_both_sides_are_warned_of() -> None:
    (finding,) = ids(["u1", "u2", "u1", None], ["u1", "u9", None])
    assert finding.message == "2 training rows share user_id u1 with 1 held-out row"
    assert (finding.rows, finding.severity) == ((0, 2), Severity.WARNING)
    assert finding.evidence["eval"] == {"source": "<list>", "line": None, "row": 0}


def test_the_largest_shared_ids_have_a_finding_each_and_the_rest_one() -> None:
    shared = [f"u{n:02}" for n in range(24)]
    found = ids([*shared, "u23"], shared, "conversation_id")
    assert [finding.evidence["ids"] for finding in found] == [1] * 20 + [4]
    assert found[0].rows == (23, 24)
    assert found[-1].message == "4 training rows share 4 more ids (conversation_id) with 4 held-out rows"


def test_an_id_of_a_tenth_of_the_rows_names_a_collection() -> None:
    assert len(ids(["web"] * 20 + [None] * 10, ["web"])) == 1
    assert ids(["web"] * 21 + [None] * 10, ["web"]) == ()


def test_ids_of_another_name_are_not_compared() -> None:
    training, held_out = rows("a b c", user_id="7"), rows("d e f", session_id="7")
    assert run(training, held_out).findings == ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "train.jsonl", rows(*FILLER))
    write(tmp_path / "test.jsonl", rows("Any news?", FILLER[1], "my lamp is not broken"))
    return tmp_path


def write(path: Path, values: list[Row]) -> None:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")


def audited(data: Any, **options: Any) -> Report:
    return audit(data, encoder="none", select=["DUP005"], **options)


def test_splits_in_a_folder_are_held_against_each_other(folder: Path) -> None:
    report = audited(folder)
    (finding,) = report.findings
    places = [(Path(str(place.source)).name, place.line) for place in finding.locations]
    assert places == [("train.jsonl", 2)]
    assert finding.evidence["eval"] == {"source": str(folder / "test.jsonl"), "line": 2, "row": 1}
    assert report.dataset["eval"] is None


def test_held_out_files_add_to_the_splits_of_a_folder(folder: Path, tmp_path: Path) -> None:
    extra = tmp_path / "more" / "extra.csv"
    extra.parent.mkdir()
    extra.write_text("text\nSend me an invoice\nAny news?\n", encoding="utf-8")
    report = audited([folder / "train.jsonl", folder / "test.jsonl"], eval=extra)
    assert {finding.evidence["eval"]["line"] for finding in report.findings} == {2}
    assert len(report.findings) == 2
    assert report.dataset["eval"]["rows"] == 2


def test_a_single_file_called_test_is_the_data(folder: Path) -> None:
    (result,) = audited(folder / "test.jsonl").results
    assert (result.reason, result.missing) == ("no held-out data was given (--eval)", True)


def test_a_file_without_lines_is_cited_by_its_rows(folder: Path, tmp_path: Path) -> None:
    pd.DataFrame(rows("Any news?", FILLER[3])).to_parquet(tmp_path / "eval.parquet")
    (finding,) = audited(folder / "train.jsonl", eval=tmp_path / "eval.parquet").findings
    assert finding.message == f"1 training row repeats {tmp_path / 'eval.parquet'} row 1 word for word"


@pytest.mark.parametrize(("held_out", "decision"), [(100, "NO-GO"), (101, "UNDECIDED")])
def test_one_held_out_row_in_a_hundred_fails(held_out: int, decision: str) -> None:
    others = [f"matter {n} of {n * n}" for n in range(held_out - 1)]
    report = audited(rows(*FILLER), eval=rows(FILLER[0], *others))
    assert report.verdict.decision == decision
    assert report.results[0].outcome.value == ("fail" if decision == "NO-GO" else "warn")


def test_the_path_to_go_drops_the_leaking_rows_only() -> None:
    training = rows(*FILLER, "where do you ship to then")
    report = audited(training, eval=[*rows(FILLER[0]), *rows("Where do you ship", user_id="u1")])
    assert len(report.findings) > 1
    (action,) = report.verdict.path_to_go
    assert (action.action, action.rows) == ("drop", (0,))
