"""Names of groups of texts."""

import numpy as np

from dataaudit.coverage.naming import distinctive_terms, most_typical, term_frequencies

CARDS = ["the atm swallowed my card abroad", "my card was swallowed in an atm", "atm swallowed it 3 times"]
OTHERS = ["my card has not arrived", "where is my card", "a new card please"] * 5


def terms(group: list[str], rest: list[str], most: int = 3) -> tuple[str, ...]:
    return distinctive_terms(term_frequencies(group), term_frequencies(group + rest), most)


def test_a_name_is_made_of_what_the_others_do_not_say() -> None:
    found = terms(CARDS, OTHERS)
    assert found[0] in {"swallowed", "atm", "atm swallowed"}
    assert "card" not in found


def test_no_term_repeats_a_word_of_another() -> None:
    words = " ".join(terms(CARDS, OTHERS, most=10)).split()
    assert len(words) == len(set(words))


def test_function_words_numbers_and_single_letters_name_nothing() -> None:
    assert terms(["how can i do this 42 x", "what is it"], []) == ()


def test_pairs_do_not_reach_over_a_left_out_word() -> None:
    assert set(term_frequencies(["bank of england"])) == {"bank", "england"}
    assert set(term_frequencies(["bank england"])) == {"bank", "england", "bank england"}


def test_a_term_counts_once_a_text() -> None:
    assert term_frequencies(["card card card", "card"])["card"] == 2


def test_equally_good_terms_come_in_the_order_of_the_alphabet() -> None:
    assert terms(["zebra. apple.", "apple. zebra."], OTHERS, most=2) == terms(["apple. zebra."] * 2, OTHERS, most=2)


def test_the_most_typical_text_is_in_the_middle() -> None:
    angles = np.array([0.0, 0.5, 0.6, 1.4])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert most_typical(vectors, 2) == [2, 1]


def test_inflections_are_not_listed_twice() -> None:
    texts = ["gift cards for my gift list", "which gift card", "cards as a gift", "gifts by card", "car card"]
    everywhere = term_frequencies([*texts, "refund my order", "late order"])
    terms = distinctive_terms(term_frequencies(texts), everywhere, 3)
    assert len({term[:4] for term in " ".join(terms).split()}) == len(" ".join(terms).split())


def test_what_everybody_says_names_no_group() -> None:
    greeted = [f"hope you are well {text}" for text in (*CARDS, *OTHERS)]
    assert not {"hope", "well"} & set(" ".join(terms(greeted[:3], greeted[3:])).split())
