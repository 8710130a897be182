from __future__ import annotations

import json

import pytest

from dataaudit.errors import InputError
from dataaudit.reading import read


def places(reading):
    return [(record.line, record.value) for record in reading.records]


def kinds(reading):
    return [(problem.kind, problem.fatal, problem.message) for problem in reading.sources[0].problems]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_array_with_the_line_of_each_row(write, end):
    text = end.join(["[", "  {", '    "a": "x\\ny"', "  },", '  {"a": 2}, ["b", 3],', "", '{"a": {}}', "]"])
    reading = read(write("a.json", text))
    assert places(reading) == [(2, {"a": "x\ny"}), (5, {"a": 2}), (5, {"0": "b", "1": 3}), (7, {"a": {}})]
    assert kinds(reading) == []


def test_each_row_has_its_own_problems(write):
    text = b'[{"a": 1, "a": 2},\n"x",\n{"a": "\xff"},\n  {"a":\n Infinity}, {"a": 100000000000000000000}]'
    records = read(write("a.json", text)).records
    assert [(record.line, record.value) for record in records] == [
        (1, {"a": 2}), (2, None), (3, None), (4, None), (5, {"a": 10**20})
    ]  # fmt: skip
    assert [record.problems[0].kind for record in records] == [
        "duplicate-key", "not-an-object", "not-utf-8", "bare-nan", "big-integer"
    ]  # fmt: skip


def test_rows_under_one_field_of_a_wrapper(write):
    reading = read(write("a.json", '{"version": 1, "tags": ["x"],\n"data": [{"a": 1},\n{"a": 2}]}'))
    assert places(reading) == [(2, {"a": 1}), (3, {"a": 2})]
    message = "the rows are under 'data'; ignored beside it: 'tags', 'version'"
    assert kinds(reading) == [("wrapped", False, message)]


def test_a_wrapper_whose_field_occurs_twice_loses_no_rows(write):
    reading = read(write("a.json", '{"data": [{"a": 1}],\n"data": [{"a": 2}]}'))
    assert places(reading) == [(1, {"a": 1}), (2, {"a": 2})]
    assert [kind for kind, *_ in kinds(reading)] == ["wrapped", "duplicate-key"]


def test_a_wrapper_with_several_lists_is_ambiguous(write):
    path = write("a.json", '{"train": [["x", "y"]], "names": ["a"], "test": [["x", "y"]]}')
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value) == (
        "a.json holds several lists ('train', 'test'): save the one to audit as a file of its own."
    )


@pytest.mark.parametrize(
    "row",
    [
        {"messages": [{"role": "user", "content": "q"}], "tools": [{"type": "function"}]},
        {"conversations": [{"from": "human", "value": "q"}]},
        {"contents": [{"role": "user", "parts": [{"text": "q"}]}]},
        {"instruction": "i", "output": "o", "history": [["q", "a"]]},
        {"prompt": "p", "completion": "c"},
        {"text": "x", "meta": {"a": 1}},
        {"input": {"messages": [{"role": "user"}]}, "preferred_output": [{"role": "assistant"}]},
        {"input": {"q": 1}, "output": {"a": 1}},
    ],
)
def test_an_object_that_is_itself_a_row(write, row):
    reading = read(write("a.json", "\n" + json.dumps(row, indent=1)))
    assert places(reading) == [(2, row)]
    assert kinds(reading) == []


def test_a_wrapper_named_like_a_list_of_turns(write):
    rows = [{"messages": [{"role": "user", "content": "q"}]}]
    reading = read(write("a.json", json.dumps({"conversations": rows})))
    assert [record.value for record in reading.records] == rows


def test_an_object_of_objects_gives_rows_with_ids(write):
    reading = read(write("a.json", '{"k1": {"text": "x"},\n\n"k2": {"id": 7, "text": "y"}}'))
    assert places(reading) == [(1, {"id": "k1", "text": "x"}), (3, {"id": 7, "text": "y"})]
    assert kinds(reading) == []


def test_an_object_of_objects_keeps_rows_of_the_same_id(write):
    reading = read(write("a.json", '{"k": {"text": "x"}, "k": {"text": "y"}, "l": {"text": NaN}}'))
    assert [record.value for record in reading.records] == [
        {"id": "k", "text": "x"}, {"id": "k", "text": "y"}, None
    ]  # fmt: skip
    assert [kind for kind, *_ in kinds(reading)] == ["duplicate-key"]


def test_pandas_json_by_column_is_refused(write):
    path = write("a.json", '{"text": {"0": "x", "1": "y"}, "label": {"0": "a", "1": "b"}}')
    with pytest.raises(InputError, match=r"^a\.json is stored by column: save it by row"):
        read(path)


@pytest.mark.parametrize("text", ['"x"', "1", "null"])
def test_a_single_scalar_is_no_dataset(write, text):
    with pytest.raises(InputError, match=r"^a\.json holds a single text, number or constant, not records\.$"):
        read(write("a.json", text))


@pytest.mark.parametrize("text", ["[]", " [ ]\n", " \n"])
def test_no_rows_is_no_dataset(write, text):
    for name in ("a.json", "a.jsonl"):
        with pytest.raises(InputError, match=rf"^{name} holds no records\.$"):
            read(write(name, text))


def test_deeply_nested_rows_are_unreadable_but_not_the_file(write):
    deep = "[" * 300 + "]" * 300
    reading = read(write("a.json", f'[{{"a": 1}}, {{"a": {deep}}}]'))
    assert [record.value for record in reading.records] == [{"a": 1}, None]


def test_names_in_messages_are_escaped_and_cut(write):
    fields = {"\n": 1, "x" * 1000: 2, **dict.fromkeys("abcdef"), "data": [{"a": 1}]}
    (problem,) = read(write("a.json", json.dumps(fields))).sources[0].problems
    assert problem.message == (
        "the rows are under 'data'; ignored beside it: '\\n', 'a', 'b', 'c', 'd', 'e' and 2 more"
    )
    (record,) = read(write("b.json", f'[{{"{"x" * 1000}": 1, "{"x" * 1000}": 2}}]')).records
    assert record.problems[0].message.startswith(f"key '{'x' * 60}…' occurs more than once")


def test_a_repeated_name_that_is_not_utf8(write):
    reading = read(write("a.json", b'{"\xff": 0, "\xff": 1, "data": [{"a": 1}]}'))
    assert [problem.field for problem in reading.sources[0].problems] == [None, r"\udcff"]
