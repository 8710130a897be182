"""Inputs to which several rows give different answers that are no labels, and which of the answers contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from dataaudit.answers.closed import Closed, agree
from dataaudit.answers.prompts import ClosedSets, Prompt
from dataaudit.dataset import Corpus
from dataaudit.evidence.text import TextEvidence, normalise
from dataaudit.formats.base import is_blank

#: More different answers to one input are samples, not slips. Ours.
_MOST_ANSWERS = 20


@dataclass(frozen=True)
class Answer:
    """An answer to an input.

    Attributes
    ----------
    positions
        Those that give it.
    text
        It, in one of its spellings.
    closed
        What is closed in it, by key: see `answers.statements`.
    """

    positions: Sequence[int]
    text: str
    closed: Mapping[str, Closed]

    def contradicts(self, other: Answer) -> set[str]:
        """The keys under which they say different things."""
        shared = self.closed.keys() & other.closed.keys()
        return {key for key in shared if agree(self.closed[key], other.closed[key]) is False}

    def repeats(self, other: Answer) -> bool:
        """Whether they say the same, or one says the other in passing."""
        shared = self.closed.keys() & other.closed.keys()
        if shared and all(agree(self.closed[key], other.closed[key]) for key in shared):
            return True
        return self._occurs_in(other) or other._occurs_in(self)

    def stated(self, keys: Iterable[str]) -> str:
        """What it says under these keys."""
        said = {key: self.closed[key].text for key in keys if key in self.closed}
        return ", ".join(f"{key}: {text}" if key else text for key, text in said.items())

    def _occurs_in(self, other: Answer) -> bool:
        return any(f" {normalise(closed.text)} " in other._words for closed in self.closed.values())

    @cached_property
    def _words(self) -> str:
        return f" {normalise(self.text)} "


@dataclass(frozen=True, slots=True)
class SameInput:
    """An input with several answers.

    Attributes
    ----------
    positions
        All that have it, ascending; the first is one of DATA's.
    answers
        Each of its answers; none where there are too many for one to be the right one.
    """

    positions: Sequence[int]
    answers: Sequence[Answer]

    def contradictions(self) -> dict[int, str]:
        """What is said at every position whose answer contradicts another, in order of position."""
        closed = [answer for answer in self.answers if answer.closed]
        pairs = [(one, other, one.contradicts(other)) for one, other in combinations(closed, 2)]
        disputed = sorted(set().union(*(keys for _, _, keys in pairs)))
        opposed = [answer for one, other, keys in pairs if keys for answer in (one, other)]
        said = {position: answer.stated(disputed) for answer in opposed for position in answer.positions}
        return dict(sorted(said.items()))

    def is_answered_freely(self) -> bool:
        """Whether any two answers differ by more than words around what they say."""
        return not self.answers or not all(one.repeats(other) for one, other in combinations(self.answers, 2))


def same_inputs(corpus: Corpus, text: TextEvidence) -> Iterator[SameInput]:
    """The inputs of DATA that have several answers, which may still say the same.

    Rows are compared that have the same system prompt, input and `extra`, and neither input nor answer is blank.
    """
    systems, inputs, outputs = (corpus.frame[column].tolist() for column in ("system", "input", "output"))
    sets = ClosedSets(output for output in outputs if isinstance(output, str))
    for positions in _comparable(corpus, text):
        groups: dict[bytes, list[int]] = {}
        for i in positions:
            groups.setdefault(text.normalised[i], []).append(i)
        if len(groups) > _MOST_ANSWERS:
            yield SameInput(positions, ())
        elif len(groups) > 1:
            # of several spellings the first one, whatever the order of rows
            prompt = Prompt(*min((systems[i] or "", inputs[i]) for i in positions))
            texts = [min(outputs[i] for i in same) for same in groups.values()]
            yield SameInput(
                positions,
                [
                    Answer(same, text, prompt.closed(text, sets))
                    for same, text in zip(groups.values(), texts, strict=True)
                ],
            )


def _comparable(corpus: Corpus, text: TextEvidence) -> Iterator[list[int]]:
    """Positions that can be compared, ascending, the first of them one of DATA's."""
    frame = corpus.frame
    inputs, outputs = frame["input"].tolist(), frame["output"].tolist()
    extra = frame["extra"].tolist() if "extra" in frame else [None] * len(frame)
    for group in text.groups(text.input_normalised):
        alike: dict[str | None, list[int]] = {}
        for i in group.tolist():
            if not is_blank(inputs[i]) and not is_blank(outputs[i]):
                alike.setdefault(extra[i] if isinstance(extra[i], str) else None, []).append(i)
        yield from (positions for positions in alike.values() if positions[0] < corpus.audited)
