"""What the size checks count: clean examples, by class, and with the accepted data."""

from typing import Any
from unittest.mock import patch

from fakes import WordEncoder

from dataaudit import audit
from dataaudit.model import CheckResult, Outcome
from dataaudit.report import Report

Row = dict[str, Any]


def rows(count: int, label: str, word: str) -> list[Row]:
    return [{"text": f"{word} number {n} please", "label": label} for n in range(count)]


def run(data: list[Row], **options: Any) -> Report:
    return audit(data, encoder="none", **options)


def result(report: Report, code: str) -> CheckResult:
    return next(result for result in report.results if result.code == code)


def measured(report: Report, code: str) -> float | None:
    return result(report, code).measures[0].value


def test_a_redundant_row_is_no_clean_example() -> None:
    data = rows(5, "refund", "refund")
    assert measured(run([*data, data[0]]), "SIZE001") == 5


def test_accepted_examples_count_with_the_batch() -> None:
    report = run(rows(5, "refund", "refund"), against=rows(7, "parcel", "parcel"))
    assert measured(report, "SIZE001") == 12
    assert report.counts.clean == 5


def test_a_thousand_clean_examples_are_enough() -> None:
    assert result(run(rows(1000, "refund", "refund")), "SIZE001").outcome is Outcome.PASS
    assert result(run(rows(999, "refund", "refund")), "SIZE001").outcome is Outcome.WARN
    assert result(run(rows(299, "refund", "refund")), "SIZE001").outcome is Outcome.FAIL


def test_a_thin_class_says_what_it_lacks() -> None:
    report = run(rows(30, "refund", "refund") + rows(3, "parcel", "parcel"))
    (finding,) = result(report, "SIZE002").findings
    assert finding.evidence == {"label": "parcel", "clean": 3, "needed": 17, "class_needs": 5}


def test_spellings_of_a_label_are_one_class() -> None:
    data = rows(15, "refund", "refund") + rows(15, "Refund ", "money back")
    assert measured(run(data), "SIZE002") == 30


def test_a_class_without_any_clean_example_counts_as_none() -> None:
    blank = [{"text": "", "label": "parcel"}] * 2
    assert measured(run(rows(30, "refund", "refund") + blank), "SIZE002") == 0


def test_only_reviewed_examples_are_clean_where_review_is_required() -> None:
    data = [row | {"reviewed": n % 3 == 0} for n, row in enumerate(rows(30, "refund", "refund"))]
    assert measured(run(data), "SIZE001") == 30
    report = run(data, config={"policy": {"require_review": True}})
    assert measured(report, "SIZE001") == 10
    assert report.counts.removed == {"SIZE003": 20}


def requests(count: int, about: str) -> list[Row]:
    """Different requests that share most words, with answers that differ."""
    return [{"prompt": f"{about} number{n}", "completion": f"reply{n} to item{n}"} for n in range(count)]


def of_kinds(*rows: Row) -> CheckResult:
    others = [{"prompt": f"word{n} thing{n} part{n} side{n}", "completion": f"so{n}"} for n in range(120)]
    with patch("dataaudit.evidence.encoders.load_encoder", lambda *_, **__: WordEncoder()):
        return result(audit([*rows, *others], select=["SIZE", "FMT013"], cache=False), "SIZE002")


def test_kinds_of_free_text_with_enough_clean_examples_are_no_finding() -> None:
    found = of_kinds(*requests(25, "where is my big parcel"))
    assert [finding.severity for finding in found.findings if "parcel" in finding.message] == []
    assert found.outcome is Outcome.PASS


def test_a_kind_that_its_defects_make_thin_is_a_warning() -> None:
    rows = requests(25, "where is my big parcel")
    rows[:10] = [row | {"completion": ""} for row in rows[:10]]
    found = of_kinds(*rows)
    (finding,) = [finding for finding in found.findings if finding.severity == "warning"]
    assert finding.message.endswith(": 15 clean examples of 25 rows")
    assert found.outcome is Outcome.WARN


def test_kinds_with_few_rows_are_one_note() -> None:
    found = of_kinds(*requests(12, "where is my big parcel"))
    (finding,) = found.findings
    assert finding.severity == "info"
    assert "'big, parcel" in finding.message
