"""Templates are found and taken out; copies of a row, openings and short runs are left alone."""

import random
from collections.abc import Callable

import pytest

from dataaudit.duplicates import scaffolds
from dataaudit.duplicates.scaffolds import Scaffolds, find_scaffolds

TASK = "rewrite the text below so that a child of ten years understands it"
CLOSING = "answer in not more than three sentences and give one example"
TOOLS = (
    "weather tells what the sky over a town is like and takes its name and a day",
    "shares looks up what a company was worth and needs a ticker symbol",
)


def sentences(seed: int, n: int, words: int = 12) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(f"w{rng.randrange(3000)}" for _ in range(words)) for _ in range(n)]


def edited_copies(text: str, n: int, edits: int = 1) -> list[str]:
    rng = random.Random(n)
    copies = []
    for _ in range(n):
        words = text.split()
        for place in rng.sample(range(len(words)), edits):
            words[place] = f"w{rng.randrange(3000)}"
        copies.append(" ".join(words))
    return copies


def found(texts: list[str]) -> list[str]:
    return [template.words for template in find_scaffolds(texts).templates]


def test_a_template_is_found_and_edited_copies_of_a_row_are_not() -> None:
    templated = [f"{TASK} {text}" for text in sentences(1, 300)]
    (row,) = sentences(2, 1, words=40)
    result = find_scaffolds(templated + edited_copies(row, 15) + sentences(3, 200))
    (template,) = result.templates
    assert (template.words, template.texts) == (TASK, 300)
    assert template.share == pytest.approx(300 / 515)
    assert template.words_share == pytest.approx(13 / 25)
    assert [result.strip(text) for text in templated] == sentences(1, 300)
    assert [result.strip(copy) for copy in edited_copies(row, 15)] == edited_copies(row, 15)


@pytest.mark.parametrize(("copies", "edits"), [(10, 1), (20, 1), (20, 3), (60, 2), (200, 4)])
def test_copies_of_one_text_are_no_template_however_many(copies: int, edits: int) -> None:
    (row,) = sentences(4, 1, words=60)
    assert found(edited_copies(row, copies, edits) + sentences(5, 300)) == []


@pytest.mark.parametrize("added", ["{text} {more}", "{more} {text}"])
def test_copies_with_a_word_more_at_an_end_are_no_template(added: str) -> None:
    (row,) = sentences(6, 1, words=30)
    copies = [added.format(text=row, more=more) for more in ("please", "thanks", "now", "quickly", "again") * 4]
    copies = [f"{copy} {n}" if n > 4 else copy for n, copy in enumerate(copies)]
    assert found(copies + sentences(7, 300)) == []


@pytest.mark.parametrize("shape", ["{task} {text} {closing}", "{text} {task} {other} {closing} {text}"])
def test_scaffolding_is_found_before_between_and_after(shape: str) -> None:
    pairs = list(zip(sentences(8, 60), sentences(9, 60), strict=True))
    texts = [shape.format(task=TASK, closing=CLOSING, text=text, other=other) for text, other in pairs]
    bare = [shape.format(task="", closing="", text=text, other=other) for text, other in pairs]
    result = find_scaffolds(texts + sentences(10, 300))
    assert {template.words for template in result.templates} == {TASK, CLOSING}
    assert [result.strip(text) for text in texts] == [" ".join(text.split()) for text in bare]


def test_each_tool_of_a_set_is_a_template_and_so_is_what_all_begin_with() -> None:
    texts = [f"{TASK} {TOOLS[n % 2]} {text}" for n, text in enumerate(sentences(11, 200))]
    result = find_scaffolds(texts)
    assert [template.words for template in result.templates] == [TASK, *(f"{TASK} {tool}" for tool in reversed(TOOLS))]
    assert [result.strip(text) for text in texts] == sentences(11, 200)


def test_what_is_in_a_slot_stays_even_if_it_is_usual() -> None:
    languages = ("french", "german", "finnish")
    words = [f"{languages[n % 3]} {text}" for n, text in enumerate(sentences(12, 150))]
    result = find_scaffolds([f"{TASK} and speaks only {text}" for text in words])
    assert [result.strip(f"{TASK} and speaks only {text}") for text in words] == words


def test_a_slot_of_one_word_is_told_from_copies_by_their_number() -> None:
    def filled(n: int) -> list[str]:
        return [f"{TASK} the topic is {word} {CLOSING}" for word in sentences(13, n, words=1)]

    assert found(filled(15) + sentences(14, 300)) == []
    assert found(filled(90) + sentences(14, 300)) == [CLOSING, f"{TASK} the topic is"]


@pytest.mark.parametrize("opening", ["how do i change the", "what is the best way to"])
def test_openings_are_no_scaffolding(opening: str) -> None:
    texts = [f"{opening} {text}" if n % 3 == 0 else text for n, text in enumerate(sentences(15, 300))]
    assert found(texts) == []


def test_a_short_template_is_known_where_most_texts_have_it_but_stays() -> None:
    texts = [f"translate this sentence to french {text}" for text in sentences(16, 100)]
    result = find_scaffolds(texts + sentences(17, 60))
    assert [template.words for template in result.templates] == ["translate this sentence to french"]
    assert result.strip(texts[0]) == texts[0]
    assert result.count(texts[0]) == 0


def test_a_text_of_nothing_but_scaffolding_stays() -> None:
    result = find_scaffolds([TASK, *(f"{TASK} {text}" for text in sentences(18, 80))])
    assert result.strip(TASK) == TASK
    assert result.count(TASK) == result.count(f"{TASK} and more") == 13


def test_part_of_a_template_is_stripped_from_eight_words_on() -> None:
    result = find_scaffolds([f"{TASK} {text}" for text in sentences(19, 80)])
    words = TASK.split()
    assert result.strip(" ".join([*words[:8], "other"])) == "other"
    assert result.strip(" ".join([*words[:7], "other"])) == " ".join([*words[:7], "other"])


def test_no_template_goes_beyond_a_line_feed() -> None:
    result = find_scaffolds([f"{CLOSING}\n{TASK} {text}" for text in sentences(20, 80)])
    assert [template.words for template in result.templates] == [CLOSING, TASK]
    assert result.strip(f"{CLOSING} {TASK} and this") == "and this"


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""] * 60,
        [f"w{n}" for n in range(60)],
        [f"{TASK} {text}" for text in sentences(21, 49)],
        [f"{TASK} {text}" for text in sentences(21, 9)] + sentences(22, 300),
        [f"{TASK} equal words"] * 300 + sentences(23, 100),
    ],
    ids=["none", "empty", "one word each", "few", "rare", "equal"],
)
def test_nothing_is_found_where_there_is_no_telling(texts: list[str]) -> None:
    assert find_scaffolds(texts) == Scaffolds()
    assert [Scaffolds().strip(text) for text in texts] == texts


def test_the_order_of_texts_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaffolds, "SAMPLE", 400)
    texts = [f"{TASK} {text} {CLOSING}" for text in sentences(24, 500)] + sentences(25, 500)
    first = find_scaffolds(texts)
    assert max(template.texts for template in first.templates) < 400 < len(texts)
    random.Random(0).shuffle(texts)
    assert find_scaffolds(texts) == first
    assert sorted(template.words for template in first.templates) == [CLOSING, TASK]


def test_long_texts_are_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaffolds, "_WORDS", 2_000)
    (template,) = find_scaffolds([f"{TASK} {text}" for text in sentences(26, 500)]).templates
    assert (template.texts, template.share) == (77, 1.0)


def test_half_a_surrogate_pair_is_a_text_like_others() -> None:
    texts = [f"{TASK} \ud800 {text}" for text in sentences(27, 60)]
    assert find_scaffolds(texts).strip(texts[0]) == sentences(27, 60)[0]


@pytest.mark.parametrize("make", [lambda texts: texts, lambda texts: texts[:1]], ids=["some", "none"])
def test_scaffolds_are_the_same_after_they_were_kept(make: Callable[[list[str]], list[str]]) -> None:
    result = find_scaffolds(make([f"{TASK} {text}" for text in sentences(28, 60)]))
    assert Scaffolds.from_table(result.to_table()) == result


def test_those_of_two_sets_are_joined() -> None:
    one = find_scaffolds([f"{TASK} {text}" for text in sentences(29, 60)])
    other = find_scaffolds([f"{tool} {text}" for text in sentences(30, 120) for tool in (TASK, CLOSING)])
    joined = one.joined(other)
    assert [template.words for template in joined.templates] == [TASK, CLOSING]
    assert joined.strip(f"{CLOSING} this") == "this"
