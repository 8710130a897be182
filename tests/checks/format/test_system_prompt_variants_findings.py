from typing import Any

from dataaudit.model import Severity

PROMPT = "You are a helpful assistant of the shop, and you answer in one short sentence."


def rows(*prompts: str) -> list[dict[str, str]]:
    return [{"instruction": f"Question {i}?", "output": "Yes.", "system": text} for i, text in enumerate(prompts)]


def test_a_variant_is_shown_beside_the_usual_prompt(run: Any) -> None:
    [finding] = run("FMT009", *rows(*[PROMPT] * 30, PROMPT.replace("short", "shrot"))).findings
    assert finding.message == "1 row with a variant of the usual system prompt"
    assert "in one shrot sentence" in finding.evidence["prompt"]
    assert "in one short sentence" in finding.evidence["usual_prompt"]
    assert (finding.severity, finding.rows) == (Severity.WARNING, (30,))


def test_rows_without_the_prompt_are_one_warning(run: Any) -> None:
    [finding] = run("FMT009", *rows(*[PROMPT] * 30, "", " ")).findings
    assert finding.message == "2 rows without the system prompt that most have"
    assert finding.rows == (30, 31)


def test_a_mixture_is_a_note_about_no_row(run: Any) -> None:
    output = run("FMT009", *rows(*[PROMPT] * 10, *[""] * 30))
    [finding] = output.findings
    assert (finding.severity, finding.rows) == (Severity.INFO, ())
    assert [(m.name, m.value) for m in output.measures][:3] == [
        ("system_prompts", 1),
        ("variant_rows", 0),
        ("rows_without_prompt", 30),
    ]


def test_two_frequent_prompts_are_both_meant(run: Any) -> None:
    assert run("FMT009", *rows(*[PROMPT] * 30, *[PROMPT + " Be kind."] * 10)).findings == ()
