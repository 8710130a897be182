"""What the findings and measures of exact and normalised copies say."""

from typing import Any

import pytest

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.model import CheckOutput
from dataaudit.reading import read
from dataaudit.registry import all_checks

ORDER, SHOUTED, OTHER = ({"text": text, "label": "a"} for text in ("my order", "MY ORDER!", "my parcel"))


def dataset(*values: dict[str, Any]) -> Dataset:
    reading = read(list(values))
    return shape(reading.records, reading.sources)


def run(code: str, *values: dict[str, Any], accepted: tuple[dict[str, Any], ...] = ()) -> CheckOutput:
    spec, data = all_checks()[code], dataset(*values)
    evidence = Evidence(data, encoder=None, cache=None, accepted=dataset(*accepted) if accepted else None)
    return spec.function(data, evidence.view(spec.sees), spec.params())


def test_the_first_row_of_a_group_is_kept_and_stands_first() -> None:
    (finding,) = run("DUP001", OTHER, ORDER, OTHER, ORDER, ORDER).findings[1:]
    assert [place.row for place in finding.locations] == [1, 3, 4]
    assert finding.rows == (3, 4)
    assert finding.evidence == {"keep_row": 1, "copies": 2, "text": "my order"}


def test_no_row_is_kept_where_a_copy_was_accepted() -> None:
    (finding,) = run("DUP001", ORDER, ORDER, accepted=(OTHER, ORDER)).findings
    assert finding.rows == (0, 1)
    assert finding.evidence["accepted"]["row"] is None
    assert "keep_row" not in finding.evidence
    assert finding.message == "2 rows repeat accepted <list> word for word"


def test_copies_among_the_accepted_are_nobodys_business() -> None:
    assert run("DUP001", OTHER, accepted=(ORDER, ORDER)).findings == ()


@pytest.mark.parametrize(("code", "redundant"), [("DUP001", 0.4), ("DUP002", 0.2)])
def test_each_tier_measures_its_own_part(code: str, redundant: float) -> None:
    share, groups = run(code, ORDER, ORDER, SHOUTED, SHOUTED, OTHER).measures
    assert (share.name, share.value, share.unit) == ("redundant_rows", redundant, "share")
    assert groups.value == (2 if code == "DUP001" else 1)


def test_a_row_is_redundant_in_one_tier_only() -> None:
    rows = [ORDER, ORDER, SHOUTED, SHOUTED, SHOUTED]
    exact = [row for finding in run("DUP001", *rows).findings for row in finding.rows]
    normalised = [row for finding in run("DUP002", *rows).findings for row in finding.rows]
    assert (sorted(exact), normalised) == ([1, 3, 4], [2])


def test_texts_without_inputs_can_be_copies() -> None:
    rows = [{"text": "A page of a book."}, {"text": "Another page."}, {"text": "A page of a book."}]
    assert [finding.rows for finding in run("DUP001", *rows).findings] == [(2,)]


def test_a_secret_is_not_quoted() -> None:
    key = "AK" + "IAQ7RM2DXK4ZLP9TWE"
    (finding,) = run("DUP001", *[{"text": f"key {key} of mine", "label": "a"}] * 2).findings
    assert finding.evidence["text"] == "key AKIA… of mine"
