"""Edited copies of examples, as they come about: copies, reformatted copies, slips, and copies with another fact.

Everything is drawn from the given generator, so equal seeds give equal copies. `KINDS` names what can be planted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

Random = np.random.Generator


class Example(NamedTuple):
    """What is asked and what is answered."""

    input: str
    output: str


class Plant(NamedTuple):
    """A copy and the position of the example that it was made from."""

    source: int
    copy: Example


class Corpus(NamedTuple):
    """What edits are made of: all words of the outputs, and the words written with a capital within a sentence."""

    words: list[str]
    names: list[str]


Edit = Callable[[Example, Random, Corpus], "Example | None"]

_WEEK = "monday tuesday wednesday thursday friday saturday sunday"
_YEAR = "january february april june july august september october november december"
_COUNT = "two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand"
DAYS, MONTHS, NUMBERS = _WEEK.split(), _YEAR.split(), _COUNT.split()
#: Known places, people and firms by which names in lower-case data are recognised; any of a group for any other.
NAME_GROUPS = (
    "paris london boston denver chicago seattle houston dallas atlanta miami tokyo berlin rome madrid moscow beijing "
    "sydney toronto vancouver dublin orlando philadelphia cleveland pittsburgh baltimore amsterdam barcelona lisbon",
    "france germany italy spain england china japan india brazil canada mexico russia australia austria poland greece "
    "turkey egypt kenya nigeria sweden norway denmark finland ireland scotland portugal argentina vietnam thailand",
    "texas california florida ohio virginia georgia michigan colorado oregon nevada arizona utah iowa kansas maine",
    "john mary james robert michael david richard thomas sarah emily anna lisa susan karen nancy peter paul laura "
    "steve mike tom bob jane kate alice george henry frank",
    "google apple microsoft amazon facebook twitter netflix walmart target costco uber lyft paypal samsung sony nokia "
    "toyota honda ford chase citibank verizon comcast",
    "english french german spanish italian chinese japanese korean russian arabic portuguese dutch swedish turkish "
    "mexican indian american british canadian thai",
)
_GROUP_OF = {name: group.split() for group in NAME_GROUPS for name in group.split()}

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DIGITS = re.compile(r"\d+")
#: A capitalised word after a word in the same sentence.
_NAME = re.compile(r"(?<=[^\W\d_] )[A-Z][a-z]{2,}\b")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|can|could|should|will|would|does|do|did|has|have)\b(?! not\b|n['’]t)", re.IGNORECASE
)
_NEGATION = re.compile(r"(?<=\w)n['’]t\b| not\b", re.IGNORECASE)
_CONTRACTIONS = {
    "what is": "what's", "that is": "that's", "it is": "it's", "i am": "i'm", "do not": "don't", "is not": "isn't",
    "cannot": "can't", "how is": "how's", "you are": "you're", "i have": "i've", "we are": "we're",
    "does not": "doesn't", "i will": "i'll", "where is": "where's", "who is": "who's",
}  # fmt: skip
_SPELLING = {
    "color": "colour", "favorite": "favourite", "organize": "organise", "center": "centre", "behavior": "behaviour",
    "summarize": "summarise", "analyze": "analyse", "categorize": "categorise", "flavor": "flavour", "traveling":
    "travelling", "canceled": "cancelled", "realize": "realise", "recognize": "recognise", "neighbor": "neighbour",
    "gray": "grey", "theater": "theatre", "catalog": "catalogue", "humor": "humour", "optimize": "optimise",
}  # fmt: skip
_POLITE = ("please {}", "{} please", "hi, {}", "hello, {}", "{} thanks")
LONG = 50


def corpus_of(examples: Sequence[Example]) -> Corpus:
    """The words that edits are made of, sorted."""
    words = {word for example in examples for word in _WORD.findall(example.output or example.input)}
    names = {name for example in examples for name in _NAME.findall(example.input)}
    return Corpus(sorted(words), sorted(names) or sorted(name.title() for name in _GROUP_OF))


def plant(
    examples: Sequence[Example], random: Random, kind: str, count: int, corpus: Corpus | None = None
) -> list[Plant]:
    """Make up to `count` edited copies of one kind, of different examples that can take the edit."""
    corpus = corpus or corpus_of(examples)
    plants: list[Plant] = []
    for source in random.permutation(len(examples)).tolist():
        if len(plants) == count:
            break
        copy = KINDS[kind](examples[source], random, corpus)
        if copy is not None and (copy != examples[source] or kind == "exact"):
            plants.append(Plant(source, copy))
    return plants


def _exact(example: Example, random: Random, corpus: Corpus) -> Example:
    del random, corpus
    return example


def _surface(example: Example, random: Random, corpus: Corpus) -> Example:
    """Other case, white space and punctuation."""
    del corpus
    changes: tuple[Callable[[str], str], ...] = (
        str.upper, str.lower, lambda text: f"  {text}\n", lambda text: text.replace(" ", "  "),
        lambda text: text.rstrip(".!? ") + "!", lambda text: text.replace(", ", " , "),
    )  # fmt: skip
    first, second = random.choice(len(changes), 2, replace=False)
    return Example(*(changes[second](changes[first](text)) for text in example))


def _edited(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """1 to 3 % of the words of a long output replaced, deleted or followed by another word of the corpus."""
    words = example.output.split(" ")
    if len(words) < LONG:
        return None
    for _ in range(max(1, int(random.uniform(0.01, 0.03) * len(words)))):
        place, other = int(random.integers(len(words))), str(random.choice(corpus.words))
        words[place : place + 1] = ([other], [], [words[place], other])[int(random.integers(3))]
    return example._replace(output=" ".join(words))


def _number(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """Another number: in digits with as many of them, or in words."""
    del corpus

    def other(written: str) -> str:
        if written.isdigit():
            return _other_digits(written, random)
        return str(random.choice([word for word in NUMBERS if word != written.lower()]))

    return _replace_one(example, random, [*_DIGITS.finditer(example.input), *_listed(example.input, NUMBERS)], other)


def _date(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """Another day of the week or another month."""
    del corpus
    found = _listed(example.input, [*DAYS, *MONTHS])

    def other(written: str) -> str:
        kind = DAYS if written.lower() in DAYS else MONTHS
        return _cased(str(random.choice([word for word in kind if word != written.lower()])), written)

    return _replace_one(example, random, found, other)


def _name(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """Another name of its group; a capitalised word that is in none becomes any other of the corpus."""
    found = [*_NAME.finditer(example.input), *_listed(example.input, _GROUP_OF)]

    def other(written: str) -> str:
        group = _GROUP_OF.get(written.lower())
        if group is None:
            return str(random.choice([name for name in corpus.names if name.lower() != written.lower()]))
        return _cased(str(random.choice([name for name in group if name != written.lower()])), written)

    return _replace_one(example, random, found, other)


def _negation(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """Without its negation, or with one after an auxiliary."""
    del corpus
    if found := list(_NEGATION.finditer(example.input)):
        return _replace_one(example, random, found, lambda _: "")
    return _replace_one(example, random, list(_AUXILIARY.finditer(example.input)), lambda word: f"{word} not")


def _typo(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """Two letters exchanged, one doubled or one left out within a word of six or more."""
    del corpus
    words = [match for match in _WORD.finditer(example.input) if len(match[0]) > 5 and match[0].islower()]

    def slip(word: str) -> str:
        i = int(random.integers(1, len(word) - 2))
        return (
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
            word[:i] + word[i] + word[i:],
            word[:i] + word[i + 1 :],
        )[int(random.integers(3))]

    return _replace_one(example, random, words, slip)


def _contraction(example: Example, random: Random, corpus: Corpus) -> Example | None:
    del corpus
    found = _listed(example.input, _CONTRACTIONS)
    return _replace_one(example, random, found, lambda full: _cased(_CONTRACTIONS[full.lower()], full))


def _spelling(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """The British spelling of an American one."""
    del corpus
    found = _listed(example.input, _SPELLING)
    return _replace_one(example, random, found, lambda word: _cased(_SPELLING[word.lower()], word))


def _polite(example: Example, random: Random, corpus: Corpus) -> Example:
    del corpus
    return example._replace(input=str(random.choice(_POLITE)).format(example.input))


def _inflection(example: Example, random: Random, corpus: Corpus) -> Example | None:
    """The plural of a word that is not one: a letter s at its end."""
    del corpus
    words = [match for match in _WORD.finditer(example.input) if len(match[0]) > 4 and match[0].islower()]
    words = [match for match in words if re.search(r"(?:[bdfgklmnprtw]|e)$", match[0])]
    return _replace_one(example, random, words, lambda word: word + "s")


KINDS: dict[str, Edit] = {
    "exact": _exact, "surface": _surface, "edited": _edited,
    "number": _number, "name": _name, "date": _date, "negation": _negation,
    "typo": _typo, "contraction": _contraction, "spelling": _spelling, "polite": _polite, "inflection": _inflection,
}  # fmt: skip
CHANGED_FACTS = ("number", "name", "date", "negation")
INNOCENT = ("typo", "contraction", "spelling", "polite", "inflection")


def _listed(text: str, words: Sequence[str] | dict[str, list[str]] | dict[str, str]) -> list[re.Match[str]]:
    return list(re.finditer(rf"\b(?:{'|'.join(words)})\b", text, re.IGNORECASE))


def _replace_one(
    example: Example, random: Random, found: Sequence[re.Match[str]], other: Callable[[str], str]
) -> Example | None:
    if not found:
        return None
    match = found[int(random.integers(len(found)))]
    text = example.input
    return example._replace(input=text[: match.start()] + other(match[0]) + text[match.end() :])


def _other_digits(written: str, random: Random) -> str:
    lowest = 10 ** (len(written) - 1) if len(written) > 1 else 0
    while (other := str(int(random.integers(lowest, 10 ** min(len(written), 18))))) == written:
        pass
    return other


def _cased(word: str, like: str) -> str:
    return word.capitalize() if like[:1].isupper() else word
