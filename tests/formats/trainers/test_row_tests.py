"""What a fault says, and the parts of row rules that a profile may use."""

from typing import Any

import pytest

from dataaudit.formats.trainers.row_tests import Fault, row_test

USER = {"role": "user", "content": "Where is my parcel?"}
ASSISTANT = {"role": "assistant", "content": "It left the depot."}
SYSTEM = {"role": "system", "content": "Answer briefly."}
CALL = {"role": "assistant", "tool_calls": [{"id": "a"}, {"id": "b"}]}


def result(of: str) -> dict[str, str]:
    return {"role": "tool", "content": "{}", "tool_call_id": of}


def fault(kind: str, test: Any, *messages: Any, **columns: Any) -> Fault | None:
    return row_test(kind, test)({"messages": list(messages), **columns} if messages else columns)


@pytest.mark.parametrize(
    ("schema", "row", "detail", "field"),
    [
        ({"required": ["prompt"]}, {"text": "a"}, "the row has no prompt", None),
        ({"properties": {"text": True}, "additionalProperties": False}, {"text": "a", "id": 7}, "the row has id", None),
        ({"propertyNames": {"enum": ["text"]}}, {"id": 7}, "the row has id", None),
        ({"properties": {"id": False}}, {"id": 7}, "id is there", "id"),
        ({"properties": {"id": {"type": "string"}}}, {"id": None}, "id is null", "id"),
        ({"properties": {"id": {"enum": [1]}}}, {"id": 2}, "id is 2", "id"),
        ({"properties": {"id": {"enum": [1]}}}, {"id": "1"}, "id is '1'", "id"),
        ({"properties": {"id": {"minItems": 2}}}, {"id": [1]}, "id has 1 item", "id"),
        ({"not": {"required": ["a"]}}, {"a": None, "b": [], "c": [1], "d": "x"},
         "the row has a (null), b (empty), c (a list), d", None),
    ],
)  # fmt: skip
def test_a_fault_says_what_was_found(schema: Any, row: Any, detail: str, field: str | None) -> None:
    assert row_test("schema", schema)(row) == Fault(detail, field)


def test_a_list_is_told_by_its_roles() -> None:
    schema = {"properties": {"messages": {"contains": {"properties": {"role": {"const": "assistant"}}}}}}
    assert fault("schema", schema, SYSTEM, USER) == Fault("messages has system, user", "messages")


def test_the_deepest_fault_is_told() -> None:
    schema = {"maxProperties": 0, "properties": {"messages": {"items": {"required": ["name"]}}}}
    assert fault("schema", schema, USER) == Fault("messages[0] has no name", "messages[0]")


def test_each_reaches_into_lists_within_lists() -> None:
    schema = {"each": ["messages.content"], "properties": {"type": {"const": "text"}}}
    message = {"role": "user", "content": [{"type": "text"}, {"type": "image"}]}
    found = fault("schema", schema, message)
    assert found is not None
    assert found.field == "messages[0].content[1].type"
    assert fault("schema", schema, USER) is None


def test_a_role_comes_once() -> None:
    turns = {"at": "messages", "once": ["system"]}
    assert fault("turns", turns, SYSTEM, USER, ASSISTANT) is None
    assert fault("turns", turns, SYSTEM, USER, SYSTEM) == Fault("system comes again in messages[2]", "messages[2]")


def test_roles_that_are_null_are_left_out() -> None:
    turns = {"at": "messages", "as": {"system": None}, "start": ["user"], "after": {"user": ["assistant"]}}
    assert fault("turns", turns, SYSTEM, USER, SYSTEM, ASSISTANT) is None
    assert fault("turns", turns, USER, SYSTEM, USER) == Fault("user follows user in messages[2]", "messages[2]")


def test_turns_are_about_rows_that_a_schema_fits() -> None:
    turns = {"at": "messages", "end": ["assistant"], "if": {"required": ["tools"]}}
    assert fault("turns", turns, USER) is None
    assert fault("turns", turns, USER, tools=[]) == Fault("it ends with user in messages[0]", "messages[0]")


def test_turns_may_stand_in_either_of_two_lists() -> None:
    turns = {"at": ["messages", "input.messages"], "start": ["user"]}
    assert fault("turns", turns, input={"messages": [SYSTEM]}) == Fault(
        "it begins with system in input.messages[0]", "input.messages[0]"
    )


@pytest.mark.parametrize("by", ["id", "number"])
def test_results_answer_calls(by: str) -> None:
    results = {"at": "messages", "by": by}
    assert fault("tool_results", results, USER, CALL, result("b"), result("a"), ASSISTANT) is None
    found = fault("tool_results", results, USER, CALL, result("a"), result("b"), result("a"))
    assert found == Fault("messages[4] is the result of no call before it", "messages[4]")


def test_results_by_id_answer_the_call_of_that_id() -> None:
    assert fault("tool_results", {"at": "messages", "by": "number"}, CALL, result("x")) is None
    assert fault("tool_results", {"at": "messages", "by": "id"}, CALL, result("x")) is not None


def test_all_calls_are_answered_before_the_assistant_speaks_again() -> None:
    results = {"at": "messages", "by": "id", "complete": True}
    assert fault("tool_results", results, USER, CALL) is None
    found = fault("tool_results", results, CALL, result("a"), ASSISTANT)
    assert found == Fault("1 call before messages[2] without a result", "messages[2]")


def test_the_same_value_stands_at_both_paths() -> None:
    same = {"at": ["chosen.0", "rejected.0"], "if": {"not": {"required": ["prompt"]}}}
    assert fault("same", same, chosen=[USER, ASSISTANT], rejected=[USER]) is None
    assert fault("same", same, chosen=[USER], rejected=[ASSISTANT], prompt="a") is None
    found = fault("same", same, chosen=[USER], rejected=[ASSISTANT])
    assert found == Fault("chosen.0 and rejected.0 differ", "rejected.0")
