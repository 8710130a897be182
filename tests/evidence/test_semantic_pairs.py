from dataclasses import replace

from fakes import WordEncoder
from small_parts import dataset

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence

ONE = "please tell me when my new kettle will be delivered to the office in berlin"
SAME = "to the office in berlin when will my new kettle be delivered please tell me"
OTHER = "is the lamp for sale in the shop"


def rows(*pairs: tuple[str, str]) -> Dataset:
    data = dataset(*(asked for asked, _ in pairs))
    return replace(data, examples=data.examples.assign(output=[answer for _, answer in pairs]))


def semantic(data: Dataset, accepted: Dataset | None = None) -> list[tuple[set[int], bool]]:
    """The pairs by their positions, and whether the answers agree."""
    evidence = Evidence(data, encoder=WordEncoder(), cache=None, accepted=accepted)
    pairs, shown = evidence.semantic, evidence.units.shown
    rows = zip(shown[pairs.first].tolist(), shown[pairs.second].tolist(), pairs.agree.tolist(), strict=True)
    return [({one, other}, agree) for one, other, agree in rows]


def test_inputs_in_another_order_of_phrases_with_one_answer_are_a_pair() -> None:
    assert semantic(rows((ONE, "today"), (OTHER, "yes"), (SAME, "today"))) == [({0, 2}, True)]


def test_another_short_answer_does_not_agree() -> None:
    assert semantic(rows((ONE, "today"), (SAME, "tomorrow"))) == [({0, 1}, False)]


def test_accepted_examples_are_no_pair_among_themselves() -> None:
    assert semantic(rows((OTHER, "yes")), rows((ONE, "today"), (SAME, "today"))) == []
    assert semantic(rows((SAME, "today")), rows((ONE, "today"))) == [({0, 1}, True)]


def test_long_answers_are_compared_by_their_vectors() -> None:
    answer = " ".join(f"word{n}" for n in range(30))
    turned = " ".join(f"word{n}" for n in reversed(range(30)))
    evidence = Evidence(rows((ONE, answer), (SAME, turned)), encoder=WordEncoder(), cache=None)
    assert evidence.semantic.output.round(3).tolist() == [1.0]
