import json
from typing import Any

from dataaudit.model import Severity


def answers(*objects: dict[str, Any]) -> list[dict[str, str]]:
    return [{"prompt": f"Order {i}?", "completion": json.dumps(value)} for i, value in enumerate(objects)]


USUAL = {"name": "Ada", "color": "red"}


def test_all_deviations_of_a_row_are_one_warning(run: Any) -> None:
    [finding] = run("FMT004", *answers(*[USUAL] * 29, {"name": 1, "colour": "red"})).findings
    assert finding.message == "off the usual keys: 'name' is a number, not a text (and 1 more)"
    assert finding.evidence["deviations"][1] == "'color' is called 'colour'"
    assert (finding.severity, finding.rows) == (Severity.WARNING, (29,))


def test_the_share_is_of_the_objects(run: Any) -> None:
    [measure] = run("FMT004", *answers(*[USUAL] * 39, {"name": "Ada"})).measures
    assert (measure.name, measure.value, measure.unit) == ("off_contract_outputs", 0.025, "share")


def test_another_order_is_a_note_for_all_rows(run: Any) -> None:
    [finding] = run("FMT004", *answers(*[USUAL] * 30, *[{"color": "red", "name": "Ada"}] * 2)).findings
    assert (finding.severity, finding.rows) == (Severity.INFO, (30, 31))
    assert finding.evidence["usual_order"] == ["name", "color"]


def test_too_few_objects_are_no_contract(run: Any) -> None:
    assert run("FMT004", *answers(*[USUAL] * 19)).skipped == "the answers are not JSON objects"
