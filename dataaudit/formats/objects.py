"""Which keys the JSON objects among outputs have, and which objects deviate from what the others have.

Objects are compared by their signatures: the keys in order, each with the type of its value. There are few
of them however many objects there are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import orjson

#: Keys with the types of their values, in order.
Signature = tuple[tuple[str, str], ...]
#: Where an object stands in an output ("" is the whole, "address", "items[]"), and its signature.
Place = tuple[str, Signature]
#: All objects of an output.
Places = tuple[Place, ...]

_TYPES = {
    str: "text",
    int: "number",
    float: "number",
    bool: "boolean",
    list: "list",
    dict: "object",
    type(None): "null",
}
_FENCED = re.compile(r"```[ \t]*(?:json)?[ \t]*\n(.*)\n[ \t]*```", re.DOTALL | re.IGNORECASE)
_THOUGHT = re.compile(r"<think>.*?</think>\s*", re.DOTALL)
_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[\W_]+")
#: difflib's ratio from which two names are one: `colour` and `color` have .91, `valid` and `invalid` .83. Ours.
_ALIKE = 0.85
#: Longer keys are data; they are equal or not.
_LONGEST_NAME = 60
#: So many sets of keys are compared with each other, however few objects there are.
_MAX_SETS = 100
#: Two sets of keys that share fewer are two kinds of object. Ours.
_SAME_KIND = 0.5


def json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that an output is, fenced or after reasoning or bare; None where it is something else."""
    text = text.strip()
    if text.startswith("<think>"):
        text = _THOUGHT.sub("", text, count=1)
    fenced = _FENCED.fullmatch(text) if text.startswith("```") else None
    body = fenced[1].strip() if fenced else text
    if not body.startswith("{"):
        return None
    try:
        value = orjson.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def signatures(value: Mapping[str, Any]) -> Iterator[Place]:
    """The signature of an object and of those one level below, each with where it stands."""
    yield "", _signature(value)
    for key, inner in value.items():
        if isinstance(inner, dict):
            yield key, _signature(inner)
        elif isinstance(inner, list):
            yield from ((f"{key}[]", _signature(item)) for item in inner if isinstance(item, dict))


def kinds(counts: Mapping[Signature, int], rare: float) -> list[list[Signature]]:
    """Signatures by kind of object, the most frequent kind first.

    A set of keys that more than the share `rare` of all objects have, and that has fewer than half of its keys
    in common with every more frequent one, is a kind of its own; every other set belongs to the kind nearest to
    it. There are none where too many objects have a set of their own: then the keys are data.
    """
    sets: Counter[frozenset[str]] = Counter()
    for signature, n in counts.items():
        sets[_keys(signature)] += n
    if len(sets) > max(_MAX_SETS, 4 * rare * sets.total()):
        return []
    heads: list[frozenset[str]] = []
    kind_of: dict[frozenset[str], int] = {}
    for keys in sorted(sets, key=lambda keys: (-sets[keys], sorted(keys))):
        likeness = [_likeness(keys, head) for head in heads]
        nearest = max(range(len(heads)), key=likeness.__getitem__, default=None)
        if nearest is None or (likeness[nearest] < _SAME_KIND and sets[keys] > rare * sets.total()):
            heads.append(keys)
            nearest = len(heads) - 1
        kind_of[keys] = nearest
    return [sorted(s for s in counts if kind_of[_keys(s)] == kind) for kind in range(len(heads))]


@dataclass(frozen=True, slots=True)
class Shape:
    """What nearly all objects of a kind have in common.

    Attributes
    ----------
    required
        Keys that nearly all have.
    known
        Keys that more than a few have, required or optional.
    renamed
        Of a key that stands in place of a more frequent one of nearly the same name, that one.
    types
        The type of a key's value in nearly all objects; nulls are not counted.
    order
        The order in which most have their keys.
    """

    required: frozenset[str]
    known: frozenset[str]
    renamed: Mapping[str, str]
    types: Mapping[str, str]
    order: tuple[str, ...]

    @classmethod
    def of(cls, counts: Mapping[Signature, int], rare: float) -> Shape | None:
        """The shape of objects, None where too many have keys that hardly another has: a map, not a record.

        Parameters
        ----------
        counts
            How many objects have each signature.
        rare
            What at most this share of the objects does is a deviation; what more do is an option.
        """
        total = sum(counts.values())
        pairs: Counter[tuple[str, str]] = Counter()
        orders: Counter[tuple[str, ...]] = Counter()
        for signature, n in counts.items():
            orders[tuple(key for key, _ in signature)] += n
            for pair in set(signature):
                pairs[pair] += n
        renamed = _renamed(orders)
        present: Counter[str] = Counter()
        for (key, _), n in pairs.items():
            present[renamed.get(key, key)] += n
        known = frozenset(key for key, n in present.items() if n > rare * total)
        strangers = sum(n for keys, n in orders.items() if any(renamed.get(key, key) not in known for key in keys))
        if strangers > 4 * rare * total:
            return None
        return cls(
            required=frozenset(key for key, n in present.items() if n >= (1 - rare) * total),
            known=known,
            renamed=renamed,
            types=_usual_types(pairs, renamed, rare),
            order=max(sorted(orders), key=lambda keys: orders[keys]),
        )

    def deviations(self, signature: Signature, place: str) -> list[str]:
        """What an object has otherwise, in words; `place` is where it stands in the output."""
        prefix = f"{place}." if place else ""
        found = []
        for key, kind in signature:
            usual = self.renamed.get(key, key)
            if usual != key:
                found.append(f"'{prefix}{usual}' is called '{prefix}{key}'")
            elif key not in self.known:
                found.append(f"'{prefix}{key}' is not a usual key")
            if kind not in ("null", self.types.get(usual, kind)):
                found.append(f"'{prefix}{key}' is a {kind}, not a {self.types[usual]}")
        there = {self.renamed.get(key, key) for key, _ in signature}
        return found + [f"'{prefix}{key}' is missing" for key in sorted(self.required - there)]

    def is_reordered(self, signature: Signature) -> bool:
        """Whether an object has the usual keys in another order."""
        keys = tuple(key for key, _ in signature)
        return keys != self.order and sorted(keys) == sorted(self.order)


def shapes(counts: Mapping[Places, int], rare: float, least: int) -> dict[Place, Shape]:
    """What is usual for each object, compared with those of its kind at its place.

    Parameters
    ----------
    counts
        How many outputs are made of these objects.
    rare
        See `Shape.of`.
    least
        Where there are fewer objects, nothing is usual.
    """
    at: dict[str, Counter[Signature]] = {}
    for places, n in counts.items():
        for place, signature in places:
            at.setdefault(place, Counter())[signature] += n
    usual = {}
    for place, found in at.items():
        for kind in kinds(found, rare) if found.total() >= least else ():
            shape = Shape.of({signature: found[signature] for signature in kind}, rare)
            if shape is not None:
                usual.update({(place, signature): shape for signature in kind})
    return usual


def deviations_of(places: Places, usual: Mapping[Place, Shape]) -> list[str]:
    """What an output has otherwise, in words."""
    return [
        deviation
        for place in dict.fromkeys(places)
        if (shape := usual.get(place)) is not None
        for deviation in shape.deviations(place[1], place[0])
    ]


def _signature(value: Mapping[str, Any]) -> Signature:
    return tuple((key, _TYPES[type(inner)]) for key, inner in value.items())


def _keys(signature: Signature) -> frozenset[str]:
    return frozenset(key for key, _ in signature)


def _renamed(orders: Mapping[tuple[str, ...], int]) -> dict[str, str]:
    """Keys that never stand beside a more frequent key of nearly the same name."""
    counts: Counter[str] = Counter()
    beside: set[frozenset[str]] = set()
    for keys, n in orders.items():
        counts.update(dict.fromkeys(keys, n))
        beside.update(map(frozenset, combinations(sorted(keys), 2)))
    ranked = sorted(counts, key=lambda key: (-counts[key], key))
    found: dict[str, str] = {}
    for i, key in enumerate(ranked):
        others = (other for other in ranked[:i] if other not in found and frozenset((key, other)) not in beside)
        usual = next((other for other in others if _alike(key, other)), None)
        if usual is not None:
            found[key] = usual
    return found


def _usual_types(pairs: Mapping[tuple[str, str], int], renamed: Mapping[str, str], rare: float) -> dict[str, str]:
    by_key: dict[str, Counter[str]] = {}
    for (key, kind), n in pairs.items():
        if kind != "null":
            by_key.setdefault(renamed.get(key, key), Counter())[kind] += n
    most = {key: max(sorted(counts), key=lambda kind: counts[kind]) for key, counts in by_key.items()}
    return {key: kind for key, kind in most.items() if by_key[key][kind] >= (1 - rare) * by_key[key].total()}


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Jaccard's index of two sets of keys, those of nearly the same name counted as equal."""
    common = len(left & right)
    rest = sorted(right - left)
    for key in sorted(left - right):
        twin = next((other for other in rest if _alike(key, other)), None)
        if twin is not None:
            rest.remove(twin)
            common += 1
    size = len(left) + len(right) - common
    return common / size if size else 1.0


def _alike(one: str, other: str) -> bool:
    """Whether two names differ in their writing only; numbers in them must be the same."""
    one, other = _plain(one), _plain(other)
    if one == other:
        return True
    if max(len(one), len(other)) > _LONGEST_NAME or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _plain(key: str) -> str:
    return _SEPARATORS.sub("", key).casefold()
