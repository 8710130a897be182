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
