"""Holds a dataset against a profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from dataaudit.dataset import Dataset
from dataaudit.formats.base import Value
from dataaudit.formats.trainers.profile import ROW_TESTS, Consequence, Profile, Rule
from dataaudit.formats.trainers.row_tests import RowTest, full_schema, row_test
from dataaudit.formats.trainers.whole_tests import whole_test

_LOSSES = (Consequence.REJECT, Consequence.DROP)
_FORMAT_SOURCE = "the formats that its documentation names"


class Breach(NamedTuple):
    """A rule that is broken: by a row, or by the files as a whole where `row` is None."""

    rule: Rule
    detail: str
    row: int | None = None
    field: str | None = None

    @property
    def message(self) -> str:
        """The rule in words, and what was found instead."""
        return f"{self.rule.says} ({self.detail})"

    @property
    def loses_data(self) -> bool:
        """Whether the row, or the file, is refused or left out."""
        return self.rule.consequence in _LOSSES


def breaches_of_rows(profile: Profile, dataset: Dataset, *, losses: bool = False) -> Iterator[Breach]:
    """Every rule that each row of the dataset's format breaks, by row; none of a format it doesn't read.

    With `losses` only the rules whose breach loses the row are asked.
    """
    if dataset.format not in profile.formats:
        return
    is_fine, tests = _row_tests(profile, dataset.format, losses)
    for row in dataset.examples.index.tolist():
        value = dataset.records[row].value
        if value is None or is_fine(value):
            continue
        for rule, test in tests:
            if (fault := test(value)) is not None:
                yield Breach(rule, fault.detail, row, fault.field)


def breaches_of_whole(profile: Profile, dataset: Dataset) -> list[Breach]:
    """The rules that the files as a whole break, the format itself among them."""
    if dataset.format not in profile.formats:
        return [Breach(_format_rule(profile), f"the data are {dataset.format}")]
    rules = [rule for rule in profile.rules_for(dataset.format) if rule.kind not in ROW_TESTS]
    return [Breach(rule, detail) for rule in rules for detail in whole_test(rule.kind)(dataset, rule.test)]


def first_refusal(profile: Profile, dataset: Dataset) -> Breach | None:
    """The first reason why not all of the dataset gets through as it is; None where it does."""
    losses = (breach for breach in breaches_of_whole(profile, dataset) if breach.loses_data)
    return next(losses, None) or next(breaches_of_rows(profile, dataset, losses=True), None)


def _format_rule(profile: Profile) -> Rule:
    says = f"it reads {', '.join(profile.formats)}"
    return Rule("format", Consequence.REJECT, says, _FORMAT_SOURCE, (), "formats", profile.formats)


@cache
def _row_tests(
    profile: Profile, format: str, losses: bool
) -> tuple[Callable[[Value], bool], list[tuple[Rule, RowTest]]]:
    """Whether a row breaks nothing at all, and the test of each rule; with `losses` of those alone that lose the row.

    All schemas together are held against a row in one pass: nearly all rows are fine, and that is quick.
    """
    import jsonschema_rs

    rules = (rule for rule in profile.rules_for(format) if rule.kind in ROW_TESTS)
    own = [rule for rule in rules if rule.consequence in _LOSSES or not losses]
    tests = [(rule, row_test(rule.kind, rule.test)) for rule in own]
    schemas = [full_schema(rule.test) for rule in own if rule.kind == "schema"]
    matches = jsonschema_rs.Draft7Validator({"allOf": schemas} if schemas else True).is_valid
    others = [test for rule, test in tests if rule.kind != "schema"]
    return lambda value: matches(value) and not any(test(value) for test in others), tests
