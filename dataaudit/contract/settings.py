"""The table `[contract]`: what each field's values must be. Its keys, and nothing about how they are tested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

#: Great Expectations' severities: critical fails the verdict, warning warns, info informs.
Severity = Literal["critical", "warning", "info"]
#: The keys of FieldContract that are an expectation each.
Rule = Literal["values", "pattern", "not_pattern", "min_length", "max_length", "unique", "not_null", "json_schema"]


@dataclass(frozen=True, slots=True)
class FieldContract:
    """`[contract.fields.NAME]`: what the values of a field must be. A missing value breaks `not_null` alone.

    Attributes
    ----------
    values
        All values there may be.
    pattern, not_pattern
        Regular expressions that are to be found in every value, or in none; `^` and `$` hold them to the whole.
    min_length, max_length
        In characters.
    unique
        No value stands in two rows.
    not_null
        Every row has a value.
    json_schema
        The values are JSON that keeps this schema: the schema itself, or a file beside the settings.
    mostly
        The share of values, in (0, 1], that suffices; below it every row that breaks a rule is reported.
    severity
        One for the field, or one for each rule: `severity = { max_length = "warning" }`.
    """

    values: tuple[str | int | float | bool, ...] | None = None
    pattern: str | None = None
    not_pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    unique: bool = False
    not_null: bool = False
    json_schema: str | dict[str, Any] | None = None
    mostly: float = 1.0
    severity: Severity | dict[Rule, Severity] = "critical"

    def severity_of(self, rule: Rule) -> Severity:
        """How much one of the field's rules weighs."""
        return self.severity.get(rule, "critical") if isinstance(self.severity, dict) else self.severity


@dataclass(frozen=True, slots=True)
class Contract:
    """`[contract]`: the columns that must be there, the fields' rules, and a team's own suite beside the settings."""

    suite: str | None = None
    columns: tuple[str, ...] = ()
    fields: Mapping[str, FieldContract] = field(default_factory=dict)
