"""Settings are typed, and an unknown one is an error that names the nearest."""

from pathlib import Path

import pytest

from dataaudit.config import default_config, find_config, load_config, parse_config, selected
from dataaudit.errors import ConfigError
from dataaudit.registry import all_checks


def test_thresholds_reach_every_check_that_shares_the_measure() -> None:
    params = parse_config({"thresholds": {"redundant_rows": {"fail": 0.2}}}, "here").params
    assert params["DUP001"].redundant_rows.fail == params["DUP002"].redundant_rows.fail == 0.2
    assert params["DUP001"].redundant_rows.warn == default_config().params["DUP001"].redundant_rows.warn


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"treshold": {}}, "unknown table 'treshold'; did you mean 'thresholds'?"),
        ({"thresholds": {"redundant_row": {}}}, "did you mean 'redundant_rows'?"),
        ({"thresholds": {"redundant_rows": {"max": 1}}}, "unknown key 'max'"),
        ({"thresholds": {"redundant_rows": {"fail": "1"}}}, "fail = '1' is not a number"),
        ({"thresholds": {"redundant_rows": {"fail": True}}}, "fail = True is not a number"),
        ({"checks": {"LAB02": {}}}, "did you mean 'LAB002'?"),
        ({"checks": {"LAB002": {"fold": 3}}}, "did you mean 'folds'?"),
        ({"checks": {"LAB002": {"folds": "many"}}}, "folds = 'many'"),
        ({"checks": {"DUP001": {"redundant_rows": 3}}}, "is a threshold; set it in [thresholds]"),
        ({"policy": {"require": ["DUP01"]}}, "unknown check 'DUP01'; did you mean 'DUP001'?"),
        ({"policy": 3}, "policy = 3 is not a table"),
        ({"project": {"goal": "fun"}}, "goal = 'fun'"),
        ({"project": {"prise": 1}}, "unknown key 'prise'"),
        ({"project": {"target": 90}}, "target = 90.0 is not above 0 and at most 1"),
        ({"project": {"target": True}}, "target = True is not a number"),
        ({"project": {"data_cost": "4000"}}, "data_cost = '4000' is not a number"),
        ({"project": {"data_cost": -1}}, "data_cost = -1.0 is not between 0 and 1,000,000,000,000"),
        ({"project": {"training_cost": float("inf")}}, "training_cost = inf is not between"),
        ({"project": {"prompt_tokens": float("nan")}}, "prompt_tokens = nan is not between"),
        ({"project": {"requests_per_day": 0}}, "leave it out where it is not known"),
        ({"project": {"prompt_input_price": 1, "tuned_input_price": 1}}, "no prompt_output_price, tuned_output_price"),
        ({"checks": {"FMT009": {"data_cost": 5}}}, "data_cost is made of [project]; set it there"),
        ({"checks": {"FMT009": {"tokenizer": "a"}}}, "tokenizer is made of [checks.FMT008]; set it there"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tables: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(tables, "dataaudit.toml")
    assert str(caught.value).startswith("dataaudit.toml")
    assert message in str(caught.value)


def test_costs_and_the_tokenizer_reach_the_check_that_counts_them() -> None:
    tables = {"project": {"data_cost": 5, "requests_per_day": 7}, "checks": {"FMT008": {"tokenizer": "t.json"}}}
    config = parse_config(tables, "here")
    params = config.params["FMT009"]
    assert (params.data_cost, params.requests_per_day, params.review_cost, params.tokenizer) == (5, 7, None, "t.json")
    assert (config.project.data_cost, config.project.goal) == (5, None)


def test_topics_are_sentences_or_tables() -> None:
    entries = [
        "how to get a refund",
        {"name": "parrots", "examples": ["is it loud"]},
        {"name": "x", "description": "y"},
    ]
    topics = parse_config({"coverage": {"topics": entries}}, "settings").coverage.topics
    assert [topic.texts for topic in topics] == [("how to get a refund",), ("is it loud",), ("y",)]


@pytest.mark.parametrize(
    ("topics", "message"),
    [
        ("refunds", "is not a list"),
        ([3], r"\[coverage\]: topics, entry 1: 3 is neither a sentence nor a table"),
        ([{"name": "a", "example": ["b"]}], "unknown key 'example'"),
        ([{"examples": ["b"]}], "needs a name"),
        ([{"name": "a", "examples": [" "]}], "none of them blank"),
        (["a", "a"], "two topics are called 'a'"),
        ([{"name": "a", "examples": ["b"], "description": "c"}], "not both"),
    ],
)
def test_a_topic_that_says_nothing_is_refused(topics: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_config({"coverage": {"topics": topics}}, "settings")


def test_settings_are_found_upwards_from_the_data(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.dataaudit.policy]\nrequire_review = true\n")
    data = tmp_path / "data" / "train.jsonl"
    data.parent.mkdir()
    data.touch()
    found = find_config(data)
    assert found == tmp_path / "pyproject.toml"
    assert load_config(found).policy.require_review


def test_invalid_toml_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "dataaudit.toml"
    path.write_text("[policy\n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load_config(path)


def test_select_and_ignore_take_codes_and_prefixes() -> None:
    specs = all_checks().values()
    assert selected(specs, ["PRV", "LAB001"], ["PRV002"]) == {"PRV001", "LAB001"}
    assert selected(specs, [], []) == set(all_checks())


def test_a_code_that_no_check_has_is_refused() -> None:
    with pytest.raises(ConfigError, match="no check is called 'LAB01'"):
        selected(all_checks().values(), ["LAB01"], [])
