"""The join finds exactly the pairs that comparing all with all finds."""

import random
from itertools import product

from dataaudit.duplicates.overlaps import Overlaps, shared_passages, similar_spellings

VOCABULARY = [f"w{n}" for n in range(40)]
LETTERS = "abcde "


def texts(n: int, length: int, seed: int) -> list[str]:
    """Different texts of which many are pieces of one another."""
    draw = random.Random(seed)
    base = [draw.choice(VOCABULARY) for _ in range(60)]
    starts = [draw.randrange(len(base) - length) for _ in range(n)]
    return sorted({" ".join([*base[start : start + length], draw.choice(VOCABULARY)]) for start in starts})


def spelled(n: int, seed: int) -> list[str]:
    """Different short texts of which many differ by a letter."""
    draw = random.Random(seed)
    found = set()
    for _ in range(n):
        letters = list("able cad bed ace dab cab bead")
        for _ in range(draw.randrange(3)):
            letters[draw.randrange(len(letters))] = draw.choice(LETTERS)
        found.add(" ".join("".join(letters).split()))
    return sorted(found)


def pairs(found: Overlaps) -> dict[tuple[int, int], float]:
    keys = zip(found.training.tolist(), found.held_out.tolist(), strict=True)
    return dict(zip(keys, found.similarity.round(9).tolist(), strict=True))


def runs(text: str) -> set[str]:
    words = text.split()
    return {" ".join(words[i : i + 8]) for i in range(len(words) - 7)}


def characters(text: str) -> set[str]:
    return {text[i : i + 5] for i in range(len(text) - 4)}


def test_shared_passages_are_those_that_all_pairs_have() -> None:
    training, held_out = texts(60, 30, seed=1), texts(40, 20, seed=1)
    expected = {}
    for (i, one), (j, other) in product(enumerate(training), enumerate(held_out)):
        share = len(runs(one) & runs(other)) / len(runs(other))
        if share >= 0.5:
            expected[i, j] = round(share, 9)
    assert expected
    assert pairs(shared_passages(training, held_out, 13, 0.5)) == expected


def test_similar_spellings_are_those_that_all_pairs_have() -> None:
    training, held_out = spelled(30, seed=1), spelled(50, seed=2)
    expected = {}
    for (i, one), (j, other) in product(enumerate(training), enumerate(held_out)):
        left, right = characters(one), characters(other)
        larger = max(len(left), len(right))
        if len(left & right) >= larger - max(larger // 5, 6):
            expected[i, j] = round(len(left & right) / len(left | right), 9)
    assert 50 < len(expected) < len(training) * len(held_out)
    assert pairs(similar_spellings(training, held_out, 24)) == expected


def test_of_many_similar_spellings_the_closest_are_named() -> None:
    training = [f"please open door number {n} of the old hall" for n in range(40)] + [
        "please open door number x of the hall"
    ]
    found = pairs(similar_spellings(training, ["please open door number x of the old hall"], 24))
    assert len(found) == 30
    assert (40, 0) in found


def test_what_many_texts_say_counts_for_none() -> None:
    frame = " ".join(VOCABULARY[:14])
    training = [f"{frame} {n}" for n in range(101)]
    assert pairs(shared_passages(training[:100], [f"{frame} x"], 13, 0.5)).keys() == {(n, 0) for n in range(100)}
    assert pairs(shared_passages(training, [f"{frame} x"], 13, 0.5)) == {}


def test_texts_of_another_length_are_left_out() -> None:
    long, short = " ".join(VOCABULARY[:30]), " ".join(VOCABULARY[:12])
    assert pairs(shared_passages([long], [short], 13, 0.5)) == {}
    assert pairs(similar_spellings([long], [long], 24)) == {}


def test_nothing_overlaps_with_nothing() -> None:
    for training, held_out in ([], []), (["a b"], []), ([], ["a b"]), ([""], [""]):
        assert pairs(shared_passages(training, held_out, 13, 0.5)) == {}
    assert pairs(similar_spellings([], ["a b"], 24)) == pairs(similar_spellings(["a b"], [], 24)) == {}
