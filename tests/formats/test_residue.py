import pytest

from dataaudit.formats.residue import residues, slots, starts_twice, unfilled


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Hi<|im_end|>\n<|im_start|>user", ["<|im_end|>", "<|im_start|>"]),
        ("`<|endoftext|>` in code", ["<|endoftext|>"]),
        ("[INST] hi [/INST]", ["[INST]", "[/INST]"]),
        ("<s>Hi", ["<s>"]),
        ("Hi</s>", ["</s>"]),
        ("### Response:\nHi", ["### Response:"]),
        ("### Human: hi\n### Assistant: yes", ["### Human:", "### Assistant:"]),
        ("<think>hm", ["<think>"]),
        ("hm</think> yes", ["</think>"]),
    ],
)
def test_what_a_template_leaves_is_found(text: str, tokens: list[str]) -> None:
    assert [fault.shown for fault in residues(text, is_answer=True)] == tokens


@pytest.mark.parametrize(
    "text",
    [
        "<s>old</s> new",
        "the token `</s>` ends it",
        "a |> f <| b",
        "# API\n### Request:\nx\n### Response:\ny",
        "<think>hm</think> yes",
        "List<int> [1]",
        "Instruction: do it\nOutput: done",
    ],
)
def test_what_only_looks_like_it_is_not(text: str) -> None:
    assert residues(text, is_answer=True) == []


MERGED = "Pond, hill.\n##\n6. Instruction: Sort it.\n6. Input:\nb, a\n6. Output:\na, b"


def test_another_record_begins_only_in_an_answer() -> None:
    assert [fault.shown for fault in residues(MERGED, is_answer=True)] == ["6. Instruction: Sort it."]
    assert residues(MERGED, is_answer=False) == []


def test_a_beginning_may_stand_once() -> None:
    assert [fault.shown for fault in starts_twice("<s> <s>Hi")] == ["<s> <s>"]
    assert starts_twice("<s>Hi") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi {{ name }}, {{name}}", ["{{ name }}", "{{name}}"]),
        ("你好{{姓名}}", ["{{姓名}}"]),
        ("Dear {first_name}", ["{first_name}"]),
        (r"\frac{{a}}{b}, \text{name}", []),
        ("style={{color}} f'{x1}' /users/{id}", []),
        ("`{{name}}` and {{#if x}}", []),
    ],
)
def test_slots_are_names_in_braces_outside_code(text: str, found: list[str]) -> None:
    assert [fault.shown for fault in slots(text)] == found


@pytest.mark.parametrize(
    ("slot", "rows", "confidence"),
    [("{{name}}", 1, 0.7), ("{{name}}", 2, 0.9), ("{name}", 2, None), ("{name}", 3, 0.7)],
)
def test_a_slot_in_several_rows_is_surer(slot: str, rows: int, confidence: float | None) -> None:
    assert unfilled(slot, f"I am {slot}", "Who are you?", "Who are you?", rows) == confidence


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Dear {{name}},", "Write an email template."),
        ("Dear {{name}},", "Correct this: Deer {{name}},"),
        ("let x = 1;\n{{name}}", "Go on."),
    ],
)
def test_a_slot_that_was_asked_for_stays(text: str, question: str) -> None:
    assert unfilled("{{name}}", text, question, question, rows=5) is None
