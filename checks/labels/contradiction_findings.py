"""How prompts that ask the same and are answered in contradiction are reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from dataaudit.answers.contradictions import FORMAT, NUMBER, POLARITY, REFUSED, VALUE, Contradiction
from dataaudit.dataset import Corpus, Dataset
from dataaudit.duplicates.highlight import changes
from dataaudit.evidence.units import Units
from dataaudit.model import Finding, Severity
from dataaudit.quoting import QUOTED_ROWS, mask, quoted
from dataaudit.wording import plural

#: How sure a finding is, by what it rests on. Ours.
CONFIDENCE = {VALUE: 0.9, REFUSED: 0.9, POLARITY: 0.85, NUMBER: 0.8, FORMAT: 0.6}
#: On these one of the rows is no clean example; another format may be meant.
CERTAIN = CONFIDENCE.keys() - {FORMAT}
_QUOTED, _WIDTH = 200, 60


class Pair(NamedTuple):
    """Two units that contradict each other, one of them of DATA; how alike their inputs are."""

    first: int
    second: int
    similarity: float
    contradiction: Contradiction


def contradiction_finding(code: str, dataset: Dataset, corpus: Corpus, units: Units, pairs: Sequence[Pair]) -> Finding:
    """The finding of pairs that hang together."""
    members = sorted({unit for pair in pairs for unit in pair[:2]})
    own = np.flatnonzero(np.isin(units.of[: corpus.audited], members)).tolist()
    rows = sorted(int(corpus.at(position, "row")) for position in own)
    accepted = [int(units.shown[unit]) for unit in members if unit < units.accepted]
    surest = max(pairs, key=lambda pair: CONFIDENCE[pair.contradiction.rung])
    rung, left, right = surest.contradiction
    message = f"{plural(len(members), 'answer')} to one question, {rung}: {_short(left)} against {_short(right)}"
    evidence: dict[str, Any] = {"rung": rung, "matches": [_match(corpus, units, pair) for pair in pairs[:QUOTED_ROWS]]}
    if accepted:
        evidence |= {"accepted": corpus.place(accepted[0])}
        evidence |= {f"accepted_{name}": _quoted(corpus, accepted[0], name) for name in ("input", "output")}
        message += f"; one of them accepted {corpus.named_place(accepted[0])}"
    return Finding(
        code,
        message,
        dataset.locate_all(rows, "output"),
        severity=Severity.WARNING,
        confidence=CONFIDENCE[rung],
        evidence=evidence,
        suggestion="decide which answer is right and give it to all of these rows, or drop the others",
        disqualifies=any(pair.contradiction.rung in CERTAIN for pair in pairs),
    )


def _match(corpus: Corpus, units: Units, pair: Pair) -> dict[str, Any]:
    """A pair as it is shown: how alike the inputs are, and what differs in the answers."""
    kept, other = (int(units.shown[unit]) for unit in pair[:2])
    asked = [(corpus.at(position, "input"), corpus.at(position, "output")) for position in (kept, other)]
    rung, left, right = pair.contradiction
    runs = (
        changes(mask(asked[0][1]), mask(asked[1][1])) if rung in (NUMBER, POLARITY) else [(_short(left), _short(right))]
    )
    differs = [("input", *run) for run in changes(mask(asked[0][0]), mask(asked[1][0]))]
    differs += [("output", *run) for run in runs]
    row, beside = (int(corpus.at(position, "row")) for position in (other, kept))
    return {
        "row": row,
        "beside_row": beside if beside >= 0 else None,
        "rung": rung,
        "input": round(pair.similarity, 3),
        "differs": [dict(zip(("field", "kept", "other"), run, strict=True)) for run in differs],
    }


def _quoted(corpus: Corpus, position: int, name: str) -> str:
    return quoted(corpus.at(position, name), _QUOTED)


def _short(text: str) -> str:
    return quoted(text, _WIDTH)
