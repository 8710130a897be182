"""`dataaudit init` writes settings that load, that are true of the data, and that hostile data can't break."""

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataaudit import audit, init
from dataaudit.cli import main
from dataaudit.config import default_config, load_config, parse_config
from dataaudit.errors import DataAuditError, InputError
from dataaudit.formats import shape
from dataaudit.project import Project
from dataaudit.reading import read
from dataaudit.starter import starter_settings

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = [ROOT / "sample_data" / name for name in ("go/train.jsonl", "no-go/train.jsonl", "batch.jsonl", "eval.jsonl")]
REAL = (
    "snips/train.csv.gz",
    "lima/lima.json.gz",
    "llama-factory-demos/alpaca_en_demo.json.gz",
    "llama-factory-demos/glaive_toolcall_en_demo.json.gz",
    "llama-factory-demos/dpo_en_demo.json.gz",
    "chat-format-samples/fastchat_sharegpt_500.json",
)
NASTY = ['say "hi"\n[policy]\nrequire = []', "\\u0000\\", "\x00\x1b[31m\x7f", "'''\r\n", "é\u2028\u0085#", "", "]"]


def text_of(rows: list[dict[str, Any]], columns: Mapping[str, str] | None = None) -> str:
    reading = read(rows)
    return starter_settings(shape(reading.records, reading.sources, columns=columns), columns=columns)


def write_rows(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def broken(data: Path, config: Path) -> list[str]:
    report = audit(str(data), config=config, encoder="none", cache=False, select=["FMT011"])
    [result] = report.results
    assert result.outcome == "pass", result.reason
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize("data", SAMPLES, ids=lambda path: path.parent.name + "/" + path.name)
def test_the_contract_is_true_of_the_data_it_was_written_for(data: Path, tmp_path: Path) -> None:
    config = init(str(data), tmp_path / "dataaudit.toml")
    assert broken(data, config) == []


@pytest.mark.parametrize("name", REAL)
def test_the_contract_is_true_of_real_data(name: str, tmp_path: Path) -> None:
    if (folder := os.environ.get("DATAAUDIT_DATA")) is None:
        pytest.skip("DATAAUDIT_DATA doesn't name the folder of public data")
    data = Path(folder) / name
    assert broken(data, init(str(data), tmp_path / "dataaudit.toml")) == []


def test_all_but_the_contract_is_the_default() -> None:
    config, default = parse_config(tomllib.loads(text_of([{"text": "a", "label": "b"}] * 3)), "here"), default_config()
    assert (config.audit, config.policy) == (default.audit, default.policy)
    assert config.params["FMT011"].suite["expectations"]
    assert {**config.params, "FMT011": None} == {**default.params, "FMT011": None}


def test_what_is_commented_out_is_the_default_too() -> None:
    policy, thresholds = text_of([{"text": "a", "label": "b"}] * 3).split("[policy]")[1].split("[thresholds]")
    said = {"policy": policy.split("\n\n")[0], "thresholds": thresholds.split("\n\n")[0]}
    tables = {name: tomllib.loads(text.replace("\n# ", "\n")) for name, text in said.items()}
    assert tables["policy"].keys() == {"require", "require_review", "pass_score"}
    assert tables["thresholds"].keys() > {"clean_examples", "conflict_rows", "broken_expectations"}
    assert parse_config(tables, "here") == default_config()


def test_every_setting_of_the_project_has_an_example_that_is_possible() -> None:
    said = "[project]" + text_of([{"text": "a", "label": "b"}] * 3).split("[project]")[-1].split("\n\n")[0]
    tables = tomllib.loads(said.replace("\n# ", "\n"))
    assert tables["project"].keys() == {item.name for item in fields(Project)}
    assert parse_config(tables, "here").project == Project(**tables["project"])


def test_what_was_given_stays_in_force(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "train.jsonl", [{"question": "a", "answer": "b"}] * 3)
    columns = {"input": "question", "output": "answer"}
    config = load_config(init(str(data), tmp_path / "dataaudit.toml", format="prompt-completion", columns=columns))
    assert (config.audit.format, config.audit.map) == ("prompt-completion", columns)


def test_format_and_columns_that_were_found_are_said() -> None:
    text = text_of([{"text": "a", "category": "b"}] * 3)
    assert '# format = "text-label"\n' in text
    assert '# input is "text", label is "category"\n' in text


def test_columns_of_no_known_format_are_guessed_and_said_to_be(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "train.jsonl", [{"sentence": f"where is it {n}", "label": "track"} for n in range(3)])
    config = init(str(data), tmp_path / "dataaudit.toml")
    assert load_config(config).audit.map == {"input": "sentence", "label": "label"}
    assert "guessed by their names" in config.read_text()
    assert broken(data, config) == []


@pytest.mark.parametrize("options", [{}, {"format": "alpaca"}, {"columns": {"input": "none"}}])
def test_what_cant_be_guessed_is_asked_for_as_ever(options: dict[str, Any], tmp_path: Path) -> None:
    data = write_rows(tmp_path / "train.jsonl", [{"one": "where is it", "two": "track"}] * 3)
    with pytest.raises(DataAuditError):
        init(str(data), tmp_path / "dataaudit.toml", **options)
    assert not (tmp_path / "dataaudit.toml").exists()


def test_every_setting_of_the_policy_and_each_threshold_says_what_it_is() -> None:
    settings = text_of([{"text": "a", "label": "b"}] * 3).split("[policy]")[1].split("# What every")[0]
    lines = [line for line in settings.splitlines() if " = " in line]
    assert len(lines) > 30
    assert all("  # " in line for line in lines)
    assert "# clean_examples = { warn = 1000, fail = 300 }  # SIZE001 too-few-clean-examples, at least: " in settings


@given(st.lists(st.sampled_from(NASTY) | st.text(max_size=5), min_size=1, max_size=5))
def test_hostile_labels_stay_labels(labels: list[str]) -> None:
    kept = [label for label in labels if label.isascii() or label.encode("utf-8", "ignore").decode() == label]
    rows = [{"text": "a", "label": label} for label in [*kept, "plain"]]
    tables = tomllib.loads(text_of(rows))
    assert tables["contract"]["fields"]["label"]["values"] == sorted({*kept, "plain"})
    assert tables["policy"] == {}


@pytest.mark.parametrize("column", NASTY[:-2])
def test_hostile_columns_stay_in_their_comment(column: str) -> None:
    text = text_of([{column: "a", "answer": "b"}] * 3, {"input": column, "output": "answer"})
    tables = tomllib.loads(text)
    assert tables["audit"]["map"] == {"input": column, "output": "answer"}
    assert tables["policy"] == tables["thresholds"] == {}


def test_a_hostile_file_name_stays_in_its_comment(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "a\n[policy]\nrequire_review = true\n.jsonl", [{"text": "a", "label": "b"}] * 3)
    assert not load_config(init(str(data), tmp_path / "dataaudit.toml")).policy.require_review


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    data = write_rows(tmp_path / "train.jsonl", [{"text": "a", "label": "b"}] * 3)
    config = tmp_path / "dataaudit.toml"
    config.write_text("# mine\n")
    with pytest.raises(InputError, match="there already; --force overwrites it"):
        init(str(data), config)
    assert config.read_text() == "# mine\n"
    init(str(data), config, force=True)
    assert "[contract]" in config.read_text()


def test_the_command_writes_beside_where_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path / "train.jsonl", [{"q": "a", "a": "b"}] * 3)
    arguments = ["init", "train.jsonl", "--map", "input=q,output=a"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith("dataaudit.toml: written")
    assert main(arguments) == 2
    assert capsys.readouterr().err == (
        "dataaudit: dataaudit.toml: there already; --force overwrites it, --config FILE writes another\n"
    )
    assert main([*arguments, "--force"]) == 0
