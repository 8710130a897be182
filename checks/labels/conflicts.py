"""How inputs with several labels or answers are reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dataaudit.dataset import Corpus, Dataset
from dataaudit.model import Finding, Severity
from dataaudit.quoting import QUOTED_ROWS, quoted
from dataaudit.wording import plural

_QUOTED, _WIDTH = 200, 60


def conflict(code: str, dataset: Dataset, corpus: Corpus, said: Mapping[int, str], what: str) -> Finding:
    """The finding of an input to which positions, ascending, say different things.

    `what` they say is a "label" or an "answer". One of them or more is of DATA.
    """
    own = [position for position in said if position < corpus.audited]
    counts = Counter(said.values())
    answers = {_short(name): n for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))}
    evidence = {"text": quoted(corpus.at(own[0], "input"), _QUOTED), f"{what}s": answers}
    message = f"one input, {len(counts)} {what}s: {', '.join(f'{name} ({n})' for name, n in answers.items())}"
    if who := _annotators(corpus, said):
        evidence["annotators"] = who
    here = {said[position] for position in own}
    other = next((position for position in said if position >= corpus.audited and here != {said[position]}), None)
    if other is not None:
        evidence |= {"accepted": corpus.place(other), f"accepted_{what}": _short(said[other])}
        message += f"; accepted {corpus.named_place(other)} has {_short(said[other])}"
    return Finding(
        code,
        message,
        dataset.locate_all((corpus.at(position, "row") for position in own), "label" if what == "label" else "output"),
        evidence=evidence,
        suggestion=f"decide which {what} is right and give it to all of these rows, or drop them",
    )


def free_answers(code: str, corpus: Corpus, inputs: Sequence[Sequence[int]]) -> Iterator[Finding]:
    """A note of the inputs to which DATA's positions give several free answers, if there are any.

    It has no locations, since there is nothing to do with these rows; a few are quoted.
    """
    if not inputs:
        return
    n = sum(map(len, inputs))
    shown = [position for positions in inputs for position in positions][:QUOTED_ROWS]
    yield Finding(
        code,
        f"{plural(len(inputs), 'input')} with several free answers, in {plural(n, 'row')}",
        severity=Severity.INFO,
        evidence={"inputs": len(inputs), "rows": [_row(corpus, position) for position in shown]},
        disqualifies=False,
    )


def _annotators(corpus: Corpus, said: Mapping[int, str]) -> dict[str, list[str]]:
    """Who said what, where the data tell."""
    if "annotator" not in corpus.frame:
        return {}
    who: dict[str, set[str]] = {}
    for position, name in said.items():
        if isinstance(annotator := corpus.at(position, "annotator"), str):
            who.setdefault(_short(name), set()).add(quoted(annotator, _WIDTH))
    return {name: sorted(annotators) for name, annotators in sorted(who.items())}


def _row(corpus: Corpus, position: int) -> dict[str, Any]:
    texts = {name: quoted(corpus.at(position, name), _QUOTED) for name in ("input", "output")}
    return {"row": int(corpus.at(position, "row")), **texts}


def _short(name: str) -> str:
    return quoted(name, _WIDTH)
