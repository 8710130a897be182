"""A contract that is fitted to data is kept by them, whatever they are."""

import json
from typing import Any

import pytest
from contract_parts import contract, dataset_of
from hypothesis import given
from hypothesis import strategies as st

from dataaudit.contract.fitting import fitted_contract
from dataaudit.contract.frame import contract_frame
from dataaudit.contract.json_schema import compiled, fits
from dataaudit.contract.json_shape import MAX_DEPTH, MAX_KEYS, MIN_SEEN, json_schema_of
from dataaudit.contract.validation import breaches

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), VALUES) | st.lists(VALUES, max_size=3), min_size=1, max_size=60)
)
def test_a_schema_is_kept_by_the_texts_it_was_made_of(values: list[Any]) -> None:
    texts = [json.dumps(value) for value in values]
    schema = json_schema_of(texts)
    validator = compiled(schema, "here")
    assert all(fits(validator, text) for text in texts)


def test_keys_that_all_objects_have_are_required_and_frequent_ones_typed() -> None:
    texts = [json.dumps({"n": n, "why": None if n else "x"} | ({"rare": 1} if n < 3 else {})) for n in range(MIN_SEEN)]
    assert json_schema_of(texts) == {
        "type": "object",
        "required": ["n", "why"],
        "properties": {"n": {"type": "number"}, "why": {"type": ["null", "string"]}},
    }


def test_a_map_has_no_properties() -> None:
    texts = [json.dumps({f"user {n}": 1}) for n in range(MAX_KEYS + 1)]
    assert json_schema_of(texts) == {"type": "object"}


def test_deep_nesting_ends_somewhere() -> None:
    text = "[" * 900 + "]" * 900
    schema = json_schema_of([text] * MIN_SEEN)
    assert json.dumps(schema).count("items") == MAX_DEPTH


@pytest.mark.parametrize("texts", [[], ['{"a": 1}', "no"], ['{"a": 1}', "3"]])
def test_other_texts_than_json_objects_and_arrays_have_no_schema(texts: list[str]) -> None:
    assert json_schema_of(texts) is None


def labelled(n: int, **more: Any) -> list[dict[str, Any]]:
    return [{"text": f"where is parcel {i}", "label": f"label {i % n}", **more} for i in range(4 * n)]


def test_labels_and_columns_of_classification() -> None:
    assert fitted_contract(dataset_of(labelled(3, annotator="ann"))) == {
        "columns": ["input", "output", "label"],
        "fields": {
            "input": {"not_null": True, "max_length": 36, "severity": {"max_length": "warning"}},
            "label": {"not_null": True, "values": ["label 0", "label 1", "label 2"]},
            "annotator": {"not_null": True, "severity": "warning"},
        },
    }


def test_more_labels_than_a_list_holds_are_not_listed() -> None:
    assert "values" not in fitted_contract(dataset_of(labelled(201)))["fields"]["label"]


def test_answers_in_json_get_a_schema() -> None:
    rows = [{"prompt": f"order {n}", "completion": json.dumps({"order": n})} for n in range(30)]
    schema = fitted_contract(dataset_of(rows))["fields"]["output"]["json_schema"]
    assert schema == {"type": "object", "required": ["order"], "properties": {"order": {"type": "number"}}}


def test_what_is_missing_somewhere_may_be_missing() -> None:
    rows = [{"prompt": "a", "completion": "b", "id": 1}, {"prompt": "c", "completion": "", "id": None}]
    fields = fitted_contract(dataset_of(rows))["fields"]
    assert fields["id"] == {"unique": True, "severity": "warning"}
    assert fields["output"] == {"not_null": True, "max_length": 2, "severity": {"max_length": "warning"}}


@pytest.mark.parametrize(
    "rows",
    [
        labelled(3),
        [{"text": "a\x00b\u2028", "label": "it's \"so\"\\n\x1b[0m"}] * 3,
        [{"messages": [{"role": "user", "content": "hi"}]}, {"messages": []}],
        [{"prompt": "x", "completion": "[" * 900 + "]" * 900}] * 30,
        [{"prompt": 'x', "completion": json.dumps({"a b.c": [{"$ref": 1}]})}] * 30,
    ],
)  # fmt: skip
def test_data_keep_the_contract_that_was_fitted_to_them(rows: list[dict[str, Any]]) -> None:
    dataset = dataset_of(rows)
    suite = contract(**fitted_contract(dataset))
    assert breaches(contract_frame(dataset, suite), suite) == []
