"""Whether two answers to prompts that ask the same contradict each other, without a language model.

The tests ("rungs") stand in the order of their precision; the first that fails names the contradiction.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

import numpy as np

from dataaudit.answers.amounts import Amount, amount_of, amounts
from dataaudit.answers.closed import agree
from dataaudit.answers.paraphrases import Paraphrases
from dataaudit.answers.prompts import ClosedSets
from dataaudit.answers.replies import Reply
from dataaudit.dataset import Corpus
from dataaudit.duplicates.contrasts import opposites
from dataaudit.duplicates.words import bases, kind
from dataaudit.evidence.text import Keys
from dataaudit.evidence.units import Units
from dataaudit.formats.objects import json_object
from dataaudit.formats.outputs import FREE, TOOL_CALL
from dataaudit.formats.phrases import AS_AN_AI, REFUSAL, boilerplate_kinds
from dataaudit.formats.prose import looks_like_code

_FIELDS = ("system", "input", "output")
VALUE, NUMBER, POLARITY, REFUSED, FORMAT = "closed answer", "number", "polarity", "refusal", "format"

#: Of what makes two texts the same but for a fact: the share of their words that stand in the same order. Ours: of
#: two sentences of seven words one may be another.
_ALIKE = 0.8
#: A number in a longer answer needn't be what was asked for. Ours.
_SHORT_ANSWER = 40
#: So many words are not the same by chance where one of many things was asked for. Ours.
_COPIED = 20
#: Objects that share fewer keys are of two kinds; as in `formats.objects`.
_SAME_KEYS = 0.5
_OBJECTS = frozenset({"JSON object", "fenced JSON", "broken JSON"})
#: Prompts that a number answers.
_QUANTITY = re.compile(
    r"\bhow (?:many|much|old|long|tall|far|high|fast|big|large|wide|deep|heavy|hot|cold)\b|\bnumber of\b|"
    r"\bwhat (?:year|date|day|time|age|percentage|number)\b|\bwhen (?:was|were|is|did|does|do|will)\b|"
    r"\b(?:calculate|compute|convert|solve|evaluate|multiply|divide|subtract|round|count)\b|"
    r"\b(?:sum|product|difference|average|mean|median|total|area|volume|perimeter|circumference|probability|percentage|"
    r"population|height|length|distance|speed|temperature|price|cost|age|square root)\b",
    re.IGNORECASE,
)


class Contradiction(NamedTuple):
    """What two answers say differently: the rung that tells, and how either puts it."""

    rung: str
    left: str
    right: str


def find_contradictions(corpus: Corpus, units: Units, input_keys: Keys, pairs: Paraphrases) -> dict[int, Contradiction]:
    """The pairs that contradict each other, by their number, without the closed answers to one input (LAB001's).

    Parameters
    ----------
    input_keys
        Of all positions, equal where system prompt and input are (`TextEvidence.input_normalised`).
    """
    sets = ClosedSets(output for output in corpus.frame["output"].tolist() if isinstance(output, str))
    members = np.union1d(pairs.first, pairs.second).tolist()
    texts = [[corpus.at(int(units.shown[unit]), name) or "" for name in _FIELDS] for unit in members]
    said = boilerplate_kinds([answer for *_, answer in texts])
    replies = {
        unit: Reply(system, asked, answer, sets, kind)
        for unit, (system, asked, answer), kind in zip(members, texts, said, strict=True)
    }
    found: dict[int, Contradiction] = {}
    for pair, (one, other) in enumerate(pairs):
        told = contradiction(replies[one], replies[other])
        is_one_input = input_keys[units.shown[one]] == input_keys[units.shown[other]]
        if told is not None and not (told.rung == VALUE and is_one_input):
            found[pair] = told
    return found


def contradiction(one: Reply, other: Reply) -> Contradiction | None:
    """How two answers to prompts that ask the same contradict each other.

    Returns
    -------
    The first of, in the order of their precision: another closed answer; another number or date in answers that are
    alike but for it, or that only give the number that was asked for; yes against no, or a sentence against its
    negation or opposite; a refusal against an answer; another format or language. None where none is found, which
    doesn't mean that the answers agree.
    """
    if one.output == other.output:
        return None
    free = one.is_free or other.is_free
    rungs = () if free else (_values, _numbers, _polarities), (_refusals, _formats)
    return next(filter(None, (rung(one, other) for rung in chain(*rungs))), None)


def _want_one_of_many(one: Reply, other: Reply) -> bool:
    return one.prompt.wants_one_of_many or other.prompt.wants_one_of_many


def _values(one: Reply, other: Reply) -> Contradiction | None:
    keys = [key for key in one.closed if key in other.closed and agree(one.closed[key], other.closed[key]) is False]
    if not keys or _want_one_of_many(one, other):
        return None
    left, right = (
        ", ".join(f"{key}: {reply.closed[key].text}" if key else reply.closed[key].text for key in keys)
        for reply in (one, other)
    )
    return Contradiction(VALUE, left, right)


def _numbers(one: Reply, other: Reply) -> Contradiction | None:
    if not (one.figures and other.figures):
        return None
    many = _want_one_of_many(one, other)
    found = None if many else _asked_number(one, other) or _number_of_a_unit(one, other)
    if found or (many and min(len(one.forms), len(other.forms)) < _COPIED):
        return found
    return _differing_number(one, other) if _share_words(one, other) else None


def _asked_number(one: Reply, other: Reply) -> Contradiction | None:
    """The one number that either answer gives, where one was asked for."""
    if not any(_QUANTITY.search(reply.prompt.question) for reply in (one, other)):
        return None
    known = amounts(one.asked_forms) + amounts(other.asked_forms)
    left, right = (_answered(reply, known) for reply in (one, other))
    if left is None or right is None or left.says(right):
        return None
    asked = frozenset().union(*map(bases, one.asked_forms + other.asked_forms))
    if left.unit != right.unit and not ("" in (left.unit, right.unit) and asked & {left.unit, right.unit}):
        return None
    return Contradiction(NUMBER, _written(left), _written(right))


def _number_of_a_unit(one: Reply, other: Reply) -> Contradiction | None:
    """The one number that either of two short answers has of a unit, in answers that share half of their words."""
    if max(len(one.forms), len(other.forms)) > _SHORT_ANSWER:
        return None
    if 2 * len(one.words & other.words) < len(one.words | other.words):
        return None
    here, there = _by_unit(one), _by_unit(other)
    for unit in sorted(here.keys() & there.keys()):
        left, right = here[unit], there[unit]
        if len(left) == len(right) == 1 and not left[0].says(right[0]):
            return Contradiction(NUMBER, _written(left[0]), _written(right[0]))
    return None


def _by_unit(reply: Reply) -> dict[str, list[Amount]]:
    found: dict[str, list[Amount]] = {}
    for figure in reply.figures:
        if figure.unit:
            found.setdefault(figure.unit, []).append(figure)
    return found


def _answered(reply: Reply, known: list[Amount]) -> Amount | None:
    """The only number of a short answer that its prompt doesn't give."""
    if len(reply.forms) > _SHORT_ANSWER:
        return None
    numbers = [figure for figure in reply.figures if figure.is_cardinal]
    new = [figure for figure in numbers if not any(figure.says(given) for given in known)]
    return new[0] if len({figure.value for figure in new}) == 1 else None


def _written(amount: Amount) -> str:
    value = amount.value
    number = value if isinstance(value, str) else f"{float(value):.{max(0, amount.places)}f}"
    return " ".join(filter(None, (number, amount.unit)))


def _share_words(one: Reply, other: Reply) -> bool:
    """Whether they can be alike in order: seen at a glance, while reading them in order takes long."""
    either = len(one.words | other.words)
    return either > 0 and len(one.words & other.words) >= _ALIKE / (2 - _ALIKE) * either


def _matcher(one: Reply, other: Reply) -> SequenceMatcher[str] | None:
    """The two side by side, where they are alike in order."""
    matcher = SequenceMatcher(None, one.frame, other.frame, autojunk=False)
    return matcher if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE else None


def _differing_number(one: Reply, other: Reply) -> Contradiction | None:
    """A number in the place of another, the same word behind both, in texts that are else alike."""
    if one.figures == other.figures or (matcher := _matcher(one, other)) is None:
        return None
    here, there = ([form for form in reply.forms if kind(form) != "negation"] for reply in (one, other))
    for start, begin, size in matcher.get_matching_blocks():
        for i, j in zip(range(start, start + size), range(begin, begin + size), strict=True):
            if here[i] == there[j] or here[i + 1 : i + 2] != there[j + 1 : j + 2]:
                continue
            left, right = amount_of(here[i]), amount_of(there[j])
            if left is not None and right is not None and not left.says(right):
                after = here[i + 1 : i + 2]
                return Contradiction(NUMBER, " ".join([here[i], *after]), " ".join([there[j], *after]))
    return None


def _polarities(one: Reply, other: Reply) -> Contradiction | None:
    if None not in (one.opening, other.opening):
        if one.opening is other.opening:
            return None
        return Contradiction(POLARITY, *("yes" if reply.opening else "no" for reply in (one, other)))
    return _negated(one, other) or _opposed(one, other) if _share_words(one, other) else None


def _negated(one: Reply, other: Reply) -> Contradiction | None:
    """A negation more, in texts that are else alike."""
    left, right = (len(reply.forms) - len(reply.frame) for reply in (one, other))
    if abs(left - right) != 1 or abs(len(one.frame) - len(other.frame)) > 1 or _matcher(one, other) is None:
        return None
    return Contradiction(POLARITY, *("negated" if n == max(left, right) else "not negated" for n in (left, right)))


def _opposed(one: Reply, other: Reply) -> Contradiction | None:
    """One word in the place of its opposite, all else being equal."""
    if len(one.frame) != len(other.frame):
        return None
    exchanged = [pair for pair in zip(one.frame, other.frame, strict=True) if pair[0] != pair[1]]
    found = opposites(exchanged[0][:1], exchanged[0][1:]) if len(exchanged) == 1 else None
    return Contradiction(POLARITY, *found) if found else None


def _refusals(one: Reply, other: Reply) -> Contradiction | None:
    """A refusal against an answer; a disclaimer is neither."""
    said = one.said_of_itself, other.said_of_itself
    if said.count(REFUSAL) != 1 or AS_AN_AI in said:
        return None
    return Contradiction(REFUSED, *("a refusal" if kind == REFUSAL else "an answer" for kind in said))


def _formats(one: Reply, other: Reply) -> Contradiction | None:
    return _kinds(one, other) or _keys(one, other) or _languages(one, other)


def _kinds(one: Reply, other: Reply) -> Contradiction | None:
    """An object in JSON against prose, if there is no code in that; other markup is written now and then."""
    kinds = one.kind, other.kind
    if FREE not in kinds or kinds[kinds[0] == FREE] not in _OBJECTS:
        return None
    prose = (one, other)[kinds.index(FREE)].output
    return None if looks_like_code(prose) else Contradiction(FORMAT, *kinds)


def _keys(one: Reply, other: Reply) -> Contradiction | None:
    objects = json_object(one.output), json_object(other.output)
    if objects[0] is None or objects[1] is None or TOOL_CALL in (one.kind, other.kind):
        return None
    here, there = (frozenset(found) for found in objects if found is not None)
    if len(here & there) >= _SAME_KEYS * len(here | there):
        return None
    return Contradiction(FORMAT, *(", ".join(sorted(keys)) for keys in (here, there)))


def _languages(one: Reply, other: Reply) -> Contradiction | None:
    if one.language is None or other.language is None or one.language == other.language:
        return None
    return Contradiction(FORMAT, one.language, other.language)
