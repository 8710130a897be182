"""Formats that mark answers as good and bad: kto the whole of it, stepwise each of its steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dataaudit.formats.base import Example, Format, Value, Violation, empty, is_blank, kind_of, present
from dataaudit.formats.messages import Turn, content_text, content_violations, conversation, turns_of
from dataaudit.model import Severity
from dataaudit.wording import excerpt, plural

_COMPLETIONS = ("completion", "response")
_THUMBS: Mapping[Any, bool] = {"true": True, "1": True, "false": False, "0": False, 1: True, 0: False}


class KTO(Format):
    """A prompt, a completion, and whether it is a good one."""

    name = "kto"
    #: `response` is none of its names, but a prompt with a response is one of these without its label.
    columns = frozenset({"prompt", *_COMPLETIONS, "label"})
    fields: Mapping[str, str] = {"input": "prompt", "output": "completion"}

    def matches(self, value: Value) -> bool:
        """Prompt and completion are text or list, the label is true or false."""
        sides = (value.get("prompt"), value.get("completion"))
        return all(isinstance(side, str | list) for side in sides) and isinstance(value.get("label"), bool)

    def resembles(self, value: Value) -> bool:
        """An answer with a label that could be a thumb up or down, 0, 1 and the words included."""
        answered = "completion" in value or ("response" in value and "prompt" in value)
        return answered and is_feedback(value.get("label"))

    def example(self, value: Value) -> Example:
        """The completion is the output; the label is part of `extra`, for it is no class."""
        completion = next((value[column] for column in _COMPLETIONS if present(value, column)), None)
        turns = [*turns_of(value.get("prompt"), "user"), *turns_of(completion, "assistant")]
        return conversation(turns, extra={"label": thumb(value.get("label"))})

    def violations(self, value: Value) -> list[Violation]:
        """A prompt or completion that is neither text nor messages, a label that is not true or false."""
        found = content_violations(value.get("prompt"), "prompt", answered=False)
        if present(value, "response") and not present(value, "completion"):
            found.append(Violation("other-column", "response is called completion in this format", "response"))
        else:
            found += content_violations(value.get("completion"), "completion", answered=True)
        if not isinstance(value.get("label"), bool):
            found.append(_no_thumb(value.get("label"), "label"))
        return found

    def dataset_violations(self, values: Sequence[Value]) -> list[Violation]:
        """Nothing but good completions, or nothing but bad ones."""
        return one_sided((thumb(value.get("label")) for value in values), "label")

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """No: bad completions are among them."""
        del values
        return False


class Stepwise(Format):
    """A prompt, the steps of an answer, and of every step whether it is right: TRL's stepwise supervision."""

    name = "stepwise"
    columns = frozenset({"prompt", "completions", "labels"})
    fields: Mapping[str, str] = {"input": "prompt", "output": "completions"}

    def matches(self, value: Value) -> bool:
        """A prompt and two lists, of texts and of marks."""
        return (
            isinstance(value.get("prompt"), str | list)
            and _all(value.get("completions"), str)
            and _all(value.get("labels"), bool, int)
        )

    def resembles(self, value: Value) -> bool:
        """Several completions."""
        return present(value, "completions")

    def example(self, value: Value) -> Example:
        """The steps, one a line, are the output; their labels are part of `extra`."""
        steps = [content_text(step) or "" for step in _listed(value.get("completions"))]
        turns = turns_of(value.get("prompt"), "user")
        turns += [Turn("assistant", "\n".join(steps))] if steps else []
        return conversation(turns, extra={"labels": value.get("labels")})

    def violations(self, value: Value) -> list[Violation]:
        """A prompt that is none, steps that are no texts, labels that are no marks or not one for each step."""
        found = content_violations(value.get("prompt"), "prompt", answered=False)
        for column in ("completions", "labels"):
            if not isinstance(value.get(column), list):
                kind = kind_of(value.get(column))
                found.append(Violation("no-list", f"{column} is {kind}, not a list", column))
        steps, labels = _listed(value.get("completions")), _listed(value.get("labels"))
        if not found and not steps:
            found.append(Violation("no-steps", "completions is empty", "completions"))
        elif not found and len(steps) != len(labels):
            message = f"there are {plural(len(steps), 'completion')} and {plural(len(labels), 'label')}"
            found.append(Violation("lengths-differ", message, "labels"))
        found += [
            Violation("no-text", f"completions[{i}] is {kind_of(step)}, not a text", f"completions[{i}]")
            for i, step in enumerate(steps)
            if not isinstance(step, str)
        ]
        return found + _mark_violations(labels)

    def blanks(self, value: Value) -> list[Violation]:
        """An empty prompt, and steps without text."""
        steps = _listed(value.get("completions"))
        blank = [f"completions[{i}]" for i, step in enumerate(steps) if isinstance(step, str) and is_blank(step)]
        prompt = ["prompt"] if is_blank(self.example(value).input) else []
        return [empty(place) for place in prompt + blank]

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """No: wrong steps are among them."""
        del values
        return False


def is_feedback(label: Any) -> bool:
    """Whether a label is a thumb up or down: true or false, or the numbers or words that stand for them."""
    return thumb(label) is not None


def thumb(label: Any) -> bool | None:
    """A label as thumb up or down, None if it is neither."""
    if isinstance(label, str):
        label = label.strip().casefold()
    return _THUMBS.get(label) if isinstance(label, str | int | float) else None


def one_sided(thumbs: Iterable[bool | None], column: str) -> list[Violation]:
    """A violation if several thumbs all point one way; missing ones don't count."""
    given = [one for one in thumbs if one is not None]
    if len(given) < 2 or len(set(given)) > 1:
        return []
    mark = "true" if given[0] else "false"
    message = f"{column} is {mark} in all {plural(len(given), 'row')}: good can't be told from bad"
    return [Violation("one-sided", message, column, Severity.WARNING)]


def _no_thumb(label: Any, column: str) -> Violation:
    message = f"{column} is {_shown(label)}, not true or false"
    if is_feedback(label):
        message += "; if it marks nothing good or bad, say so with --format prompt-completion"
    return Violation("label-no-boolean", message, column)


def _mark_violations(labels: Sequence[Any]) -> list[Violation]:
    """Labels of steps that are no booleans: TRL takes 0 and 1, nobody anything else."""
    wrong = [(i, label) for i, label in enumerate(labels) if not isinstance(label, bool)]
    refused = next(((i, label) for i, label in wrong if not (isinstance(label, int) and label in (0, 1))), None)
    if not wrong:
        return []
    i, label = refused or wrong[0]
    severity = Severity.WARNING if refused is None else Severity.ERROR
    message = f"labels[{i}] is {_shown(label)}, not true or false"
    return [Violation("label-no-boolean", message, f"labels[{i}]", severity)]


def _shown(label: Any) -> str:
    if isinstance(label, str):
        return f"the text {excerpt(label, 40)!r}"
    return excerpt(str(label), 40) if isinstance(label, int | float) else kind_of(label)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _all(value: Any, *types: type) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, types) for item in value)
