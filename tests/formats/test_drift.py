"""Values that change their type from record to record."""

from typing import Any

from dataaudit.formats.drift import Keys, Types


def calling(name: str, arguments: str) -> dict[str, Any]:
    call = {"id": "a", "type": "function", "function": {"name": name, "arguments": arguments}}
    return {"messages": [{"role": "assistant", "content": None, "tool_calls": [call]}]}


def test_the_arguments_of_a_function_are_compared_although_they_are_text() -> None:
    values = {0: calling("f", '{"n": 1}'), 3: calling("f", '{"n": "1"}'), 4: calling("f", '{"n": 2.5, "m": null}')}
    path = "messages[].tool_calls[].function.f().n"
    assert Keys.of(values).changing_types() == {path: Types({"number": 2, "text": 1}, {"number": 0, "text": 3})}


def test_two_functions_may_call_two_things_alike() -> None:
    assert Keys.of({0: calling("f", '{"n": 1}'), 1: calling("g", '{"n": "1"}')}).changing_types() == {}


def test_arguments_that_are_no_object_are_text() -> None:
    assert Keys.of({0: calling("f", '"{}"'), 1: calling("f", "{"), 2: calling("f", "[1]")}).changing_types() == {}


def test_long_lists_of_numbers_are_compared_with_what_is_none() -> None:
    changing = Keys.of({0: {"ids": [1, 2, 3]}, 1: {"ids": [4, None, "5"]}, 2: {"ids": []}}).changing_types()
    assert changing == {"ids[]": Types({"number": 4, "text": 1}, {"number": 0, "text": 1})}


def padded(*messages: Any) -> dict[str, int]:
    keys = Keys.of({row: {"messages": list(said), "note": None} for row, said in enumerate(messages)})
    return {path: types.counts["null"] for path, types in keys.padded({"messages", "note"}).items()}


def test_a_key_that_all_objects_have_and_some_as_null_is_padded() -> None:
    said = [{"content": None, "name": None, "weight": 1}, {"content": "x", "name": "Ann", "weight": 0}]
    assert padded(said, said[:1]) == {"messages[].name": 2}


def test_a_null_that_only_some_objects_have_was_written_on_purpose() -> None:
    assert padded([{"content": "x", "name": None}], [{"content": "x"}]) == {}
