"""How a drift is put into words and numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from dataaudit.dataset import Corpus, Dataset
from dataaudit.drift.effects import difference
from dataaudit.drift.search import Drift
from dataaudit.evidence.signals import NO, NONE, OTHER, YES
from dataaudit.intervals import Estimate
from dataaudit.quoting import quoted
from dataaudit.wording import percent

_WIDTH, _QUOTED = 60, 200
#: What outputs with a level have; the others are called by the level itself.
_PHRASES = {
    "JSON keys": "the keys {}",
    "key order": "an unusual order of keys",
    "foreign language": "another language than the input",
    "word separator": 'words joined by "{}"',
    "edge white space": "{} white space",
    "cut off": "a cut-off end",
    "opening": 'the opening "{}"',
    "list marker": 'items marked "{}"',
    "dates": "dates like {}",
    "numbers": "numbers like {}",
}
#: Whose share it is where the signal doesn't apply to all.
_WHOSE = {
    "JSON keys": "JSON answers",
    "key order": "JSON answers",
    "word separator": "labels of several words",
    "list marker": "lists",
    "dates": "answers with a date",
    "numbers": "answers with such a number",
}
_EFFECTS = {"share": "difference of shares", "style": "total variation", "amount": "Kolmogorov-Smirnov D"}


class Contrast(NamedTuple):
    """What most sets a part apart, in words, and how often it comes on either side."""

    what: str
    hits: int
    n: int
    other_hits: int
    others: int

    @property
    def shares(self) -> tuple[Estimate, Estimate]:
        """Both shares with their intervals."""
        return Estimate.of(self.hits / self.n, self.n), Estimate.of(self.other_hits / self.others, self.others)

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of their difference."""
        return difference(self.hits, self.n, self.other_hits, self.others)


def contrast(drift: Drift) -> Contrast:
    """The level that is most more frequent in the part, of an amount all beyond or below one."""
    counts, typical = drift.counts(), drift.effect.typical
    if drift.signal.scale == "amount":
        below = typical[0] == 0
        level = typical[-1] if below else typical[0] - 1
        what = f"{'at most' if below else 'more than'} {drift.signal.levels[level]} words"
        hits = [int(side[typical].sum()) for side in counts]
    else:
        level = int(drift.effect.levels.argmax())
        what = _phrase(drift.signal.name, drift.signal.levels[level])
        hits = [int(side[level]) for side in counts]
    return Contrast(what, hits[0], int(counts[0].sum()), hits[1], int(counts[1].sum()))


def sentence(drift: Drift, dataset: Dataset, corpus: Corpus) -> str:
    """The fact and the numbers: "German in 84 % of the answers of batch "b7", 3 % of the others"."""
    found = contrast(drift)
    own, other = (percent(share.value) for share in found.shares)
    whose = _WHOSE.get(drift.signal.name, "answers")
    others = "of those accepted before" if drift.kind == "accepted" else "of the others"
    return f"{found.what} in {own} of the {whose} {_part(drift, dataset, corpus)}, {other} {others}"


def numbers(drift: Drift) -> dict[str, Any]:
    """The evidence of one drift, as JSON values."""
    found = contrast(drift)
    own, other = (share.rounded() for share in found.shares)
    low, high = found.interval
    told_apart, within = None, None
    if drift.explanation is not None and drift.explanation.share is not None:
        told_apart = drift.explanation.told_apart
        within = drift.effect.size * (1 - drift.explanation.share)
    return {
        "signal": drift.signal.name,
        "what": found.what,
        "share": own.value,
        "share_interval": [own.low, own.high],
        "others_share": other.value,
        "others_interval": [other.low, other.high],
        "difference_interval": [round(low, 4), round(high, 4)],
        "answers": found.n,
        "others": found.others,
        "effect": round(drift.effect.size, 4),
        "effect_is": _EFFECTS[drift.signal.scale],
        "effect_within_topics": None if within is None else round(within, 4),
        "inputs_told_apart": None if told_apart is None else round(told_apart, 2),
        "q": float(f"{drift.q:.2g}"),
    }


def examples(drift: Drift, corpus: Corpus) -> dict[str, str]:
    """An answer of the part that deviates and one of the others that doesn't: the first in the alphabet."""
    outputs = corpus.frame["output"]
    sides = {"example": drift.deviating, "other_example": drift.usual}
    return {name: quoted(min(outputs.iloc[rows]), _QUOTED) for name, rows in sides.items() if len(rows)}


def _phrase(signal: str, level: str) -> str:
    name = quoted(level, _WIDTH)
    if level == OTHER:
        return f"some other {signal}"
    if level in (NO, NONE):
        return f"no {signal}" if signal not in _PHRASES or level == NONE else f"not {_PHRASES[signal]}"
    return signal if level == YES and signal not in _PHRASES else _PHRASES.get(signal, "{}").format(name)


def _part(drift: Drift, dataset: Dataset, corpus: Corpus) -> str:
    """The part as it stands in a sentence."""
    if drift.kind == "accepted":
        return "here"
    if drift.kind in ("batch", "annotator"):
        return f'of {drift.kind} "{quoted(drift.name, _WIDTH)}"'
    if drift.kind == "source":
        return f"of {quoted(drift.name, _WIDTH)}"
    if drift.kind == "time":
        stamps = corpus.frame["timestamp"].iloc[drift.inside]
        return f"from {quoted(stamps.min(), _WIDTH)} to {quoted(stamps.max(), _WIDTH)}"
    rows = corpus.frame["row"].iloc[drift.inside]
    first, last = dataset.locate(int(rows.min())), dataset.locate(int(rows.max()))
    if first.line is None or first.source != last.source:
        return f"in rows {first.row}–{last.row}"
    return f"in lines {first.line}–{last.line} of {quoted(first.source, _WIDTH)}"
