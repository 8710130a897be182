"""What requests repeat: whole system prompts, and the heads that many inputs share."""

import pandas as pd
import pytest

from dataaudit.costs import Range
from dataaudit.formats.request_tokens import (
    repeated_heads,
    repeated_prompts,
    repeated_tokens,
    request_tokens,
    shared_heads,
)
from dataaudit.formats.system_prompts import rows_by_prompt
from dataaudit.formats.tokens import HIGH, LOW, estimate_tokens

HEAD = "Answer the customer's question in one short and friendly sentence: "
NOUNS = ("tent", "stove", "rope", "map", "lamp", "boot", "knife", "cup", "mat", "pole", "hat", "filter")


def frame(systems: list[str | None], inputs: list[str | None]) -> pd.DataFrame:
    return pd.DataFrame({"system": systems, "input": inputs, "output": ["Yes."] * len(inputs)}, dtype=object)


def counted(examples: pd.DataFrame) -> Range:
    prompts, _ = rows_by_prompt(examples.index.tolist(), examples["system"].tolist())
    return repeated_tokens(examples, prompts)


def tokens(text: str) -> float:
    return float(estimate_tokens([text])[0])


def test_the_longest_head_that_so_many_share_ends_with_a_word() -> None:
    texts = ["one two three four five six seven eight nine", "one two three four five six seven eight nail"]
    assert set(shared_heads(texts, 2).values()) == {"one two three four five six seven eight"}
    assert set(shared_heads(texts, 3).values()) == {""}


def test_a_text_that_is_the_head_of_others_is_all_of_it() -> None:
    text = "one two three four five six seven eight"
    assert shared_heads([text, f"{text} nine"], 2) == {text: text, f"{text} nine": text}


def test_of_several_heads_each_text_has_its_longest() -> None:
    wide, narrow = "a b c d e f g h", "a b c d e f g h i j k l"
    texts = [f"{narrow} {noun}" for noun in NOUNS[:3]] + [f"{wide} {noun}" for noun in NOUNS[3:6]]
    heads = shared_heads(texts, 3)
    assert [heads[text] for text in texts] == [narrow] * 3 + [wide] * 3


def test_a_prompt_of_ten_rows_is_repeated_and_one_of_nine_is_not() -> None:
    assert repeated_prompts({"Be kind.": 10, "Be brief.": 9}) == {"Be kind.": "Be kind.", "Be brief.": ""}
    assert repeated_prompts({}) == {}


def test_prompts_that_differ_in_a_date_are_one() -> None:
    systems: list[str | None] = [f"You are a helper. Today is 2026-11-{day}." for day in range(10, 20)]
    examples = frame(systems, ["tent?"] * 10)
    assert counted(examples).value == pytest.approx(tokens("You are a helper. Today is 2026-11-10."), abs=0.01)


def test_prompts_that_go_on_in_another_way_repeat_their_head() -> None:
    prompts = {f"{HEAD}you know everything about a {noun}": 1 for noun in NOUNS}
    assert set(repeated_prompts(prompts).values()) == {f"{HEAD}you know everything about a"}


def test_inputs_repeat_a_head_of_eight_words_in_ten_of_them() -> None:
    assert set(repeated_heads([HEAD + noun for noun in NOUNS[:10]]).values()) == {HEAD.strip()}
    assert set(repeated_heads([HEAD + noun for noun in NOUNS[:9]]).values()) == {""}
    assert set(repeated_heads([f"what does this {noun} cost" for noun in NOUNS]).values()) == {""}


def test_equal_inputs_repeat_nothing() -> None:
    assert repeated_heads([HEAD + "tent"] * 20) == {HEAD + "tent": ""}


def test_a_head_of_fewer_than_one_in_a_hundred_is_chance() -> None:
    others = [f"{number} is what I ordered and it never came" for number in range(1100, 2100)]
    heads = repeated_heads([*others, *(HEAD + noun for noun in NOUNS[:10])])
    assert heads[HEAD + "tent"] == ""


def test_worked_examples_at_the_head_of_a_conversation_are_repeated() -> None:
    shots = "user: Is a tent heavy?\nassistant: no\nuser: Is a stove light?\nassistant: yes\nuser: "
    heads = repeated_heads([f"{shots}{noun.capitalize()} is it dear?" for noun in NOUNS])
    assert set(heads.values()) == {shots.strip()}


def test_tokens_are_those_of_the_mean_row_with_their_margin() -> None:
    prompt = "Name the intent of the customer."
    examples = frame([prompt] * 12 + [None] * 4, [HEAD + noun for noun in NOUNS] + ["tent?"] * 4)
    expected = 0.75 * tokens(prompt) + 0.75 * tokens(HEAD)
    found = counted(examples)
    assert found.value == pytest.approx(expected, abs=0.011)
    assert (found.low, found.high) == pytest.approx((LOW * expected, HIGH * expected), abs=0.011)


def test_the_rest_of_the_input_and_the_answer_are_counted_apart() -> None:
    examples = frame(["Be kind."] * 12, [HEAD + noun for noun in NOUNS])
    repeated, own, answer = request_tokens(examples, counted(examples))
    whole = sum(tokens(f"Be kind.{HEAD}{noun}") for noun in NOUNS) / len(NOUNS)
    assert repeated.value + own.value == pytest.approx(whole, abs=0.05)
    assert answer.value == pytest.approx(tokens("Yes."), abs=0.01)


def test_no_rows_and_no_texts_have_no_tokens() -> None:
    nothing = Range(0, 0, 0)
    assert counted(frame([], [])) == nothing
    assert request_tokens(frame([None] * 3, [None] * 3), nothing).own == nothing


def test_lone_surrogates_do_no_harm_and_of_long_texts_100_000_characters_count() -> None:
    texts = ["\ud800 " + "word " * 40_000 + noun for noun in NOUNS]
    assert {len(head) for head in repeated_heads(texts).values()} == {100_000}


def test_the_order_of_rows_changes_nothing() -> None:
    examples = frame(["Be kind."] * 6 + ["Be brief."] * 6, [HEAD + noun for noun in NOUNS])
    assert counted(examples) == counted(examples.iloc[::-1])
