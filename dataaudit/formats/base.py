"""What a format is: a name, two levels of recognition, an example, and the rules its consumers share."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from dataaudit.evidence.text import normalise
from dataaudit.model import Place, Severity

Value = Mapping[str, Any]

#: Last words of columns that say what the answer is, the surest first. Beside a lone `text` or `prompt`
#: such a column makes them more than that.
_ANSWER_WORDS = (
    "output", "outputs", "completion", "completions", "response", "responses", "answer", "answers",
    "solution", "label", "labels", "class", "target", "targets", "intent", "intents", "sentiment",
    "gold", "expected", "reference", "references", "annotation", "annotations",
)  # fmt: skip


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


class Part(NamedTuple):
    """A piece of an example in the order in which a model reads it, and whether it is learnt."""

    text: str
    trained: bool


class Violation(NamedTuple):
    """A rule that a record breaks: a short name for it, a sentence, and the place within the record.

    An error is what every consumer of the format refuses or can't learn from; what some of them take, or what is
    only probably not meant, is a warning.
    """

    rule: str
    message: str
    field: str | None = None
    severity: Severity = Severity.ERROR


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
    """

    name: str
    columns: frozenset[str]
    companions: frozenset[str] = frozenset()
    fields: Mapping[str, str]

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that no useful example lacks."""
        return ("input", "output")

    @abstractmethod
    def matches(self, value: Value) -> bool:
        """Whether the record has the signature, types of values included."""

    def is_plain(self, value: Value) -> bool:
        """Whether it surely is of this format and breaks none of its rules: a quick test that may say no."""
        del value
        return False

    @abstractmethod
    def resembles(self, value: Value) -> bool:
        """Whether the record is meant to be of this format, going by its columns."""

    @abstractmethod
    def example(self, value: Value) -> Example:
        """The example, as far as the record goes: a malformed record gives None where it can't be read."""

    @abstractmethod
    def violations(self, value: Value) -> list[Violation]:
        """The rules that the record breaks, of those that every consumer of the format shares."""

    def dataset_violations(self, values: Sequence[Value]) -> list[Violation]:
        """The rules that all records together break; an empty list where the format has none."""
        del values
        return []

    def refuses(self, value: Value) -> bool:
        """Whether the record breaks a rule that makes every consumer refuse it."""
        return any(violation.severity is Severity.ERROR for violation in self.violations(value))

    def blanks(self, value: Value) -> list[Violation]:
        """What should hold text and doesn't."""
        example = self.example(value)
        return [empty(self.fields[name]) for name in self.required if is_blank(getattr(example, name))]

    def parts(self, value: Value) -> list[Part]:
        """The texts of the example in order: system prompt, input, and the output, which is trained on."""
        example = self.example(value)
        texts = ((example.system, False), (example.input, False), (example.output, True))
        return [Part(text, trained) for text, trained in texts if text is not None]

    def fitted(self, values: Sequence[Value]) -> Format:
        """The format with those columns that these records use, where it can have several."""
        del values
        return self

    def bound(self, columns: Mapping[str, str]) -> Format:
        """The format reading the columns of a `Dataset.columns`."""
        del columns
        return self

    def answer_place(self, value: Value) -> Place | None:
        """Where the answer stands in the record, None where it is not one value that could be replaced."""
        del value
        return None

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """Whether the outputs of these records are the answers to give, and not one side of a comparison."""
        del values
        return True


def empty(place: str) -> Violation:
    """A place that should hold text and doesn't."""
    return Violation("empty", f"{place} is empty", place)


def present(value: Value, column: str) -> bool:
    """Whether a column is there; null is absent, since tables pad with it."""
    return value.get(column) is not None


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


def place_of(value: Value, path: str) -> Place:
    """The place that `lookup` looks at."""
    if path in value:
        return (path,)
    place: list[str | int] = []
    found: Any = value
    for part in path.split("."):
        place.append(int(part) if isinstance(found, list) else part)
        found = lookup(value, ".".join(map(str, place)))
    return tuple(place)


@lru_cache(maxsize=4096)
def answer_rank(column: str) -> int | None:
    """How surely a column goes by a name for answers, 0 being surest; None if it doesn't.

    `answer`, `hard_label` and `Ground-truth label` do.
    """
    words = normalise(column).split()
    return _ANSWER_WORDS.index(words[-1]) if words and words[-1] in _ANSWER_WORDS else None


def says_answer(value: Value) -> bool:
    """Whether a record has a column that goes by a name for answers."""
    return any(present(value, column) and answer_rank(column) is not None for column in value)


def is_blank(text: str | None) -> bool:
    """Whether a reader would see nothing: missing, empty, or white space and invisible characters only."""
    if not text or text[0].isalnum():
        return not text
    return not any(character.isprintable() and character != " " for character in text)


def canonical(value: Any) -> str:
    """JSON with sorted keys and without white space: equal for equal content, whatever the order of keys."""
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # an integer beyond 64 bits
        return json.dumps(value, default=str, sort_keys=True, separators=(",", ":"))


def extras(**found: Any) -> str | None:
    """`Example.extra`: a canonical JSON object of what is there, None if nothing is."""
    there = {name: value for name, value in found.items() if value not in (None, "", [], {})}
    return canonical(there) if there else None


def scalar_text(value: Any) -> str | None:
    """A plain value as text: 1 and 1.0 are "1", true is "true"; None for lists, objects and null."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value) if isinstance(value, int) else None


def kind_of(value: Any) -> str:
    """What a JSON value is, for messages: "a text", "a number", "an object"."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "a text", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), f"a {type(value).__name__}")
