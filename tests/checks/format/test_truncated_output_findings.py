from typing import Any

import pytest

WHOLE = "It was a long day for all of us. We went home before the rain came down."


def rows(*outputs: str) -> list[dict[str, str]]:
    return [{"prompt": f"Tell me about day {i}.", "completion": text} for i, text in enumerate(outputs)]


def test_a_finding_says_why_and_shows_the_end(run: Any) -> None:
    [finding] = run("FMT006", *rows(*[f"{WHOLE} Day {i}." for i in range(40)], f"{WHOLE} And then the")).findings
    assert (finding.message, finding.rows) == ("cut off: it ends with 'the'", (40,))
    assert finding.evidence["ending"].endswith("And then the")
    assert finding.confidence == 0.9


def test_without_a_stop_after_sentences_that_have_one(run: Any) -> None:
    [finding] = run("FMT006", *rows(*[f"{WHOLE} Day {i}." for i in range(49)], f"{WHOLE} It was day nine")).findings
    assert finding.message == "cut off: it lacks the full stop that 98 % of its like have"
    assert finding.confidence == 0.7


def test_where_stops_are_left_out_their_lack_says_nothing(run: Any) -> None:
    outputs = [f"{WHOLE} Day {i}" + "." * (i % 5 > 0) for i in range(50)]
    assert run("FMT006", *rows(*outputs)).findings == ()


@pytest.mark.parametrize("length", [300, 301])
def test_a_pile_needs_one_length(run: Any, length: int) -> None:
    outputs = [f"{chr(97 + i)} word " * 50 for i in range(6)]
    cut = [text[: length if i else 300].ljust(300, "x") for i, text in enumerate(outputs)]
    found = {row for finding in run("FMT006", *rows(*cut)).findings for row in finding.rows}
    assert found == ({0, 1, 2, 3, 4, 5} if length == 300 else {1, 2, 3, 4, 5})
