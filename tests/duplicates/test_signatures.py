from itertools import product

import numpy as np
import pytest

from dataaudit.duplicates.near import FLOOR
from dataaudit.duplicates.signatures import FEW, NearIndex, proposed_against, proposed_within, sign

VOCABULARY = np.array([f"word{i}" for i in range(3000)])


def texts(n: int, words: int, seed: int = 0) -> list[str]:
    """Unrelated texts."""
    return [" ".join(said) for said in np.random.default_rng(seed).choice(VOCABULARY, (n, words)).tolist()]


def edited(text: str, changes: int, random: np.random.Generator) -> str:
    """With words replaced, left out or put in."""
    words = text.split()
    for _ in range(changes):
        place, other = int(random.integers(len(words))), str(random.choice(VOCABULARY))
        words[place : place + 1] = ([other], [], [words[place], other])[int(random.integers(3))]
    return " ".join(words)


def within(inputs: list[str], outputs: list[str]) -> set[tuple[int, int]]:
    return set(map(tuple, proposed_within(NearIndex.of(inputs, outputs), FLOOR).tolist()))


@pytest.mark.parametrize("words", [50, 67, 150])
def test_three_per_cent_of_edited_words_are_found(words: int) -> None:
    random, originals = np.random.default_rng(1), texts(300, words)
    copies = [edited(text, max(1, -(-3 * words // 100)), random) for text in originals]
    asked = texts(300, 8, seed=2) * 2
    assert within(asked, originals + copies) == {(i, 300 + i) for i in range(300)}


def test_a_changed_word_in_short_examples_is_found() -> None:
    random, originals = np.random.default_rng(1), texts(300, 12)
    assert within(originals + [edited(text, 1, random) for text in originals], [""] * 600) == {
        (i, 300 + i) for i in range(300)
    }


@pytest.mark.parametrize("shorter", [FEW - 4, FEW - 1, FEW, 3 * FEW // 2 - 1])
def test_copies_on_either_side_of_a_border_are_found(shorter: int) -> None:
    originals = texts(50, shorter)
    longer = [f"{text} and more" for text in originals]
    assert within(originals + longer, [""] * 100) == {(i, 50 + i) for i in range(50)}


@pytest.mark.parametrize("characters", range(FEW - 4, 2 * FEW))
def test_no_text_is_its_own_copy(characters: int) -> None:
    random = np.random.default_rng(0)
    ideographs = ["".join(map(chr, random.integers(0x4E00, 0x9FA5, characters))) for _ in range(20)]
    assert within(ideographs, [""] * 20) == set()


def test_a_text_that_was_cut_short_is_found() -> None:
    originals = texts(100, 100)
    copies = [" ".join(text.split()[:70]) for text in originals]
    assert within(originals + copies, [""] * 200) == {(i, 100 + i) for i in range(100)}


def test_what_is_asked_is_not_what_is_answered() -> None:
    one, other = texts(2, 100)
    assert within([one, ""], ["", one]) == within([one, other], [other, one]) == set()


def test_chinese_is_signed_by_its_characters() -> None:
    random = np.random.default_rng(0)
    characters = [chr(0x4E00 + int(i)) for i in random.integers(0, 2000, 200)]
    one, other = "".join(characters), "".join([*characters[:100], "新", *characters[101:]])
    assert within([one, other], ["", ""]) == {(0, 1)}


def test_a_batch_is_found_in_the_index_as_within_one() -> None:
    random, known = np.random.default_rng(1), texts(200, 60)
    batch = [edited(text, 2, random) for text in known[:50]] + texts(50, 60, seed=3)
    found = proposed_against(NearIndex.of(known, [""] * 200), sign(batch, [""] * 100), FLOOR)
    assert found.tolist() == [[i, i] for i in range(50)]


def test_signatures_depend_on_nothing_but_the_example() -> None:
    some = [*texts(200, 40), "", "one", *texts(1, 40_000)]
    together = sign(some, some[::-1], jobs=2)
    for i in range(0, len(some), 40):
        alone = sign([some[i]], [some[-1 - i]])
        assert (together.values[together.examples == i] == alone.values).all()


def test_signatures_are_the_same_on_every_machine() -> None:
    assert sign(["one two three"], ["four"]).values[0, :8].tolist() == [110, 186, 233, 131, 146, 73, 50, 135]


def test_an_index_is_the_same_after_it_was_kept() -> None:
    index = NearIndex.of(texts(50, 40), texts(50, 10))
    again = NearIndex.from_table(index.to_table())
    assert (again.order == index.order).all()
    for name in ("values", "examples", "sizes"):
        assert (getattr(again.signatures, name) == getattr(index.signatures, name)).all()


@pytest.mark.parametrize("n", [0, 1])
def test_nothing_is_proposed_where_there_is_nothing_to_compare(n: int) -> None:
    index = NearIndex.from_table(NearIndex.of(["text"] * n, [""] * n).to_table())
    assert proposed_within(index, FLOOR).tolist() == []
    assert proposed_against(index, sign([], []), FLOOR).tolist() == []


def test_pairs_of_a_template_are_limited_and_copies_are_found_among_them() -> None:
    random, template = np.random.default_rng(0), texts(1, 70)[0]
    filled = [f"{template} {own}" for own in texts(1500, 15, seed=1)]
    copies = [edited(text, 1, random) for text in filled[:50]]
    found = within(filled + copies, [""] * 1550)
    assert 1000 < len(found) <= 24 * 1550
    assert found.issuperset((i, 1500 + i) for i in range(50))


def test_the_first_of_many_copies_is_paired_with_all_others() -> None:
    random, original = np.random.default_rng(0), texts(1, 100)[0]
    copies = [edited(original, 3, random) for _ in range(200)]
    assert within([original, *copies], [""] * 201).issuperset(product([0], range(1, 201)))
