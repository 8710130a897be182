"""The audit end to end, on the sample sets and on what the contract promises."""

import json
import random
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dataaudit import Report, audit
from dataaudit.model import Severity
from dataaudit.reports import json_report
from dataaudit.reports.terminal import render

SAMPLES = Path(__file__).resolve().parent.parent / "sample_data"
PLANTED = json.loads((SAMPLES / "planted.json").read_text(encoding="utf-8"))
GO, NO_GO = SAMPLES / "go/train.jsonl", SAMPLES / "no-go/train.jsonl"
PRODUCTION = SAMPLES / "production.jsonl"
#: Found only beside eval.jsonl, or informational: all rows of a class that is too small.
NOT_A_FINDING_ABOUT_ROWS = {"DUP005", "SIZE002"}

pytestmark = pytest.mark.encoder


@pytest.fixture(scope="module", autouse=True)
def no_network() -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the audit opened a connection")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="module")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("vectors")


@pytest.fixture(scope="module")
def go(cache_dir: Path) -> Report:
    return audit(GO, reference=PRODUCTION, cache_dir=cache_dir)


@pytest.fixture(scope="module")
def no_go(cache_dir: Path) -> Report:
    return audit(NO_GO, reference=PRODUCTION, cache_dir=cache_dir)


def rows_by_code(report: Report) -> set[tuple[str, frozenset[int]]]:
    return {(finding.code, frozenset(finding.rows)) for finding in report.findings if finding.rows}


def planted(name: str) -> set[tuple[str, frozenset[int]]]:
    """What must be found: a group or a conflict is one finding, everything else one a row."""
    found: set[tuple[str, frozenset[int]]] = set()
    for entry in PLANTED[name]:
        if entry["code"] in NOT_A_FINDING_ABOUT_ROWS:
            continue
        together = entry["code"] in {"DUP001", "DUP002", "LAB001", "LAB006", "SIZE003"}
        groups = [entry["rows"]] if together else [[row] for row in entry["rows"]]
        found |= {(entry["code"], frozenset(group)) for group in groups}
    return found


def test_the_go_set_is_a_go_of_which_there_is_nothing_to_mend(go: Report) -> None:
    assert go.verdict.decision == "GO"
    assert [finding for finding in go.findings if finding.severity != "info" or finding.rows] == []
    assert go.gaps == ()


def test_the_no_go_set_is_a_no_go(no_go: Report) -> None:
    assert no_go.verdict.decision == "NO-GO"


def test_every_planted_defect_is_found_on_exactly_the_planted_rows(no_go: Report) -> None:
    assert rows_by_code(no_go) == planted("no-go/train.jsonl")


def test_the_kept_row_of_a_group_is_the_first(no_go: Report) -> None:
    kept = {f.evidence["keep_row"] for f in no_go.findings if "keep_row" in f.evidence}
    assert kept == {entry["keep"] for entry in PLANTED["no-go/train.jsonl"] if "keep" in entry}


def test_the_thin_class_is_named(no_go: Report) -> None:
    (finding,) = (finding for finding in no_go.findings if finding.code == "SIZE002")
    assert finding.evidence["label"] == "invoice_copy"
    assert finding.evidence["clean"] == 6


def test_the_planted_gaps_are_found_and_no_others(no_go: Report) -> None:
    topics = [set(entry["reference_rows"]) for entry in PLANTED["gaps"]]
    found = [set(gap.reference_rows) for gap in no_go.gaps]
    for gap in found:
        assert max(len(gap & topic) for topic in topics) >= 0.8 * len(gap)
    for topic in topics:
        assert len(topic & set().union(*found)) >= 0.75 * len(topic)


def test_a_batch_is_held_against_the_accepted_data(cache_dir: Path) -> None:
    report = audit(SAMPLES / "batch.jsonl", against=NO_GO, cache_dir=cache_dir)
    assert rows_by_code(report) == planted("batch.jsonl")


def test_the_path_to_go_names_rows_that_are_there(no_go: Report) -> None:
    rows = {row for action in no_go.verdict.path_to_go for row in action.rows}
    assert rows
    assert rows <= set(no_go.rows["row"])


def test_the_row_table_has_a_line_for_every_row(no_go: Report) -> None:
    table = no_go.rows
    assert list(table.columns) == ["row", "source", "line", "codes", "severity", "clean"]
    assert len(table) == no_go.counts.rows
    assert table["clean"].sum() == no_go.counts.clean == len(no_go.clean())
    copies = {row for code, rows in planted("no-go/train.jsonl") if code == "DUP001" for row in rows}
    assert set(table.loc[table["codes"].str.contains("DUP001"), "row"]) == copies


def test_the_json_report_is_valid_and_comes_back_the_same(go: Report, no_go: Report) -> None:
    for report in (go, no_go):
        content = json.loads(json_report.render(report))
        json_report.validate(content)
        assert Report.from_dict(content) == report


def without_times(report: Report) -> dict[str, Any]:
    """The JSON report without what differs from run to run."""
    text = json.dumps(report.to_dict(), default=str)
    content: dict[str, Any] = json.loads(text)
    del content["created"], content["seconds"]
    for result in content["results"]:
        del result["seconds"]
    return content


def test_two_runs_and_any_number_of_jobs_give_the_same_report(no_go: Report, cache_dir: Path) -> None:
    once = audit(NO_GO, reference=PRODUCTION, cache_dir=cache_dir, jobs=1)
    twice = audit(NO_GO, reference=PRODUCTION, cache=False, jobs=2)
    assert json.dumps(without_times(once)) == json.dumps(without_times(twice)) == json.dumps(without_times(no_go))


def test_the_order_of_rows_does_not_matter(no_go: Report, cache_dir: Path, tmp_path: Path) -> None:
    lines = NO_GO.read_bytes().splitlines(keepends=True)
    order = list(range(len(lines)))
    random.Random(7).shuffle(order)
    shuffled = tmp_path / "train.jsonl"
    shuffled.write_bytes(b"".join(lines[row] for row in order))
    report = audit(shuffled, reference=PRODUCTION, cache_dir=cache_dir)
    assert report.verdict.reasons == no_go.verdict.reasons
    assert report.verdict.score == no_go.verdict.score
    assert [r.measures for r in report.results] == [r.measures for r in no_go.results]
    assert report.gaps == no_go.gaps
    mapped = {(code, frozenset(order[row] for row in rows)) for code, rows in rows_by_code(report)}
    by_text = {item for item in rows_by_code(no_go) if not item[0].startswith("DUP")}
    assert {item for item in mapped if not item[0].startswith("DUP")} == by_text


def test_a_frame_a_list_and_a_file_are_the_same_data(go: Report, cache_dir: Path) -> None:
    records = [json.loads(line) for line in GO.read_text(encoding="utf-8").splitlines()]
    for data in (records, pd.DataFrame(records)):
        report = audit(data, reference=PRODUCTION, cache_dir=cache_dir)
        assert report.verdict == go.verdict
        assert report.dataset["fingerprint"] == go.dataset["fingerprint"]


def test_the_readme_shows_what_comes_out(cache_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SAMPLES.parent)
    report = audit("sample_data/no-go/train.jsonl", reference="sample_data/production.jsonl", cache_dir=cache_dir)
    shown = render(report, width=80)
    assert shown.strip("\n") in Path("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("data", "name"), [(GO, "go/train.jsonl"), (NO_GO, "no-go/train.jsonl")])
def test_exactly_the_planted_leaks_are_found(data: Path, name: str, cache_dir: Path) -> None:
    report = audit(data, eval=SAMPLES / "eval.jsonl", select=["DUP005"], cache_dir=cache_dir)
    leaked = {row for entry in PLANTED[name] if entry["code"] == "DUP005" for row in entry["rows"]}
    assert rows_by_code(report) == {("DUP005", frozenset([row])) for row in leaked}
    assert report.dataset["eval"]["rows"] == 150


@pytest.mark.parametrize(("data", "severity"), [(NO_GO, Severity.WARNING), (GO, Severity.INFO)])
def test_the_baseline_fails_on_the_planted_intents_which_the_go_set_covers(
    data: Path, severity: Severity, cache_dir: Path
) -> None:
    baseline = SAMPLES / "baseline.jsonl"
    report = audit(data, baseline=baseline, select=["COV005"], encoder="minilm", cache_dir=cache_dir)
    expected = [json.loads(line)["expected"] for line in baseline.read_text(encoding="utf-8").splitlines()]
    failing = [[expected[row] for row in finding.evidence["baseline_rows"]] for finding in report.findings]
    assert sorted(max(own, key=own.count) for own in failing) == ["gift_card", "product_care"]
    assert {finding.severity for finding in report.findings} == {severity}
    assert report.dataset["baseline"]["rows"] == 200
