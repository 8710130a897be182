"""Whether a wrong answer is the right one in another form: in a code fence, in JSON, inside a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import orjson

from dataaudit.formats.base import is_blank
from dataaudit.formats.prose import looks_like_code
from dataaudit.labels.classes import fold

_THOUGHT = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"```[ \t]*[\w+#.-]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_QUOTES = "\"'“”‘’«»`*"
_AROUND = _QUOTES + " \t\r\n_"
_NOUNS = "answer|result|output|response|label|intent|class|category|topic|type|tag|sentiment|prediction"
#: "Answer: 4", "**Label:** positive", "The correct answer is 4".
_ANNOUNCED = re.compile(
    rf"[*_]*(?:(?:the|my|your|final|correct|predicted|best)\s+){{0,3}}(?:{_NOUNS})[*_]*\s*(?:is|:|=)[:*_]*\s+(\S.*)",
    re.IGNORECASE,
)
_ANSWER_KEY = re.compile(rf"(?:\w+[_ -])?(?:{_NOUNS})", re.IGNORECASE)
#: What says more than that is an answer of its own. Ours.
_SENTENCE_WORDS = 30
#: With one of these a sentence may say that the label is not the answer, or not the only one.
_DOUBT = re.compile(
    r"\b(?:no|not|never|neither|nor|none|cannot|or|but|although|though|however|instead|unlike|except|without|rather|"
    r"than|versus|vs|either|both|could|might|may|maybe|perhaps|possibly|probably|unsure|uncertain|unclear|if|unless|"
    r"wrong|incorrect|false|other|another|previous|formerly)\b|n['’]t\b",
    re.IGNORECASE,
)
#: What stands right before a label and right after it where a sentence names it: an announcement, quotes.
_BEFORE = re.compile(
    rf"(?:^|[(\[]|\b(?:is|be|as|say|choose|under|to|into|{_NOUNS})\s+|[:=>]\s*)(?:(?:the|an?)\s+)?[{_QUOTES}]*$|[{_QUOTES}]$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[{_QUOTES})\]]*(?:\s*(?:[.,;:!]|$)|\s+[-–—]\s|\s+(?:because|since|as|for|{_NOUNS})\b)|[{_QUOTES}]", re.IGNORECASE
)


class Labels:
    """The closed set of labels that the right answers come from."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.folded = frozenset(fold(label) for label in labels if not is_blank(label))
        words = {r"[\s_./:,-]+".join(map(re.escape, re.findall(r"[^\s_./:,-]+", label))) for label in labels}
        longest_first = sorted(filter(None, words), key=lambda own: (-len(own), own))
        named = "|".join(longest_first) or r"(?!)"
        self._pattern = re.compile(rf"(?<![\w-])(?:{named})(?![\w-])", re.IGNORECASE)

    def named(self, text: str) -> list[re.Match[str]]:
        """Where labels stand in a text; of two at one place the longer one."""
        return list(self._pattern.finditer(text))


def is_same_but_form(expected: str, output: str, labels: Labels | None) -> bool:
    """Whether an output says what was expected in another form.

    Form are reasoning in <think>, fences, quotes, the order of keys, white space, case, a full stop, words that
    announce the answer, and a JSON object with nothing else in it. If the answer is one of `labels`, form is also
    what joins its words, what else is in an object, and a short sentence around it; but neither may name another
    label, nor may the sentence negate or doubt.
    """
    if is_blank(expected) or is_blank(output):
        return False
    wanted, said = _bare(expected), _bare(output)
    asked, given = _json(wanted), _json(said)
    if asked is not None and given is not None:
        same = bool(_plain_value(asked) == _plain_value(given))
    else:
        same = bool(_plain_value(_unwrapped(wanted, asked)) == _plain_value(_unwrapped(said, given)))
    label = fold(str(_unwrapped(wanted, asked)))
    if same or labels is None or label not in labels.folded:
        return same
    if isinstance(given, dict):
        return _object_says(given, label, labels)
    return given is None and (fold(said) == label or _sentence_says(said, label, labels))


def _bare(text: str) -> str:
    """The text without reasoning before it and a fence around it."""
    thought = _THOUGHT.match(text)
    text = text[thought.end() :] if thought else text
    fenced = _FENCED.fullmatch(text.strip())
    return fenced[1].strip() if fenced and "```" not in fenced[1] else text.strip()


def _json(text: str) -> dict[str, Any] | list[Any] | None:
    if not text.startswith(("{", "[")):
        return None
    try:
        value = orjson.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict | list) else None


def _unwrapped(text: str, value: dict[str, Any] | list[Any] | None) -> Any:
    """What alone is in an object or a list, or what a text announces; else all of it."""
    if value is None:
        announced = _ANNOUNCED.fullmatch(text)
        return announced[1] if announced else text
    inner = list(value.values()) if isinstance(value, dict) else value
    return inner[0] if len(inner) == 1 and not isinstance(inner[0], dict | list) else value


def _plain_value(value: Any) -> Any:
    """A JSON value in one form, however it was written."""
    if isinstance(value, dict):
        return {key: _plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain_value(inner) for inner in value]
    return _plain(value if isinstance(value, str) else orjson.dumps(value).decode())


def _plain(text: str) -> str:
    """A text without quotes, case, full stop and more than single spaces; code keeps all but spaces at ends."""
    if looks_like_code(text):
        return "\n".join(line.rstrip() for line in text.strip().splitlines())
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.strip(_AROUND).rstrip("." + _AROUND) or folded


def _object_says(found: Mapping[str, Any], label: str, labels: Labels) -> bool:
    """Whether the answer in an object is the label, and no other label is in it."""
    texts = [(key, fold(text)) for key, text in _texts(found)]
    answers = [text for key, text in texts if _ANSWER_KEY.fullmatch(key)] or [text for _, text in texts[:1]]
    return set(answers) == {label} and labels.folded.intersection(text for _, text in texts) == {label}


def _texts(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts in an object, also in lists and objects inside, each with its key."""
    for key, value in found.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and not is_blank(item):
                yield key, item
            elif isinstance(item, dict):
                yield from _texts(item)


def _sentence_says(text: str, label: str, labels: Labels) -> bool:
    """Whether a short text names this label alone, as the answer."""
    text = " ".join(text.split())
    found = labels.named(text)
    if len(text.split()) > _SENTENCE_WORDS or {fold(own[0]) for own in found} != {label}:
        return False
    between = [text[one.end() : other.start()] for one, other in pairwise(found)]
    rest = " ".join([text[: found[0].start()], *between, text[found[-1].end() :]])
    if _DOUBT.search(rest):
        return False
    return any(_BEFORE.search(text[: own.start()]) and _AFTER.match(text[own.end() :]) for own in found)
