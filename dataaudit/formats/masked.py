"""Formats that say piece by piece what is trained on: tokenized by ids, segments by texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xxhash import xxh3_128_hexdigest

from dataaudit.formats.base import (
    Example,
    Format,
    Part,
    Value,
    Violation,
    canonical,
    extras,
    is_blank,
    kind_of,
    present,
)
from dataaudit.model import Severity

#: The label of tokens that are not trained on, in PyTorch's cross-entropy and every trainer built on it.
_IGNORED = -100
#: Fewer rows can't tell that no token is the usual last one. Ours.
_ROWS_TO_TELL = 20


class Tokenized(Format):
    """`input_ids`, optional `attention_mask` and `labels`: no text, so nothing about text can be judged.

    The ids are in `extra` as a hash: rows that are equal are found to be, and no encoder or search for secrets
    takes numbers for words.
    """

    name = "tokenized"
    columns = frozenset({"input_ids", "attention_mask"})
    fields: Mapping[str, str] = {}

    @property
    def required(self) -> tuple[str, ...]:
        """None: there is neither input nor output."""
        return ()

    def matches(self, value: Value) -> bool:
        """A list of integers."""
        return _are_integers(value.get("input_ids"))

    def resembles(self, value: Value) -> bool:
        """Ids, whatever they are."""
        return present(value, "input_ids")

    def example(self, value: Value) -> Example:
        """Ids and labels as a hash, and nothing else."""
        ids = {name: value[name] for name in ("input_ids", "labels") if present(value, name)}
        digest = xxh3_128_hexdigest(canonical(ids).encode("utf-8", "surrogatepass"))
        return Example(None, None, extra=extras(ids=digest))

    def violations(self, value: Value) -> list[Violation]:
        """What is no list of integers or of another length, ids below 0, and labels without a target."""
        there = [
            name for name in ("input_ids", "attention_mask", "labels") if name == "input_ids" or present(value, name)
        ]
        found = [violation for name in there for violation in _broken_numbers(value.get(name), name)]
        if found:
            return found
        ids, labels = value["input_ids"], value.get("labels")
        if len(ids) > 1 and ids[0] == ids[1]:
            message = f"input_ids begin with {ids[0]} twice: probably two marks of the beginning"
            found.append(Violation("begins-twice", message, "input_ids", Severity.WARNING))
        if min(ids) < 0:
            found.append(Violation("negative-id", f"input_ids has {min(ids)}: ids begin at 0", "input_ids"))
        for name in there[1:]:
            if len(value[name]) != len(ids):
                message = f"there are {len(ids):,} input_ids and {len(value[name]):,} in {name}"
                found.append(Violation("lengths-differ", message, name))
        if labels is not None and labels.count(_IGNORED) == len(labels):
            message = f"labels are all {_IGNORED}: there is nothing to train on"
            found.append(Violation("no-target", message, "labels"))
        return found

    def dataset_violations(self, values: Sequence[Value]) -> list[Violation]:
        """Rows that go on after the last token with a label: then that token must be the end of the text.

        Where padding and end are the same token, collators mask both, and the model never learns to stop.
        """
        lasts = Counter(last for value in values if (last := _last_target_before_mask(value)) is not None)
        if lasts.total() < _ROWS_TO_TELL or 2 * max(lasts.values()) > lasts.total():
            return []
        message = f"{lasts.total():,} rows end in masked tokens after an ordinary one: no end of text is trained on"
        return [Violation("end-masked", message, "labels", Severity.WARNING)]

    def has_one_right_answer(self, values: Sequence[Value]) -> bool:
        """No: no answer can be read."""
        del values
        return False


class Segments(Format):
    """`segments` of text with a label that says whether it is trained on: axolotl's input_output."""

    name = "segments"
    columns = frozenset({"segments"})
    fields: Mapping[str, str] = {"input": "segments", "output": "segments"}

    @property
    def required(self) -> tuple[str, ...]:
        """The text that is trained on; there need be none before it."""
        return ("output",)

    def matches(self, value: Value) -> bool:
        """A list of objects with text and label."""
        segments = value.get("segments")
        return isinstance(segments, list) and bool(segments) and all(map(_is_segment, segments))

    def resembles(self, value: Value) -> bool:
        """Segments, whatever they are."""
        return present(value, "segments")

    def example(self, value: Value) -> Example:
        """The last text that is trained on is the output, what stands before it the input.

        What comes after it, and which texts of the input are trained on too, is part of `extra`.
        """
        texts = _texts(value.get("segments"))
        end = max((i + 1 for i, (_, trained) in enumerate(texts) if trained), default=0)
        start = end
        while start and texts[start - 1][1]:
            start -= 1
        said = ["".join(text for text, _ in part) or None for part in (texts[:start], texts[start:end], texts[end:])]
        earlier = [i for i, (_, trained) in enumerate(texts[:start]) if trained]
        return Example(said[0], said[1], turns=len(texts), extra=extras(after=said[2], trained=earlier))

    def parts(self, value: Value) -> list[Part]:
        """Every segment."""
        return [Part(text, trained) for text, trained in _texts(value.get("segments"))]

    def violations(self, value: Value) -> list[Violation]:
        """What is no list of texts with labels, and segments of which none is trained on."""
        segments = value.get("segments")
        if not isinstance(segments, list):
            return [Violation("no-list", f"segments is {kind_of(segments)}, not a list", "segments")]
        found = [violation for i, one in enumerate(segments) for violation in _broken_segment(one, f"segments[{i}]")]
        if not any(trained for _, trained in _texts(segments)):
            message = "no segment has the label true: there is nothing to train on" if segments else "segments is empty"
            found.append(Violation("no-target", message, "segments"))
        return found

    def blanks(self, value: Value) -> list[Violation]:
        """Nothing to read where something is trained on."""
        trained = [text for text, trained in _texts(value.get("segments")) if trained]
        if not trained or not all(map(is_blank, trained)):
            return []
        return [Violation("empty", "the segments with the label true are empty", "segments")]


def _last_target_before_mask(value: Value) -> int | None:
    """The last token with a label, if masked ones follow it."""
    ids, labels = value.get("input_ids"), value.get("labels")
    if ids is None or labels is None or not (_are_integers(ids) and _are_integers(labels)) or len(ids) != len(labels):
        return None
    last = next((i for i in range(len(labels) - 1, -1, -1) if labels[i] != _IGNORED), None)
    return None if last is None or last == len(labels) - 1 else int(ids[last])


def _are_integers(value: Any) -> bool:
    """Whether it is a list of integers with at least one; true and false are none."""
    return isinstance(value, list) and set(map(type, value)) == {int}


def _broken_numbers(value: Any, field: str) -> Iterator[Violation]:
    if not isinstance(value, list):
        yield Violation("no-list", f"{field} is {kind_of(value)}, not a list of integers", field)
    elif not value:
        yield Violation("no-ids", f"{field} is empty", field)
    elif not _are_integers(value):
        i = next(i for i, item in enumerate(value) if type(item) is not int)
        yield Violation("no-integer", f"{field}[{i}] is {_named(value[i])}, not an integer", f"{field}[{i}]")


def _named(value: Any) -> str:
    return f"the number {value}" if isinstance(value, float) else kind_of(value)


def _is_segment(segment: Any) -> bool:
    return isinstance(segment, dict) and isinstance(segment.get("text"), str) and isinstance(segment.get("label"), bool)


def _texts(segments: Any) -> list[tuple[str, bool]]:
    """The texts of segments and whether they are trained on, as far as they can be read."""
    objects = [one for one in segments if isinstance(one, dict)] if isinstance(segments, list) else []
    return [
        (one["text"], isinstance(one.get("label"), int) and bool(one["label"]))
        for one in objects
        if isinstance(one.get("text"), str)
    ]


def _broken_segment(segment: Any, field: str) -> Iterator[Violation]:
    if not isinstance(segment, dict):
        yield Violation("segment-no-object", f"{field} is {kind_of(segment)}, not an object", field)
        return
    text, label = segment.get("text"), segment.get("label")
    if not isinstance(text, str):
        yield Violation("no-text", f"{field}.text is {kind_of(text)}, not a text", f"{field}.text")
    if not isinstance(label, bool):
        stands_for_one = isinstance(label, int) and label in (0, 1)
        severity = Severity.WARNING if stands_for_one else Severity.ERROR
        shown = label if stands_for_one else kind_of(label)
        message = f"{field}.label is {shown}, not true or false"
        yield Violation("label-no-boolean", message, f"{field}.label", severity)
