"""What a prompt asks apart from how it is asked: "could you list", "please name", "what are" begin one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from dataaudit.duplicates.words import bases, forms_of, kind

#: What a prompt begins with that asks for an answer, whatever it is about. English, from general knowledge.
_ASKING = """
describe explain discuss elaborate outline clarify talk name list give provide state mention tell show identify
determine find specify indicate inform answer reply respond say present enumerate calculate compute solve evaluate
could would like want need wish help able let know ask task question request try wonder curious have got assist
"""
#: Of these one is as good as another to begin with, but none as good as nothing.
_GROUPS = """
generate create compose write produce make construct develop design build draft formulate
classify categorize sort label
summarize sum condense recap shorten
convert change transform turn
suggest propose recommend
rewrite rephrase reword paraphrase
edit revise correct fix improve
"""
_IS_ASKING = frozenset(_ASKING.split())
_GROUP_OF = {word: group.split()[0] for group in _GROUPS.strip().split("\n") for word in group.split()}
#: Wherever they stand they say nothing; "up" is the rest of "sum up".
_EMPTY = frozenset({"following", "given", "below", "up"})
_POSSESSIVES = frozenset({"my", "your", "our", "mine", "yours", "ours"})
_REMEMBERED = 2**16


def request(words: Sequence[str]) -> tuple[str, ...]:
    """What the words of a normalised prompt ask, in order: equal for prompts that differ in how they ask it.

    Left out are articles, courtesies and the like (see `words.forms`), and the beginning that only asks for an
    answer; at the beginning verbs of one group ("create", "generate") are the same, everywhere the inflections of a
    word.
    """
    told = tuple(_told(forms_of(words)))
    pairs = zip(words, [*words[1:], ""], strict=False)
    return (*told, *(word for word, after in pairs if word in _POSSESSIVES and after != "task")) if told else ()


def persons(words: Sequence[str]) -> frozenset[str]:
    """Who is spoken of where a prompt begins: "am I", "are you", not who is asked to tell whom.

    A request doesn't say it, so two of them are the same only if this doesn't differ.
    """
    found: list[str] = []
    for form in forms_of(words):
        if not _only_asks(form):
            break
        found = [*found, form] if kind(form) == "person" else []
    return frozenset(found)


def _told(forms: Sequence[str]) -> Iterator[str]:
    at_the_beginning = True
    for form in forms:
        if form in _EMPTY or (at_the_beginning and _only_asks(form)):
            continue
        yield _group(form) if at_the_beginning else _base(form)
        at_the_beginning = False


@lru_cache(_REMEMBERED)
def _only_asks(form: str) -> bool:
    return kind(form) == "person" or not _IS_ASKING.isdisjoint(bases(form))


@lru_cache(_REMEMBERED)
def _group(form: str) -> str:
    return next((_GROUP_OF[word] for word in sorted(bases(form)) if word in _GROUP_OF), _base(form))


@lru_cache(_REMEMBERED)
def _base(form: str) -> str:
    return min(bases(form))
