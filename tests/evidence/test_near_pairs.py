from dataclasses import replace

import numpy as np
from small_parts import dataset

from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.evidence.pairs import UnitPairs

LONG = " ".join(f"word{n} of the answer" for n in range(30))
QUESTION = "how do i change the address to which the parcel of last week was sent"


def rows(*pairs: tuple[str, str]) -> Dataset:
    data = dataset(*(asked for asked, _ in pairs))
    return replace(data, examples=data.examples.assign(output=[answer for _, answer in pairs]))


def near(data: Dataset, accepted: Dataset | None = None) -> list[tuple[int, int, bool]]:
    """The pairs by their positions."""
    evidence = Evidence(data, encoder=None, cache=None, accepted=accepted)
    pairs, shown = evidence.near, evidence.units.shown
    return sorted(zip(shown[pairs.first].tolist(), shown[pairs.second].tolist(), pairs.agree.tolist(), strict=True))


def test_the_longer_one_is_first_and_contains_the_other() -> None:
    cut = LONG[: LONG.index("word26")].strip()
    assert near(rows((QUESTION, cut), (QUESTION, LONG), ("other", LONG))) == [(1, 0, True)]


def test_a_pair_with_another_number_does_not_agree() -> None:
    assert near(rows((f"{QUESTION} for 5 days", "yes"), (f"{QUESTION} for 7 days", "yes"))) in (
        [(0, 1, False)],
        [(1, 0, False)],
    )


def test_another_short_answer_is_no_copy() -> None:
    answer = "yes of course we can do that for you until the end of this week"
    pairs = near(rows((QUESTION, answer), (QUESTION, answer.replace("can", "can not"))))
    assert [agree for *_, agree in pairs] == [False]


def test_an_accepted_one_is_first_however_short_and_two_of_them_are_no_pair() -> None:
    other = LONG.replace("word3 ", "words ")
    accepted = rows((QUESTION, LONG), (QUESTION, LONG.replace("word9 ", "words ")))
    found = near(rows((QUESTION, other + " and more")), accepted)
    assert {first for first, _, _ in found} == {1, 2}
    assert {second for _, second, _ in found} == {0}


def test_pairs_are_the_same_after_they_were_kept() -> None:
    pairs = Evidence(rows((QUESTION, LONG), (QUESTION, f"{LONG} too")), encoder=None, cache=None).near
    again = UnitPairs.from_table(pairs.to_table())
    assert all((getattr(again, name) == getattr(pairs, name)).all() for name in UnitPairs.__slots__)
    assert len(pairs.first) == 1
    assert pairs.similarity.dtype == np.float32


def test_planted_copies_are_found_and_seen_by_nothing_else() -> None:
    texts = [(f"{QUESTION} number {n}", " ".join(f"w{n * i % 997}" for i in range(1, 80))) for n in range(1, 40)]
    evidence = Evidence(rows(*texts), encoder=None, cache=None)
    assert len(evidence.near.planted) == 39
    assert (evidence.near.planted >= 0.7).mean() >= 0.95
    assert evidence.near.first.max(initial=0) < 39
