"""gemini-sft, bedrock-converse and bedrock-anthropic: conversations as one provider takes them."""

from typing import Any

import pytest

from dataaudit.formats import BY_NAME, Example

GEMINI, CONVERSE, CLAUDE = (BY_NAME[name] for name in ("gemini-sft", "bedrock-converse", "bedrock-anthropic"))
OPENAI = BY_NAME["openai-chat"]
USER, ASSISTANT = {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello."}
ASKED, SAID = {"role": "user", "parts": [{"text": "Hi"}]}, {"role": "model", "parts": [{"text": "Hello."}]}
ASKED_BLOCKS = {"role": "user", "content": [{"text": "Hi"}]}
SAID_BLOCKS = {"role": "assistant", "content": [{"text": "Hello."}]}
SAME = Example("Hi", "Hello.", "Be kind.", turns=3)


def test_all_say_the_same() -> None:
    instruction = {"role": "system", "parts": [{"text": "Be kind."}]}
    assert GEMINI.example({"contents": [ASKED, SAID], "systemInstruction": instruction}) == SAME
    assert GEMINI.example({"contents": [ASKED, SAID], "system_instruction": instruction}) == SAME
    assert CONVERSE.example({"messages": [ASKED_BLOCKS, SAID_BLOCKS], "system": [{"text": "Be kind."}]}) == SAME
    assert CLAUDE.example({"messages": [USER, ASSISTANT], "system": "Be kind."}) == SAME


def test_calls_of_tools_are_answers_and_their_results_no_turns_of_users() -> None:
    call = {"role": "model", "parts": [{"functionCall": {"name": "look_up", "args": {"a": 1}}}]}
    result = {"role": "user", "parts": [{"functionResponse": {"name": "look_up", "response": {}}}]}
    example = GEMINI.example({"contents": [ASKED, call, result, SAID]})
    assert GEMINI.violations({"contents": [ASKED, call, result, SAID]}) == []
    assert (example.input or "").startswith(
        'user: Hi\nassistant: [{"function":{"args":{"a":1},"name":"look_up"}}]\ntool: '
    )
    used = {"role": "assistant", "content": [{"text": "So."}, {"toolUse": {"name": "look_up", "input": {}}}]}
    assert CONVERSE.example({"messages": [ASKED_BLOCKS, used]}).output == (
        'So.\n[{"function":{"input":{},"name":"look_up"}}]'
    )


def test_what_is_no_text_is_named_by_kind_and_hash() -> None:
    picture = {"image": {"format": "png", "source": {"s3Location": {"uri": "s3://a/b.png"}}}}
    value = {"messages": [{"role": "user", "content": [{"text": "What?"}, picture]}, SAID_BLOCKS]}
    assert (CONVERSE.example(value).input or "").startswith("What?\n[image ")
    assert CONVERSE.matches(value)
    assert CONVERSE.violations(value) == []


def test_a_part_is_its_text_whatever_stands_beside_it() -> None:
    thought = {"role": "model", "parts": [{"thought": True, "text": "Hello."}, {}]}
    assert GEMINI.example({"contents": [ASKED, thought]}).output == "Hello."


def test_keys_that_arrow_padded_are_absent() -> None:
    padded = {"role": "user", "parts": [{"text": "Hi", "functionCall": None, "fileData": None}]}
    value = {"contents": [padded, SAID], "systemInstruction": None, "messages": None}
    assert GEMINI.matches(value)
    assert GEMINI.violations(value) == []
    assert GEMINI.example(value).input == "Hi"
    blocks = {"role": "user", "content": [{"text": "Hi", "image": None, "type": None}]}
    assert CONVERSE.matches({"messages": [blocks, SAID_BLOCKS], "system": None})
    assert CONVERSE.violations({"messages": [blocks, SAID_BLOCKS], "system": None}) == []


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ([], "contents is empty"),
        ("Hi", "contents is a text, not a list of messages"),
        ([ASKED], "contents has no model message to train on"),
        ([ASKED, SAID, ASKED], "contents doesn't end with a model message"),
        ([ASKED, {**SAID, "role": "assistant"}], "contents[1] has the role 'assistant': here it is 'model'"),
        ([{**ASKED, "role": "wizard"}, SAID], "contents[0] has the role 'wizard', which gemini-sft doesn't know"),
        ([{"parts": [{"text": "Hi"}]}, SAID], "contents[0] has no role"),
        (["Hi", SAID], "contents[0] is a text, not an object"),
        ([{"role": "user", "parts": []}, SAID], "contents[0].parts is empty"),
        ([{"role": "user"}, SAID], "contents[0].parts is missing, not a list of parts"),
        ([{"role": "user", "parts": [{}]}, SAID], "contents[0].parts[0] holds nothing"),
        ([{"role": "user", "parts": [{"text": 7}]}, SAID], "contents[0].parts[0] has a text that is a number"),
    ],
)
def test_what_gemini_refuses_is_named(contents: Any, message: str) -> None:
    value = {"contents": contents}
    assert GEMINI.resembles(value)
    assert [violation.message for violation in GEMINI.violations(value)] == [message]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"messages": [{"role": "system", "content": [{"text": "a"}]}, ASKED_BLOCKS, SAID_BLOCKS]},
         "messages[0] has the role 'system': the system prompt stands beside messages"),
        ({"messages": [ASKED_BLOCKS, ASSISTANT]}, "messages[1].content is a text, not a list of parts"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}, SAID_BLOCKS]},
         "messages[0].content[0] has a type, which parts have in other formats"),
        ({"system": "Be kind."}, "system is a text, not a list of parts"),
        ({"messages": [ASKED_BLOCKS]}, "messages has no assistant message to train on"),
    ],
)  # fmt: skip
def test_what_converse_refuses_is_named(change: dict[str, Any], message: str) -> None:
    value = {"schemaVersion": "bedrock-conversation-2024", "messages": [ASKED_BLOCKS, SAID_BLOCKS], **change}
    assert CONVERSE.resembles(value)
    assert [violation.message for violation in CONVERSE.violations(value)] == [message]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"messages": [{"role": "system", "content": "a"}, USER, ASSISTANT]},
         "messages[0] has the role 'system': the system prompt stands beside messages"),
        ({"messages": [{**USER, "role": "human"}, ASSISTANT]}, "messages[0] has the role 'human': here it is 'user'"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}, ASSISTANT]},
         "messages[0].content is a list, not a text"),
        ({"system": 7}, "system is a number, not a text"),
        ({"messages": []}, "messages is empty"),
    ],
)  # fmt: skip
def test_what_claude_refuses_is_named(shaped: Any, change: dict[str, Any], message: str) -> None:
    valid = {"system": "Be kind.", "messages": [USER, ASSISTANT]}
    value = {**valid, **change}
    assert shaped(valid, value, valid).record_formats == ["bedrock-anthropic"] * 3
    assert [violation.message for violation in CLAUDE.violations(value)] == [message]


def test_empty_turns_are_named_as_the_provider_does() -> None:
    silent = {"role": "model", "parts": [{"text": " "}]}
    assert [blank.field for blank in GEMINI.blanks({"contents": [ASKED, silent]})] == ["contents[1].parts"]
    assert [blank.field for blank in CLAUDE.blanks({"messages": [{**USER, "content": ""}, ASSISTANT]})] == [
        "messages[0].content"
    ]


def test_messages_without_a_system_prompt_outside_are_openais(shaped: Any) -> None:
    plain, prompted = {"messages": [USER, ASSISTANT]}, {"messages": [USER, ASSISTANT], "system": "Be kind."}
    assert shaped(plain).format == shaped({**plain, "system": None}).format == "openai-chat"
    assert shaped(plain, plain, prompted).record_formats == ["openai-chat", "openai-chat", "bedrock-anthropic"]


def test_a_system_prompt_beside_other_messages_is_doubtful(shaped: Any) -> None:
    typed = {"role": "user", "content": [{"type": "text", "text": "Hi"}]}
    value = {"messages": [typed, ASSISTANT], "system": "Be kind."}
    assert shaped(value).format == "openai-chat"
    assert [violation.rule for violation in OPENAI.violations(value)] == ["system-beside"]
    repeated = {**value, "messages": [{"role": "system", "content": "Be kind."}, USER, ASSISTANT]}
    assert OPENAI.violations(repeated) == OPENAI.violations({**value, "system": ""}) == []


def test_among_claudes_rows_one_without_a_system_prompt_is_one_of_them(shaped: Any) -> None:
    prompted = {"messages": [USER, ASSISTANT], "system": "Be kind."}
    dataset = shaped(prompted, prompted, {"messages": [USER, ASSISTANT]})
    assert dataset.record_formats == ["bedrock-anthropic"] * 3
