from typing import Any


def test_one_finding_a_row_lists_all_its_violations(run: Any) -> None:
    value = {"messages": [{"role": "user"}, {"role": "bot-1", "content": 3}]}
    [finding] = [found for found in run("FMT002", value).findings if found.rows]
    assert finding.message == "not valid openai-chat: messages[0] has no content (and 3 more)"
    assert finding.locations[0].field == "messages[0].content"
    rules = [violation["rule"] for violation in finding.evidence["violations"]]
    assert rules == ["no-content", "unknown-role", "content-no-text", "no-answer"]


def test_the_measure_counts_rows_and_not_violations(run: Any) -> None:
    [measure] = run("FMT002", {"text": 1}, {"text": "a"}, {"text": None}).measures
    assert (measure.name, measure.value) == ("rejected_rows", 2)
