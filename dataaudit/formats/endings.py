"""How an output ends: finished, or cut off in the middle.

`truncation` looks for signs that a text alone gives. `prose_ending` says which outputs can be compared with
each other, and `SentenceEnds` knows from all of them at which words none ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from dataaudit.formats.outputs import output_kind
from dataaudit.intervals import wilson

#: What texts end with that are not finished, besides letters and digits. Most texts end with neither.
_OPEN_ENDS = frozenset(",:，、：-–—/&+=$€£¥(")
#: Words that want another one after them. Prepositions and verbs don't: "what it is made of".
_UNFINISHED_WORDS = frozenset(
    {
        "an", "the", "and", "or", "but", "nor", "because", "although", "whereas", "unless", "than", "every",
        "my", "your", "his", "our", "their", "whose",
        "und", "oder", "weil", "sowie", "dass", "et", "ou", "mais", "donc", "pero", "porque", "ma", "perché", "och",
    }
)  # fmt: skip
#: A word ends no sentence if at most so many of its occurrences do, with 97.5 % confidence. Ours: in Alpaca
#: "were" ends one sentence in 700 and "people" one in 14.
_MAX_ENDED = 0.01
#: Two letters are often a word that is missing here.
_HALF_WORD = 3
#: What a word can have at its end and still be one; the first row only a whole word can have.
_PLURALS = ("s", "'s", "’s", "ly")
_INFLECTIONS = frozenset({*_PLURALS, "", "es", "d", "ed", "r", "er", "ers", "ing", "y", "n", "en", "e"})
#: With fewer words it is a label or a title, which may end in anything.
_SENTENCE_WORDS = 5
#: So far back from the end the item before the last one begins.
_ITEMS = 400
#: A line of its own before a signature: "Kind regards,".
_CLOSING_WORDS = 4

_FENCE = re.compile(r"^[ \t]*(`{3,})([^`\n]*)$", re.MULTILINE)
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)', re.DOTALL)
_COLON_LINE = re.compile(r"[:：][ \t]*$", re.MULTILINE)
_OPEN_BRACKET = re.compile(r"(?:^|[\s\]])[(\[][^)\]\n]*\Z")
_OPEN_QUOTE = re.compile(r'(?:^|[\s(])(?:"[^"\n]*|“[^”\n]*)\Z')
_LAST_WORD = re.compile(r"(?:^|[\s(])([^\W\d_]+)\Z")
_ITEM = re.compile(r"\s*(?:[-*•+]\s|\d+[.)]\s|[A-Za-z][.)]\s)")
_EMPTY_ITEM = re.compile(r"\n[ \t]*(?:(\d+)[.)]|[-*•])[ \t]*\S[^\n]*\n[ \t]*(?:(\d+)[.)]|[-*•])\Z")
#: Headings, tables, code, hashtags, addresses, and a name after a quotation: "... - Mark Twain".
_NOT_PROSE = re.compile(
    r"\s*[-*•+#>|]|\s*\d+:|.*(?:# ?\w|@\w|https?:|www\.|[|=<>{}\\])|"
    r".*[.!?\"”'] ?[-–—―~]{1,3} ?[\w.,'’ ]{3,40}\Z"
)
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)\]]* ")
_MOUTHS = frozenset("(DPp/3")
_EMOTICON = re.compile(r"(?:^|\s)[:;=]['’-]?[(DPp/3]\Z")
_BLANK = " \t\r\n\u00a0\u200b\ufeff"
_PUNCTUATION = ".,;:!?…\"'”’“‘()[]*_`"


def truncation(text: str) -> str | None:
    """Why an output looks cut off; None if it doesn't.

    Looked for: a code fence or JSON that is never closed; and where the last character is not one that texts
    end with, an unclosed bracket or quotation mark, a comma or colon, and a word that wants another one ("and",
    "the"); last, a list with nothing behind the mark of its last item.
    """
    text = text.rstrip(_BLANK)
    if "```" in text and _ends_in_a_fence(text):
        return "a code fence is never closed"
    if text.startswith(("{", "[")) and _is_cut_json(text):
        return "the JSON is never closed"
    if text[-2:].endswith((".", ")", "-", "*", "•")) and _EMPTY_ITEM.search(text[-_ITEMS:]):
        return "its last item is empty"
    return _unfinished(text) if _is_open(text) else None


def is_terminated(text: str) -> bool:
    """Whether a text ends with a mark that ends sentences, quotations or code, or with an emoji."""
    return not _is_open(text.rstrip(_BLANK))


def prose_ending(text: str) -> str | None:
    """What kind of running text the last line is; None where it isn't, or is too short to tell.

    Returns
    -------
    "item" of a list; else "paragraph" where a sentence ends in the line before its end, "sentence" where none
    does. Most words must be in lower case, which those of headlines and names are not.
    """
    line = _last_line(text)
    item = _ITEM.match(line)
    line = line[item.end() :] if item else line
    words = line.split()
    if len(words) < _SENTENCE_WORDS or _NOT_PROSE.match(line) or 2 * sum(map(str.islower, words)) <= len(words):
        return None
    if item:
        return "item"
    return "paragraph" if _SENTENCE_BREAK.search(line) else "sentence"


@dataclass(frozen=True, slots=True)
class SentenceEnds:
    """Which words there are in a corpus, and which of them end sentences.

    Attributes
    ----------
    words
        All words in lower case, sorted.
    seen, ended
        How often a word occurs, and how often with a full stop, exclamation or question mark after it.
    """

    words: Sequence[str]
    seen: Mapping[str, int]
    ended: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> SentenceEnds:
        """Count the words of texts."""
        tokens: Counter[str] = Counter()
        for text in texts:
            tokens.update(text.split())
        seen: Counter[str] = Counter()
        ended: Counter[str] = Counter()
        for token, n in tokens.items():
            word = token.strip(_PUNCTUATION).lower()
            seen[word] += n
            ended[word] += n * (token.rstrip("\"'”’)")[-1:] in ("", ".", "!", "?"))
        return cls(sorted(seen), seen, ended)

    def unfinished_word(self, text: str) -> str | None:
        """That the last word is one with which hardly a sentence ends; None where it isn't."""
        word = _last_word(text)
        if word is None or word not in self.seen:
            return None
        _, at_most = wilson(self.ended[word] / self.seen[word], self.seen[word])
        return f"no sentence ends with '{word}'" if at_most <= _MAX_ENDED else None

    def half_word(self, text: str) -> str | None:
        """That the last word is the beginning of another one, and a word only here; None where it isn't.

        A word's own plural or past doesn't count as another one.
        """
        word = _last_word(text)
        if word is None or len(word) < _HALF_WORD or self.seen.get(word, 0) > 1:
            return None
        if any(word + ending in self.seen for ending in _PLURALS):
            return None
        following = islice(self.words, bisect_left(self.words, word), None)
        longer = takewhile(lambda other: other.startswith(word), following)
        half = any(other.removeprefix(word) not in _INFLECTIONS for other in longer)
        return f"'{word}' is half a word" if half else None


def _last_word(text: str) -> str | None:
    """The last word if it is in lower case, which names and abbreviations are not."""
    match = _LAST_WORD.search(text.rstrip(_BLANK))
    return match[1] if match and match[1].islower() else None


def _last_line(text: str) -> str:
    text = text.rstrip(_BLANK)
    return text[text.rfind("\n") + 1 :]


def _is_open(text: str) -> bool:
    last = text[-1:]
    return (last.isalnum() or last in _OPEN_ENDS) and not (last in _MOUTHS and _EMOTICON.search(text[-4:]))


def _unfinished(text: str) -> str | None:
    line = _CODE.sub("", _last_line(text))
    if len(text.split(maxsplit=_SENTENCE_WORDS)) < _SENTENCE_WORDS:
        return None
    if text.endswith((",", "，", "、")) and not ("\n" in text and len(line.split()) <= _CLOSING_WORDS):
        return "it ends with a comma"
    if text.endswith((":", "：")) and _announces(line, text):
        return "it ends with a colon"
    if _OPEN_BRACKET.search(line):
        return "a bracket is never closed"
    if _OPEN_QUOTE.search(line) and line.count('"') % 2 + line.count("“") - line.count("”"):
        return "a quotation is never closed"
    last = _LAST_WORD.search(line)
    if last and last[1] in _UNFINISHED_WORDS and len(line.split()) > 2:
        return f"it ends with '{last[1]}'"
    return None


def _announces(line: str, text: str) -> bool:
    """Whether a colon promises more: it doesn't in forms, where every field ends so, and in code."""
    sentence = line[:1].isupper() and len(line.split()) >= _SENTENCE_WORDS and not _NOT_PROSE.match(line)
    return sentence and len(_COLON_LINE.findall(text)) == 1


def _ends_in_a_fence(text: str) -> bool:
    """Whether a fence is open at the end, by CommonMark's rules and by counting: both must say so."""
    opened = ""
    for ticks, language in _FENCE.findall(text):
        if not opened:
            opened = ticks
        elif len(ticks) >= len(opened) and not language.strip():
            opened = ""
    return bool(opened) and text.count("```") % 2 == 1


def _is_cut_json(text: str) -> bool:
    if output_kind(text) != "broken JSON":
        return False
    bare = _JSON_STRING.sub("", text)
    return bare.count("{") + bare.count("[") > bare.count("}") + bare.count("]")
