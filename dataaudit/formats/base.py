"""What a format is: a name, two levels of recognition, an example, and the rules that all its consumers share."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from dataaudit.evidence.text import normalise

Value = Mapping[str, Any]

#: Last word of a column that says what the answer is. Next to a lone `text` or `prompt` it makes them more than that.
_ANSWER_WORDS = frozenset(
    "annotation annotations answer answers class completion completions expected gold intent intents label labels "
    "output outputs reference references response responses sentiment solution target targets".split()
)


class Example(NamedTuple):
    """What a record says, whatever its format: columns of `Dataset.examples`.

    `turns` counts messages, the system prompt included; `extra` is a canonical JSON object of what else makes
    two examples different (rejected answer, tools), or None.
    """

    input: str | None
    output: str | None
    system: str | None = None
    label: str | None = None
    turns: int = 1
    extra: str | None = None


class Violation(NamedTuple):
    """A rule that a record breaks: a short name for it, a sentence, and the place within the record."""

    rule: str
    message: str
    field: str | None = None


class Format(ABC):
    """A record format. It has no state: one object serves all records.

    Attributes
    ----------
    name
        As in `--format NAME`.
    columns
        The top-level columns of its signature; a record that also fits a format with quite other columns is
        ambiguous.
    companions
        Columns that may stand beside them without making the record ambiguous.
    fields
        Which column each field of the example comes from, as reports show it.
    required
        Fields of the example that no useful example lacks.
    """

    name: str
    columns: frozenset[str]
    companions: frozenset[str] = frozenset()
    fields: Mapping[str, str]
    required: tuple[str, ...] = ("input", "output")

    @abstractmethod
    def matches(self, value: Value) -> bool:
        """Whether the record has the signature, types of values included."""

    @abstractmethod
    def resembles(self, value: Value) -> bool:
        """Whether the record is meant to be of this format, going by its columns."""

    @abstractmethod
    def example(self, value: Value) -> Example:
        """The example, as far as the record goes: a malformed record gives None where it can't be read."""

    @abstractmethod
    def violations(self, value: Value) -> list[Violation]:
        """The rules that the record breaks, of those that every consumer of the format shares."""

    def blanks(self, value: Value) -> list[str]:
        """The places of the record that should hold text and don't."""
        example = self.example(value)
        return [self.fields.get(name, name) for name in self.required if is_blank(getattr(example, name))]

    def fitted(self, values: Sequence[Value]) -> Format:
        """The format with those columns that these records use, where it can have several."""
        del values
        return self

    def bound(self, columns: Mapping[str, str]) -> Format:
        """The format reading the columns of a `Dataset.columns`."""
        del columns
        return self

    def has_one_right_answer(self, columns: Iterable[str]) -> bool:
        """Whether the output is the answer to give, rather than one side of a comparison or no answer at all."""
        del columns
        return True


def present(value: Value, *columns: str) -> bool:
    """Whether all these columns are there; null is absent, since tables pad with it."""
    return all(value.get(column) is not None for column in columns)


def lookup(value: Value, path: str) -> Any:
    """What stands at a column, or at a dotted path into nested objects and lists; None where nothing does."""
    found: Any = value
    if path in value:
        return value[path]
    for part in path.split("."):
        if isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        elif isinstance(found, Mapping):
            found = found.get(part)
        else:
            return None
    return found


def says_answer(column: str) -> bool:
    """Whether a column goes by a name for answers, as `answer`, `hard_label` and `Ground-truth label` do."""
    words = normalise(column).split()
    return bool(words) and words[-1] in _ANSWER_WORDS


def is_blank(text: str | None) -> bool:
    """Whether a reader would see nothing: missing, empty, or white space and invisible characters only."""
    return text is None or not any(character.isprintable() and character != " " for character in text)


def canonical(value: Any) -> str:
    """JSON with sorted keys and without white space: equal for equal content, whatever the order of keys."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS).decode()
    except (TypeError, ValueError):
        return _canonical_of_odd(value)


def extras(**found: Any) -> str | None:
    """`Example.extra`: a canonical JSON object of what is there, None if nothing is."""
    there = {name: value for name, value in found.items() if value not in (None, "", [], {})}
    return canonical(there) if there else None


def scalar_text(value: Any) -> str | None:
    """A label or other plain value as text: 1 and 1.0 are "1", true is "true"; None where it is no plain value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value) if isinstance(value, int) else None


def _canonical_of_odd(value: Any) -> str:
    """The same for what orjson refuses: integers beyond 64 bit, lone surrogates, more than 254 levels."""
    try:
        return json.dumps(value, default=str, sort_keys=True, separators=(",", ":"))
    except RecursionError:
        return '"nested too deeply to compare"'


def kind_of(value: Any) -> str:
    """What a JSON value is, for messages: "a text", "a number", "an object"."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), f"a {type(value).__name__}")
