"""The classes that labels name: spelling variants folded, answers around a label told from the label itself."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

from dataaudit.formats.outputs import FREE, output_kind
from dataaudit.formats.task import looks_like_label

#: Marks that nobody sees.
_HIDDEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufe0e\ufe0f\ufeff]")
#: Quotes, brackets and Markdown around a label, the point after it, a list's dash before it.
_LEADING = re.compile(r"^(?:[\s\"'“”‘’«»`*_(\[]|[-–•](?=\s+[^\W\d]))+")
_TRAILING = " \"'“”‘’«»`*_)].,;:!?…"
#: What joins the words of a label; between digits it means something.
_JOINT = re.compile(r"(?<=[^\W_])[\s_\-‐‑–./:,'’]+(?=[^\W_])")
#: "Intent: refund", "The label is refund", '{"intent": "refund"}': a name in quotes, or what is announced.
_INSIDE = re.compile(r"[\"'`]([^\"'`]+)[\"'`]|(?:[:=]|\b(?:is|be|as))\s+([^:=]+?)[\s\"'`.!}\]]*$")

#: Longer answers are texts in their own right.
_MAX_AROUND = 400


@dataclass(frozen=True, slots=True, eq=False)
class Classes:
    """Which class each of n answers names, or which classes where most answers are lists.

    Attributes
    ----------
    index
        (n,) int, the class, or -1 where the answer is empty, names none or several.
    bare
        (n,) bool, whether the answer is the label, or the list, and nothing else: not a sentence or JSON around it.
    names
        The usual spelling of each class. The classes are in the order of their folded names, whatever the
        order of rows.
    spellings
        How often each class is written in which way.
    holder, held, written
        One for every label of a bare answer, in order: which answer, which class, in which spelling. An answer
        that is one label has one of them.
    lists
        Whether the answers are lists of labels.
    """

    index: NDArray[np.int64]
    bare: NDArray[np.bool_]
    names: Sequence[str]
    spellings: Sequence[Mapping[str, int]]
    holder: NDArray[np.int64]
    held: NDArray[np.int64]
    written: Sequence[str]
    lists: bool

    def sizes(self, among: NDArray[np.bool_]) -> NDArray[np.int64]:
        """(k,) how many of these answers, a mask of n, name each class."""
        return np.bincount(self.held[among[self.holder]], minlength=len(self.names))

    def described(self) -> list[str]:
        """What each answer says in the usual spelling, "" where it names no class and is no empty list."""
        said: list[list[str]] = [[] for _ in self.index]
        for answer, held in zip(self.holder.tolist(), self.held.tolist(), strict=True):
            said[answer].append(self.names[held])
        around = [self.names[i] if i >= 0 else "" for i in self.index]
        nothing = ["[]" if self.lists and bare else "" for bare in self.bare]
        return [", ".join(sorted(own)) or by or none for own, by, none in zip(said, around, nothing, strict=True)]


def fold(label: str) -> str:
    """What is the same in all spellings of a label: neither case nor separators nor quotes count.

    The label is brought to NFKC and case-folded; quotes, brackets and closing punctuation around it go, and so
    does what joins its words (white space, `_ - . / : ,`) or stands between JSON's parts. Signs and numbers
    stay: "-1" is not "1", "A+" not "A", "1-2" not "12", "C#" not "C". A label of nothing but punctuation keeps
    it.

    >>> fold("Refund_not-showing up"), fold("NUM:count"), fold(" -1 ")
    ('refundnotshowingup', 'numcount', '-1')
    """
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", label).casefold()).replace("−", "-")
    text = " ".join(_HIDDEN.sub("", text).split())
    if text.startswith(("{", "[")):
        text = text.replace(" ", "")
    inner = _LEADING.sub("", text).rstrip(_TRAILING)
    return _JOINT.sub(_joined, inner) or text


def find_classes(labels: Iterable[object]) -> Classes:
    """The classes that these answers name; what is no text is no answer."""
    answers = [label if isinstance(label, str) and label.strip() else None for label in labels]
    lists = _lists(answers)
    given = [[answer] if answer is not None else [] for answer in answers] if lists is None else lists
    holder = np.repeat(np.arange(len(answers)), [len(own) for own in given])
    written = [label for own in given for label in own]
    counts = Counter(written)
    named = _named(counts)
    spellings = _spellings(counts, named)
    number = {name: i for i, name in enumerate(sorted(spellings))}
    held = np.array([number.get(named[label][0], -1) for label in written], dtype=np.int64)
    alone = np.array([named[label][1] for label in written], dtype=np.bool_)
    kept = np.flatnonzero(alone & (held >= 0))
    index = np.full(len(answers), -1)
    index[holder] = held
    index[np.bincount(holder, minlength=len(answers)) > 1] = -1
    bare = np.array([lists is not None and answer is not None for answer in answers], dtype=np.bool_)
    bare[holder] = alone
    return Classes(
        index=index,
        bare=bare,
        names=[_usual(spellings[name]) for name in number],
        spellings=[spellings[name] for name in number],
        holder=holder[kept],
        held=held[kept],
        written=[written[i] for i in kept.tolist()],
        lists=lists is not None,
    )


def _lists(answers: Sequence[str | None]) -> list[list[str]] | None:
    """The labels in each answer, if most answers are JSON arrays of labels; an answer that is none is one label."""
    arrays = {answer: array for answer in set(answers) if answer and (array := _array(answer)) is not None}
    if 2 * sum(answer in arrays for answer in answers) <= sum(answer is not None for answer in answers):
        return None
    return [arrays.get(answer, [answer]) if answer is not None else [] for answer in answers]


def _array(answer: str) -> list[str] | None:
    """The different labels in a JSON array of texts."""
    if not answer.lstrip().startswith("["):
        return None
    try:
        found = orjson.loads(answer)
    except orjson.JSONDecodeError:
        return None
    is_plain = isinstance(found, list) and all(isinstance(label, str) and label.strip() for label in found)
    return list(dict.fromkeys(found)) if is_plain else None


def _named(counts: Mapping[str, int]) -> dict[str, tuple[str, bool]]:
    """Of every answer the folded name of its class, and whether it is bare."""
    folded = {answer: fold(answer) for answer in counts}
    totals: Counter[str] = Counter()
    for answer, n in counts.items():
        totals[folded[answer]] += n
    labels_are_bare = 2 * sum(n for answer, n in counts.items() if _looks_bare(answer)) >= sum(counts.values())
    named = {}
    for answer, own in folded.items():
        inside = _label_inside(answer, totals)
        if totals[inside] > totals[own]:
            named[answer] = (inside, False)
        else:
            bare = _looks_bare(answer) or not labels_are_bare
            named[answer] = (own if bare else "", bare)
    return named


def _spellings(counts: Mapping[str, int], named: Mapping[str, tuple[str, bool]]) -> dict[str, dict[str, int]]:
    """How often each class is written in which way, by its folded name."""
    spellings: dict[str, dict[str, int]] = {}
    for label, (name, bare) in named.items():
        if bare:
            spellings.setdefault(name, {})[label] = counts[label]
    return spellings


def _looks_bare(answer: str) -> bool:
    return looks_like_label(answer) and output_kind(answer) == FREE


def _label_inside(answer: str, totals: Mapping[str, int]) -> str:
    """The folded label that an answer quotes or announces, the most frequent if several; "" without one."""
    if len(answer) > _MAX_AROUND:
        return ""
    inside = {fold(quoted or announced) for quoted, announced in _INSIDE.findall(answer)}
    known = sorted(name for name in inside if totals.get(name, 0))
    return max(known, key=lambda name: totals[name], default="")


def _joined(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    joint = match[0]
    if before.isdigit() and after.isdigit():
        return joint.strip(" _") or " "
    return "-" if after.isdigit() and len(joint) > 1 and joint.endswith("-") else ""


def _usual(spellings: Mapping[str, int]) -> str:
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
