"""What is wrong with a row or with the data, in words; of a team's own expectations in those of their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from dataaudit.contract.json_schema import compiled, misfit
from dataaudit.contract.suite import MATCH_JSON_SCHEMA, Expectation
from dataaudit.contract.validation import Breach
from dataaudit.formats.base import canonical
from dataaudit.quoting import quoted
from dataaudit.wording import plural

_VALUE_WIDTH = 40
_ARGUMENTS_WIDTH = 80
_REASON_WIDTH = 120
_COLUMN_SET = "expect_table_columns_to_match_set"
_PREFIXES = ("expect_column_values_", "expect_column_value_", "expect_column_", "expect_table_", "expect_")
#: Arguments that don't say what a value must be.
_UNSAID = frozenset({"mostly", "row_condition", "condition_parser", "column", "column_A", "column_B", "column_list"})

Phrase = Callable[[Any], str]


def row_phrase(expectation: Expectation) -> Phrase:
    """Says of a value what is wrong with it, to follow the name of its field: "is 'refnd', not one of 7 values".

    The value is a list where an expectation is about several columns.
    """
    make = _PHRASES.get(expectation["type"])
    if make is not None:
        return make(expectation["kwargs"])
    return lambda value: f"is {_shown(value)}, expected {expected(expectation)}"


def table_phrase(breach: Breach, columns: Sequence[str]) -> str:
    """What is wrong with the data as a whole, with what was observed where Great Expectations says it.

    `columns` are those of the frame, to name the nearest where the one expected is not among them.
    """
    if breach.absent is not None:
        nearest = get_close_matches(breach.absent, columns, n=1, cutoff=0.5)
        hint = f"did you mean {_shown(nearest[0])}?" if nearest else f"there are {', '.join(columns)}"
        return f"the contract is about {_shown(breach.absent)}, which the data don't have; {hint}"
    if breach.expectation["type"] == _COLUMN_SET:
        return _columns(breach)
    about = " and ".join(breach.columns) or "the data"
    observed = breach.result.get("observed_value")
    found = "" if observed is None else f", found {_shown(_plain(observed), _ARGUMENTS_WIDTH)}"
    return f"{about}: expected {expected(breach.expectation)}{found}"


def _columns(breach: Breach) -> str:
    """Which columns are missing, and which are too many where no others are allowed."""
    mismatched = breach.result.get("details", {}).get("mismatched", {})
    others = mismatched.get("unexpected", ()) if breach.expectation["kwargs"].get("exact_match", True) else ()
    said = (("have no column", mismatched.get("missing", ())), ("should have no column", others))
    lists = [f"{words} {', '.join(_shown(str(name)) for name in names)}" for words, names in said if names]
    return "the data " + " and ".join(lists)


def expected(expectation: Expectation) -> str:
    """An expectation in words, from its name and arguments: "to be between (min_value 1, max_value 5)"."""
    kind: str = expectation["type"]
    words = next((kind.removeprefix(prefix) for prefix in _PREFIXES if kind.startswith(prefix)), kind)
    arguments = {key: value for key, value in expectation["kwargs"].items() if key not in _UNSAID}
    said = ", ".join(f"{key} {_shown(value, _ARGUMENTS_WIDTH)}" for key, value in sorted(arguments.items()))
    return words.replace("_", " ") + (f" ({said})" if said else "")


def _missing(_: Mapping[str, Any]) -> Phrase:
    return lambda _: "is missing"


def _repeated(_: Mapping[str, Any]) -> Phrase:
    return lambda value: f"is {_shown(value)} in several rows, expected to be unique"


def _in_set(kwargs: Mapping[str, Any]) -> Phrase:
    values = plural(len(kwargs["value_set"]), "value")
    return lambda value: f"is {_shown(value)}, not one of the {values} expected"


def _matching(kwargs: Mapping[str, Any]) -> Phrase:
    return lambda value: f"is {_shown(value)}, which {_shown(kwargs['regex'])} doesn't match"


def _not_matching(kwargs: Mapping[str, Any]) -> Phrase:
    return lambda value: f"is {_shown(value)}, which {_shown(kwargs['regex'])} matches"


def _of_length(kwargs: Mapping[str, Any]) -> Phrase:
    bounds = (("at least", kwargs.get("min_value")), ("at most", kwargs.get("max_value")))
    wanted = " and ".join(f"{word} {bound:,}" for word, bound in bounds if bound is not None)
    return lambda value: f"has {plural(len(str(value)), 'character')}, expected {wanted}"


def _fitting(kwargs: Mapping[str, Any]) -> Phrase:
    validator = compiled(kwargs["json_schema"], "json_schema")
    return lambda value: f"doesn't fit its JSON Schema: {quoted(misfit(validator, value), _REASON_WIDTH)}"


_PHRASES: Mapping[str, Callable[[Mapping[str, Any]], Phrase]] = {
    "expect_column_values_to_not_be_null": _missing,
    "expect_column_values_to_be_unique": _repeated,
    "expect_compound_columns_to_be_unique": _repeated,
    "expect_column_values_to_be_in_set": _in_set,
    "expect_column_values_to_match_regex": _matching,
    "expect_column_values_to_not_match_regex": _not_matching,
    "expect_column_value_lengths_to_be_between": _of_length,
    MATCH_JSON_SCHEMA: _fitting,
}


def _shown(value: Any, width: int = _VALUE_WIDTH) -> str:
    """A value of the data or of the contract: texts in quotes, all else as JSON."""
    return f"'{quoted(value, width)}'" if isinstance(value, str) else quoted(canonical(value), width)


def _plain(value: Any) -> Any:
    """Numbers of NumPy as Python's."""
    return value.item() if hasattr(value, "item") else value
