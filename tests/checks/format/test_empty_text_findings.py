from typing import Any

import pytest

from dataaudit.model import Severity


def test_all_empty_places_of_a_row_are_one_warning(run: Any) -> None:
    output = run("FMT013", {"prompt": "", "completion": " "}, {"prompt": "a", "completion": "b"})
    [finding] = output.findings
    assert (finding.message, finding.severity) == ("prompt is empty; completion is empty", Severity.WARNING)
    assert finding.evidence["fields"] == ["prompt", "completion"]
    assert output.measures[0].value == 1


@pytest.mark.parametrize("begin", [[{"role": "system", "content": "Be kind."}], []])
def test_a_missing_question_is_named_as_such(run: Any, begin: list[dict[str, str]]) -> None:
    answer, late = {"role": "assistant", "content": "Hello."}, {"role": "user", "content": "Hi"}
    [finding] = run("FMT013", {"messages": [*begin, answer] if begin else [answer, late]}).findings
    assert finding.message == "messages has no user turn before the answer"


def test_a_placeholder_says_how_sure_it_is(run: Any) -> None:
    row = {"instruction": "Name a town by the sea.", "input": "<noinput>", "output": "Bergen is one."}
    output = run("FMT013", row, row | {"input": "N/A"}, row | {"input": "https://example.org"})
    assert [finding.confidence for finding in output.findings] == [0.95, 0.8, 0.8]
    assert output.findings[0].message == "the input stands for nothing: <noinput>"
    assert [measure.value for measure in output.measures] == [0, 2, 1]


def test_tools_can_open_an_address(run: Any) -> None:
    call = {"type": "function", "function": {"name": "open", "parameters": {}}}
    messages = [{"role": "user", "content": "https://example.org"}, {"role": "assistant", "content": "A page."}]
    other = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}]
    with_tools = run("FMT013", {"messages": messages, "tools": [call]}, {"messages": other, "tools": [call]})
    without = run("FMT013", {"messages": messages}, {"messages": other})
    assert (with_tools.findings, [finding.rows for finding in without.findings]) == ((), [(0,)])
