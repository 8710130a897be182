from typing import Any

from dataaudit.model import Location, Severity


def test_a_deviating_row_is_named_by_its_format_and_columns(run: Any) -> None:
    output = run("FMT012", {"text": "a"}, {"text": "b"}, {"prompt": "c", "completion": "d"})
    [finding] = output.findings
    assert finding.message == "prompt-completion (columns prompt, completion) among rows of text"
    assert (finding.severity, finding.rows) == (Severity.ERROR, (2,))


def test_a_change_of_type_is_a_warning_about_the_column(run: Any) -> None:
    values = [{"text": "a", "meta": {"n": n}} for n in (1, 2.5, None, True, 3)]
    [finding] = run("FMT012", *values).findings
    assert finding.message == "meta.n changes its type: number (3), boolean (1)"
    assert finding.severity is Severity.WARNING
    assert finding.locations == (Location("data.jsonl", 4, None, field="meta.n"),)
    assert finding.evidence["first_rows"] == {"boolean": 3, "number": 0}


def test_rows_that_break_a_rule_do_not_change_types(run: Any) -> None:
    assert run("FMT012", {"text": "a"}, {"text": 1}).findings == ()


def test_paths_that_read_alike_are_no_obstacle(run: Any) -> None:
    values = [{"text": "t", "a": {"b": n}, "a.b": n} for n in (1, "one")]
    [finding] = run("FMT012", *values).findings
    assert finding.locations[0].field == "a.b"
