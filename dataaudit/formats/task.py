"""Whether the answers are a closed set of labels (classification) or free text (generation)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dataaudit.dataset import Task
from dataaudit.evidence.text import normalise
from dataaudit.formats.base import is_blank

#: Fewer answers than this can't show that they come from a list. Ours.
MIN_ANSWERS = 20
#: A label is a name: on one line, no longer than a line of a menu. The longest of CLINC150, Banking77,
#: SNIPS, TREC and HINT3 has 48 characters. Ours.
LABEL_LENGTH = 60
#: Share of answers that must look like labels. What is left for sentences and JSON around a label is the
#: share in which FMT003 still sees a common format, so that it can say that they are off it. Ours.
LABEL_SHARE = 0.8
#: "min_average instances of each class" by which openai 0.28's `prepare_data` inferred classification.
MIN_PER_LABEL = 3
#: Good-Turing estimate of the chance that the next answer is a new one (Good 1953): answers seen once over
#: all. Ours; ten labels in 30 rows have .05, short answers to open questions .5 and more.
MAX_NEW = 0.15
#: Numbers are quantities unless they are few: a rating from 0 to 10.
MAX_NUMBERS = 11

_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d.,]*\s?%?")
_SENTENCE_END = tuple(".!?。！？")


def infer_task(outputs: Sequence[str | None], labels: Sequence[str | None]) -> Task:
    """Classification where any row has a label or the outputs are a closed set, else generation.

    Parameters
    ----------
    outputs, labels
        Of every row; `outputs` are looked at only where there is no label at all.
    """
    labelled = any(label is not None for label in labels)
    answers = [output for output in outputs if output is not None and not is_blank(output)]
    return "classification" if labelled or is_closed_set(answers) else "generation"


def is_closed_set(answers: Iterable[str]) -> bool:
    """Whether answers are names out of a list rather than texts.

    Four tests, on answers that are equal after `normalise` (so that spelling variants count as one):

    1. there are at least MIN_ANSWERS, and 80 % look like labels: short, one line, no sentence;
    2. among these there are two different ones or more, and on average three of each;
    3. hardly any is seen only once: the estimated chance that the next one is new is at most 15 %;
    4. they are not mostly numbers, unless there are no more of them than on a scale from 0 to 10.
    """
    raw = Counter(answers)
    labels: Counter[str] = Counter()
    for answer, n in raw.items():
        if looks_like_label(answer):
            labels[normalise(answer)] += n
    short, distinct = labels.total(), len(labels)
    if raw.total() < MIN_ANSWERS or short < LABEL_SHARE * raw.total() or distinct < 2:
        return False
    seen_once = sum(n == 1 for n in labels.values())
    if MIN_PER_LABEL * distinct > short or seen_once > MAX_NEW * short:
        return False
    numbers = [label for label in labels if _NUMBER.fullmatch(label)]
    return len(numbers) <= MAX_NUMBERS or 2 * sum(labels[label] for label in numbers) <= short


def looks_like_label(answer: str) -> bool:
    """Whether an answer could be the name of a class: short, on one line, no sentence of several words."""
    text = answer.strip()
    if not text or len(text) > LABEL_LENGTH or "\n" in text:
        return False
    return not text.endswith(_SENTENCE_END) or len(text.split()) == 1


def known_labels(answers: Iterable[str]) -> Mapping[str, int]:
    """The normalised answers that are seen more than once, and how often: they are in the closed set."""
    counts: Counter[str] = Counter()
    for answer, n in Counter(answers).items():
        counts[normalise(answer)] += n
    return {label: n for label, n in counts.items() if n > 1}
