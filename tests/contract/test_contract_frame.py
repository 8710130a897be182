"""The frame holds the fields that the data have, and the columns of the records that a suite names."""

from contract_parts import contract, dataset_of, suite_of

from dataaudit.contract.frame import columns_of, contract_frame

ROWS = [
    {"text": "hello", "label": "greeting", "score": 1, "meta": {"lang": "en"}, "tags": ["b", "a"], "id": 7},
    {"text": "bye", "label": "parting", "score": None, "meta": {}, "tags": []},
]


def test_fields_that_the_data_have_are_there_and_others_are_not() -> None:
    frame = contract_frame(dataset_of(ROWS), contract(columns=["input"]))
    assert list(frame) == ["id", "input", "output", "label", "turns"]
    assert frame["id"].tolist() == ["7", None]


def test_columns_of_the_records_that_are_named_are_there() -> None:
    suite = contract(columns=["tags"], fields={"score": {"not_null": True}, "meta.lang": {"not_null": True}})
    frame = contract_frame(dataset_of(ROWS), suite)
    assert frame["score"].tolist() == [1, None]
    assert frame["meta.lang"].tolist() == ["en", None]
    assert frame["tags"].tolist() == ['["b","a"]', "[]"]


def test_a_field_goes_before_a_column_of_its_name() -> None:
    rows = [{"prompt": "hi", "completion": "hello", "input": 3}]
    frame = contract_frame(dataset_of(rows), contract(columns=["input", "record.input", "record.nothing"]))
    assert frame["input"].tolist() == ["hi"]
    assert frame["record.input"].tolist() == [3]
    assert "record.nothing" not in frame


def test_rows_that_are_no_examples_are_not_there() -> None:
    frame = contract_frame(
        dataset_of([ROWS[0], {"text": "\ud800", "label": "x"}, ROWS[1]]), contract(columns=["score"])
    )
    assert frame.index.tolist() == [0, 2]
    assert frame["score"].tolist() == [1, None]


def test_columns_named_in_conditions_are_there() -> None:
    condition = {"type": "comparison", "column": {"name": "score"}, "operator": ">", "parameter": 0}
    suite = suite_of(("expect_column_values_to_be_unique", {"column": "label", "row_condition": condition}))
    assert "score" in contract_frame(dataset_of(ROWS), suite)


def test_the_columns_an_expectation_is_about() -> None:
    assert columns_of(
        {"type": "expect_column_pair_values_to_be_equal", "kwargs": {"column_A": "a", "column_B": "b"}}
    ) == ("a", "b")
    assert columns_of({"type": "expect_compound_columns_to_be_unique", "kwargs": {"column_list": ["a"]}}) == ("a",)
    assert columns_of({"type": "expect_table_columns_to_match_ordered_list", "kwargs": {"column_list": ["a"]}}) == ()
