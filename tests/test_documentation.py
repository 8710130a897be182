"""Every check is documented, and the README knows them all."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from dataaudit.catalogue import catalogue, documentation
from dataaudit.errors import ConfigError
from dataaudit.model import CheckSpec, Limit
from dataaudit.registry import all_checks

HEADINGS = (
    "What it does",
    "Why it matters",
    "How it is measured",
    "Thresholds and their source",
    "When it is wrong",
    "What to do",
    "References",
)
README = Path(__file__).resolve().parent.parent / "README.md"
CHECKS = pytest.mark.parametrize("spec", all_checks().values(), ids=lambda spec: spec.code)


@CHECKS
def test_a_check_has_every_heading_with_text_below(spec: CheckSpec) -> None:
    lines = spec.doc.splitlines()
    positions = [lines.index(f"## {heading}") for heading in HEADINGS]
    assert positions == sorted(positions)
    assert all(lines[position + 1].strip() or lines[position + 2].strip() for position in positions)


@CHECKS
def test_a_setting_says_where_its_number_comes_from(spec: CheckSpec) -> None:
    assert is_dataclass(spec.params)
    for setting, value in ((f, getattr(spec.params(), f.name)) for f in fields(spec.params)):
        source = value.source if isinstance(value, Limit) else setting.metadata.get("source")
        assert source, f"{spec.code}: {setting.name}"


@CHECKS
def test_explain_prints_documentation_and_settings(spec: CheckSpec) -> None:
    text = documentation(spec.code.lower())
    assert text.startswith(f"{spec.code} {spec.name} ({spec.pillar})")
    assert all(setting.name in text for setting in fields(spec.params))


@CHECKS
def test_the_catalogue_and_the_readme_name_every_check(spec: CheckSpec) -> None:
    assert spec.name in catalogue()
    assert f"| {spec.code} | {spec.name} |" in README.read_text(encoding="utf-8")


def test_an_unknown_code_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean DUP001"):
        documentation("DUP01")
