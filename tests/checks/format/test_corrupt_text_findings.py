from typing import Any

from dataaudit.model import Severity


def rows(*outputs: str) -> list[dict[str, str]]:
    return [{"instruction": f"Say something, number {i}.", "output": text} for i, text in enumerate(outputs)]


def test_all_faults_of_a_row_are_one_finding(run: Any) -> None:
    [finding] = run("FMT007", *rows("A caf\u00c3\u00a9.<|im_end|>", "Fine.")).findings
    assert finding.message == "mojibake in output, control token in output: A caf\u00c3\u00a9.<|im_end|>"
    assert [fault["kind"] for fault in finding.evidence["faults"]] == ["mojibake", "control token"]
    assert (finding.severity, finding.confidence, finding.rows) == (Severity.ERROR, 0.95, (0,))


def test_what_the_export_did_is_one_warning_about_no_row(run: Any) -> None:
    output = run("FMT007", *rows(*["Fish &amp; chips"] * 5, *["Fine."] * 20))
    [finding] = output.findings
    assert finding.message == "HTML entities in 20 % of the rows: Fish &amp; chips"
    assert (finding.severity, finding.rows, output.measures[0].value) == (Severity.WARNING, (), 0)
    assert finding.evidence["rows_with_entities"] == [0, 1, 2, 3, 4]


def test_a_few_entities_are_their_rows_fault(run: Any) -> None:
    output = run("FMT007", *rows(*["Fish &amp; chips"] * 4, *["Fine."] * 20))
    assert [finding.rows for finding in output.findings] == [(0,), (1,), (2,), (3,)]


def test_a_tag_whose_partner_stands_in_the_template_is_meant(run: Any) -> None:
    assert run("FMT007", *rows(*[f"I see {i}.</think>Yes." for i in range(10)])).findings == ()


def test_a_system_prompt_is_looked_at_too(run: Any) -> None:
    row = {"instruction": "Hi", "output": "Hello.", "system": "You are {{bot}}."}
    [finding] = run("FMT007", row).findings
    assert finding.message == "unfilled slot in system: {{bot}}"
