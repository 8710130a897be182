"""Signals: how each output is written, one property at a time, as levels that can be counted and compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
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
_JOINT = ", "
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


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """What was found out about the single texts of a corpus, to be used again for another that holds them.

    Attributes
    ----------
    outputs
        One row for each distinct output that is no label: `text` and the value of every property.
    inputs
        One row for each distinct input: `text` and `language`.
    """

    outputs: pa.Table
    inputs: pa.Table

    @classmethod
    def from_table(cls, table: pa.Table) -> Described:
        """What `to_table` made a table of."""
        outputs = pc.sum(table.column("is output")).as_py() or 0
        inputs = table.slice(outputs).select(["text", "language"])
        return cls(table.slice(0, outputs).drop_columns("is output"), inputs)

    def to_table(self) -> pa.Table:
        """Both below each other, to be kept on disk."""
        sides = ((self.outputs, True), (self.inputs, False))
        marked = [side.append_column("is output", pa.array([mark] * len(side), pa.bool_())) for side, mark in sides]
        return pa.concat_tables(marked, promote_options="permissive")


def describe(frame: pd.DataFrame, task: Task) -> Described:
    """Find out what takes long about the texts of a frame with the columns of `Dataset.examples`."""
    outputs = [] if _labelled(frame, task) else [text for text in _outputs(frame) if text is not None]
    kinds = answer_kinds(outputs, labelled=False)
    texts = sorted(kinds)
    columns = _columns(texts, [kinds[text] for text in texts])
    inputs = sorted({text for text in frame["input"].tolist() if isinstance(text, str)} if texts else ())
    languages = pa.array([language(text) for text in inputs], pa.large_string())
    return Described(
        pa.table({"text": pa.array(texts, pa.large_string()), **columns}),
        pa.table({"text": pa.array(inputs, pa.large_string()), "language": languages}),
    )


def output_signals(frame: pd.DataFrame, task: Task, known: Described | None = None) -> dict[str, Signal]:
    """The signals of a corpus frame, or of any frame with the columns of `Dataset.examples`, by name.

    Outputs that are labels have only signals of their form: kind, keys, letter case, separator, white space and
    closing punctuation. A signal that is the same for all outputs is left out. Levels don't depend on the order
    of rows. Texts that are `known` are not looked at again.
    """
    labelled = _labelled(frame, task)
    outputs = _outputs(frame)
    old = _columns_of(known.outputs) if known and not labelled else {}
    old_texts = old.pop("text", [])
    seen = set(old_texts)
    kinds = answer_kinds([text for text in outputs if text is not None and text not in seen], labelled=labelled)
    new_texts = sorted(kinds)
    number = {text: i for i, text in enumerate([*old_texts, *new_texts])}
    index = np.array([-1 if text is None else number[text] for text in outputs], dtype=np.int64)
    new = _columns(new_texts, [kinds[text] for text in new_texts])
    columns = {name: old.get(name, []) + values for name, values in new.items()}
    columns["key order"] = _unusual_orders(columns["JSON keys"], index)
    columns["JSON keys"] = [_sorted_keys(order) for order in columns["JSON keys"]]
    columns["opening"] = _common(columns["opening"], index)
    found = {name: _signal(name, column, index) for name, column in columns.items()}
    asked = _columns_of(known.inputs) if known else {"text": [], "language": []}
    languages = dict(zip(asked["text"], asked["language"], strict=True))
    found["foreign language"] = _foreign(frame["input"], columns["language"], index, languages)
    return {name: found[name] for name in _SCALES if len(found[name].levels) > 1}


def _labelled(frame: pd.DataFrame, task: Task) -> bool:
    return task == "classification" and frame["label"].equals(frame["output"])


def _columns_of(table: pa.Table) -> dict[str, list[Any]]:
    return {name: table.column(name).to_pylist() for name in table.column_names}


def _outputs(frame: pd.DataFrame) -> list[str | None]:
    return [text if isinstance(text, str) and not is_blank(text) else None for text in frame["output"].tolist()]


def _columns(texts: Sequence[str], kinds: Sequence[str]) -> dict[str, list[Any]]:
    """The value of every property for each of distinct outputs, None where it doesn't apply to its kind."""

    def of(applies: frozenset[str], find: Callable[[str], Any]) -> list[Any]:
        return [find(text) if kind in applies else None for text, kind in zip(texts, kinds, strict=True)]

    labels, texts_proper = frozenset({LABEL}), frozenset(kinds) - {LABEL}
    cases = of(labels, style.label_case) if LABEL in kinds else of(_PROSE, style.casing)
    items = of(_PROSE, style.list_items)
    return {
        "kind": [
            style.layout(text, own) if kind == FREE else kind
            for text, kind, own in zip(texts, kinds, items, strict=True)
        ],
        "JSON keys": of(_JSON_OBJECTS, _keys),
        "length": of(texts_proper, style.words),
        "language": of(_PROSE | _JSON_OBJECTS, language),
        "letter case": cases,
        "word separator": of(labels, style.separator),
        "edge white space": [style.edge_space(text) for text in texts],
        "closing punctuation": of(_PROSE | labels, style.ends_sentence),
        "boilerplate": _boilerplate(texts, kinds),
        "cut off": of(_PROSE, lambda text: truncation(text) is not None),
        "opening": of(_PROSE, style.opening),
        "list marker": [style.list_marker(own) if own else None for own in items],
        "headings": of(_PROSE, style.has_heading),
        "bold": of(_PROSE, style.has_bold),
        "tables": of(_PROSE, style.has_table),
        "emoji": of(_PROSE, style.has_emoji),
        "dates": of(_PROSE, style.date_format),
        "numbers": of(_PROSE, style.number_format),
    }


def _boilerplate(texts: Sequence[str], kinds: Sequence[str]) -> list[str | None]:
    said = boilerplate_kinds(texts)
    return [own or NONE if kind in _PROSE else None for own, kind in zip(said, kinds, strict=True)]


def _keys(text: str) -> str | None:
    """The keys of a JSON object in the order in which they are written."""
    try:
        value = orjson.loads(text[text.find("{") : text.rfind("}") + 1])
    except ValueError:
        return None
    return _JOINT.join(value) if isinstance(value, dict) else None


def _sorted_keys(order: str | None) -> str | None:
    return None if order is None else _JOINT.join(sorted(order.split(_JOINT)))


def _unusual_orders(orders: Sequence[str | None], index: Codes) -> list[bool | None]:
    """Whether the keys stand in another order than they mostly do."""
    usual: dict[str | None, str] = {}
    for order, _ in _ranked(orders, index):
        usual.setdefault(_sorted_keys(order), order)
    return [None if order is None else usual[_sorted_keys(order)] != order for order in orders]


def _common(openings: Sequence[str | None], index: Codes) -> list[str | None]:
    kept = {opening for opening, n in _ranked(openings, index) if n >= _MIN_OPENINGS}
    return [opening if opening is None or opening in kept else OTHER for opening in openings]


def _ranked(values: Sequence[str | None], index: Codes) -> list[tuple[str, int]]:
    """The values with the number of outputs that have them, the most frequent first."""
    codes, found = pd.factorize(np.array(values, dtype=object))
    own = _at(codes, index)
    counts = np.bincount(own[own >= 0], minlength=len(found))
    return sorted(zip(found.tolist(), counts.tolist(), strict=True), key=lambda item: (-item[1], item[0]))


def _signal(name: str, values: Sequence[Any], index: Codes) -> Signal:
    """The signal of all outputs from its value for each distinct output and the index of these."""
    scale = _SCALES[name]
    if scale == "amount":
        return _amount(name, values, index)
    if scale == "share":
        return _compact(name, scale, (NO, YES), _at([-1 if value is None else int(value) for value in values], index))
    ranked = [value for value, _ in _ranked(values, index) if value != OTHER][:MAX_LEVELS]
    number = dict(zip([None, *ranked], range(-1, len(ranked)), strict=True))
    codes = [number.get(value, len(ranked)) for value in values]
    return _compact(name, scale, (*ranked, OTHER), _at(codes, index))


def _amount(name: str, values: Sequence[int | None], index: Codes) -> Signal:
    amounts = np.array([np.nan if value is None else value for value in [*values, None]])[index]
    known = ~np.isnan(amounts)
    if not known.any():
        return Signal(name, "amount", (), np.full(len(index), -1))
    upper = np.unique(np.quantile(amounts[known], np.arange(1, _BINS + 1) / _BINS, method="higher"))
    codes = np.where(known, np.searchsorted(upper, amounts), -1)
    return Signal(name, "amount", tuple(f"{value:g}" for value in upper.tolist()), codes)


def _at(codes: Sequence[int] | Codes, index: Codes) -> Codes:
    """The level of each output from that of each distinct one."""
    return np.append(np.asarray(codes, dtype=np.int64), -1)[index]


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


def _foreign(
    inputs: pd.Series[Any], languages: Sequence[str | None], index: Codes, known: Mapping[str, str | None]
) -> Signal:
    """Whether an output is in another language than its input, where both are known."""
    answered = [None if i < 0 else languages[i] for i in index.tolist()]
    texts = [text if answer and isinstance(text, str) else "" for text, answer in zip(inputs, answered, strict=True)]
    asked = {text: known[text] if text in known else language(text) for text in set(texts)}
    pairs = [(asked[text], answer) for text, answer in zip(texts, answered, strict=True)]
    codes = np.array([-1 if None in pair else int(pair[0] != pair[1]) for pair in pairs], dtype=np.int64)
    return _compact("foreign language", "share", (NO, YES), codes)
