"""Signals: how each output is written, one property at a time, as levels that can be counted and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import orjson
import pandas as pd
from numpy.typing import NDArray

from dataaudit.dataset import Task
from dataaudit.formats import style
from dataaudit.formats.base import is_blank
from dataaudit.formats.endings import truncation
from dataaudit.formats.languages import language
from dataaudit.formats.outputs import FREE, LABEL, SENTENCE, answer_kinds
from dataaudit.formats.phrases import boilerplate_kinds

Scale = Literal["share", "style", "amount"]
Codes = NDArray[np.int64]

#: Rarer levels of a style count as one: they can't be told apart by counting.
MAX_LEVELS = 12
NO, YES, NONE, OTHER = "no", "yes", "none", "other"
#: An opening that fewer outputs share is how language goes.
_MIN_OPENINGS = 20
#: Amounts are compared by their rank: so many bins, each with as many outputs as the next.
_BINS = 10
_PROSE = frozenset({FREE, SENTENCE})
_JSON_OBJECTS = frozenset({"JSON object", "fenced JSON"})

_SCALES: Mapping[str, Scale] = {
    "kind": "style",
    "JSON keys": "style",
    "key order": "share",
    "length": "amount",
    "language": "style",
    "foreign language": "share",
    "letter case": "style",
    "word separator": "style",
    "edge white space": "style",
    "closing punctuation": "share",
    "boilerplate": "style",
    "cut off": "share",
    "opening": "style",
    "list marker": "style",
    "headings": "share",
    "bold": "share",
    "tables": "share",
    "emoji": "share",
    "dates": "style",
    "numbers": "style",
}


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """One property of n outputs.

    Attributes
    ----------
    scale
        "share": an output has it or not; "style": it has one of several; "amount": a number, in bins that hold
        equally many outputs.
    levels
        The names of the levels: NO and YES of a share; of an amount the greatest value in each bin.
    codes
        (n,) int, the level of each output, -1 where the property doesn't apply to it.
    """

    name: str
    scale: Scale
    levels: tuple[str, ...]
    codes: Codes


def output_signals(frame: pd.DataFrame, task: Task) -> dict[str, Signal]:
    """The signals of a corpus frame, or of any frame with the columns of `Dataset.examples`, by name.

    Outputs that are labels have only signals of their form: kind, keys, letter case, separator, white space and
    closing punctuation. A signal that is the same for all outputs is left out. Levels don't depend on the order
    of rows.
    """
    labelled = task == "classification" and frame["label"].equals(frame["output"])
    outputs = [text if isinstance(text, str) and not is_blank(text) else None for text in frame["output"].tolist()]
    kinds = answer_kinds([text for text in outputs if text is not None], labelled=labelled)
    texts = sorted(kinds)
    number = {text: i for i, text in enumerate(texts)}
    index = np.array([-1 if text is None else number[text] for text in outputs], dtype=np.int64)
    said = boilerplate_kinds(texts)
    traits = [_traits(text, kinds[text], kind) for text, kind in zip(texts, said, strict=True)]
    columns = {name: [trait.get(name) for trait in traits] for name in _SCALES}
    columns["key order"] = _unusual_orders(columns["JSON keys"], index)
    columns["JSON keys"] = [None if keys is None else ", ".join(sorted(keys)) for keys in columns["JSON keys"]]
    columns["opening"] = _common(columns["opening"], index)
    found = {name: _signal(name, column, index) for name, column in columns.items()}
    found["foreign language"] = _foreign(frame["input"], columns["language"], index)
    return {name: signal for name, signal in found.items() if len(signal.levels) > 1}


def _traits(text: str, kind: str, said: str | None) -> dict[str, Any]:
    """What one output is like; a property that doesn't apply to its kind is missing."""
    found: dict[str, Any] = {"kind": kind, "edge white space": style.edge_space(text)}
    if kind in _JSON_OBJECTS:
        found["JSON keys"] = _keys(text)
    if kind == LABEL:
        found |= {"letter case": style.label_case(text), "word separator": style.separator(text)}
        return found | {"closing punctuation": _yes(style.ends_sentence(text))}
    found["length"] = style.words(text)
    if kind in _PROSE or kind in _JSON_OBJECTS:
        found["language"] = language(text)
    if kind in _PROSE:
        found |= _prose(text) | {"boilerplate": said or NONE}
    return found


def _prose(text: str, kind: str) -> dict[str, Any]:
    items = style.list_items(text)
    return {
        "kind": style.layout(text, items) if kind == FREE else kind,
        "letter case": style.casing(text),
        "closing punctuation": _yes(style.ends_sentence(text)),
        "cut off": _yes(truncation(text) is not None),
        "opening": style.opening(text),
        "list marker": style.list_marker(items),
        "headings": _yes(style.has_heading(text)),
        "bold": _yes(style.has_bold(text)),
        "tables": _yes(style.has_table(text)),
        "emoji": _yes(style.has_emoji(text)),
        "dates": style.date_format(text),
        "numbers": style.number_format(text),
    }


def _yes(value: bool) -> str:
    return YES if value else NO


def _keys(text: str) -> tuple[str, ...] | None:
    """The keys of a JSON object in the order in which they are written."""
    try:
        value = orjson.loads(text[text.find("{") : text.rfind("}") + 1])
    except ValueError:
        return None
    return tuple(value) if isinstance(value, dict) else None


def _unusual_orders(keys: Sequence[tuple[str, ...] | None], index: Codes) -> list[str | None]:
    """Whether the keys stand in another order than they mostly do."""
    usual: dict[frozenset[str], tuple[str, ...]] = {}
    for order, _ in _ranked(keys, index):
        usual.setdefault(frozenset(order), order)
    return [None if order is None else _yes(usual[frozenset(order)] != order) for order in keys]


def _common(openings: Sequence[str | None], index: Codes) -> list[str | None]:
    kept = {opening for opening, n in _ranked(openings, index) if n >= _MIN_OPENINGS}
    return [opening if opening is None or opening in kept else OTHER for opening in openings]


def _ranked(values: Sequence[Any], index: Codes) -> list[tuple[Any, int]]:
    """The values with the number of outputs that have them, the most frequent first."""
    counts: Counter[Any] = Counter()
    for value, n in zip(values, np.bincount(index[index >= 0], minlength=len(values)).tolist(), strict=True):
        if value is not None:
            counts[value] += n
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _signal(name: str, values: Sequence[Any], index: Codes) -> Signal:
    """The signal of all outputs from its value for each distinct output and the index of these."""
    scale = _SCALES[name]
    if scale == "amount":
        return _amount(name, values, index)
    levels = (NO, YES) if scale == "share" else _levels(values, index)
    number = {level: i for i, level in enumerate(levels)}
    codes = [-1 if value is None else number.get(value, len(levels) - 1) for value in values]
    return _compact(name, scale, levels, _at(codes, index))


def _levels(values: Sequence[str | None], index: Codes) -> tuple[str, ...]:
    levels = [value for value, _ in _ranked(values, index) if value != OTHER]
    return (*levels[:MAX_LEVELS], OTHER)


def _amount(name: str, values: Sequence[int | None], index: Codes) -> Signal:
    amounts = np.array([np.nan if value is None else value for value in [*values, None]])[index]
    known = ~np.isnan(amounts)
    if not known.any():
        return Signal(name, "amount", (), np.full(len(index), -1))
    upper = np.unique(np.quantile(amounts[known], np.arange(1, _BINS + 1) / _BINS, method="higher"))
    codes = np.where(known, np.searchsorted(upper, amounts), -1)
    return Signal(name, "amount", tuple(f"{value:g}" for value in upper.tolist()), codes)


def _at(codes: Sequence[int], index: Codes) -> Codes:
    return np.array([*codes, -1], dtype=np.int64)[index]


def _compact(name: str, scale: Scale, levels: tuple[str, ...], codes: Codes) -> Signal:
    """The signal with the levels that occur; with a single one it says nothing."""
    used = np.unique(codes[codes >= 0])
    if len(used) < 2:
        return Signal(name, scale, tuple(levels[i] for i in used), codes)
    if scale == "share":
        return Signal(name, scale, levels, codes)
    number = np.full(len(levels) + 1, -1)
    number[used] = np.arange(len(used))
    return Signal(name, scale, tuple(levels[i] for i in used), number[codes])


def _foreign(inputs: pd.Series[Any], languages: Sequence[str | None], index: Codes) -> Signal:
    """Whether an output is in another language than its input, where both are known."""
    texts = [text if isinstance(text, str) else "" for text in inputs.tolist()]
    asked = {text: language(text) for text in set(texts)}
    answered = [None if i < 0 else languages[i] for i in index.tolist()]
    pairs = [(asked[text], answer) for text, answer in zip(texts, answered, strict=True)]
    codes = np.array([-1 if None in pair else int(pair[0] != pair[1]) for pair in pairs], dtype=np.int64)
    return _compact("foreign language", "share", (NO, YES), codes)
