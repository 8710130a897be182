"""Which examples ask the same, how freely they are answered, and what share of them contradicts."""

import numpy as np
import pytest
from fakes import WordEncoder

from dataaudit.answers.paraphrases import Paraphrases, find_paraphrases, is_open_ended
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.intervals import wilson
from dataaudit.reading import read


def dataset(*rows: tuple[str, str]) -> Dataset:
    reading = read([{"instruction": asked, "output": answered} for asked, answered in rows])
    return shape(reading.records, reading.sources)


def paraphrases(
    data: Dataset, accepted: Dataset | None = None, *, encoded: bool = True
) -> list[tuple[set[int], float]]:
    """The pairs by their positions in the corpus."""
    evidence = Evidence(data, encoder=WordEncoder() if encoded else None, cache=None, accepted=accepted)
    semantic = evidence.semantic if encoded else None
    pairs = find_paraphrases(evidence.corpus, evidence.units, evidence.text, semantic, 0.9)
    shown = evidence.units.shown
    found = zip(pairs, pairs.similarity.tolist(), strict=True)
    return [({int(shown[one]), int(shown[other])}, similarity) for (one, other), similarity in found]


def pairs_of(*units: tuple[int, int]) -> Paraphrases:
    first, second = np.array(units, dtype=np.int64).T
    return Paraphrases(first, second, np.ones(len(units)))


def test_one_request_in_other_words_needs_no_encoder() -> None:
    data = dataset(("List the planets.", "a"), ("Could you name the planets?", "b"), ("List the moons.", "c"))
    assert paraphrases(data, encoded=False) == [({0, 1}, 1.0)]


def test_other_words_are_alike_by_their_vectors() -> None:
    one, other = "when will my new kettle come to the office", "to the office when will my new kettle come"
    [(pair, similarity)] = paraphrases(dataset((one, "a"), (other, "b"), ("unlike", "c")))
    assert (pair, similarity >= 0.9) == ({0, 1}, True)


def test_inputs_without_an_answer_are_left_out() -> None:
    assert paraphrases(dataset(("List the planets.", "a"), ("Name the planets.", " "))) == []


def test_another_person_is_another_question() -> None:
    assert paraphrases(dataset(("Tell me who I am.", "a"), ("Tell me who you are.", "b"))) == []


def test_one_of_a_pair_is_new() -> None:
    accepted = dataset(("List the planets.", "a"), ("Name the planets.", "b"))
    assert paraphrases(dataset(("List the moons.", "c")), accepted) == []
    found = paraphrases(dataset(("State the planets.", "c")), accepted)
    assert sorted(tuple(pair) for pair, _ in found) == [(0, 1), (0, 2)]


def test_many_answers_to_one_request_are_samples() -> None:
    assert paraphrases(dataset(*(("Roll the dice.", f"a {n}") for n in range(21)))) == []


def answers(shared: int, of: int) -> list[str]:
    """Answers in pairs that share so many words."""
    own = [[f"w{pair}x{word}" for word in range(shared)] for pair in range(40)]
    return [" ".join([*words, *(f"v{pair}x{side}x{n}" for n in range(of - shared))]) for pair, words in enumerate(own)
            for side in (0, 1)]  # fmt: skip


@pytest.mark.parametrize(("shared", "is_open"), [(0, True), (1, True), (4, False)])
def test_a_task_is_open_ended_where_paraphrases_are_answered_like_any_two(shared: int, is_open: bool) -> None:
    pairs = pairs_of(*((2 * n, 2 * n + 1) for n in range(40)))
    assert is_open_ended(answers(shared, 10), pairs) is is_open
    assert not is_open_ended(answers(shared, 10), pairs_of(*((2 * n, 2 * n + 1) for n in range(10))))


def test_refusals_say_nothing_of_how_free_a_task_is() -> None:
    refused = ["I'm sorry, but I can't help you with that request.", "a plain answer of six different words"] * 40
    assert not is_open_ended(refused, pairs_of(*((2 * n, 2 * n + 1) for n in range(40))))


def test_pairs_of_one_question_count_as_one_another() -> None:
    apart = pairs_of(*((2 * n, 2 * n + 1) for n in range(40))).share([0, 1])
    assert (apart.low, apart.high) == pytest.approx(wilson(0.05, 40), abs=0.01)
    together = pairs_of(*((n, m) for n in range(8) for m in range(n + 1, 9)))
    assert together.share([]) == (0.0, *wilson(0.0, 1))


def test_pairs_hang_together_by_a_unit() -> None:
    pairs = pairs_of((0, 1), (1, 2), (3, 4))
    one, two, three = pairs.groups(range(3)).tolist()
    assert one == two != three
    assert len(set(pairs.groups([0, 2]).tolist())) == 2
