"""Texts that stand for nothing: "Noinput", "N/A", "[blank]"; and inputs that are only an address."""

from __future__ import annotations

import re
from typing import Literal

#: No placeholder is longer, or has more words.
_LONGEST, _MOST_SPACES = 60, 7
_WRAPPING = " \t\r\n.!:;,…<>()[]{}\"'“”‘’`*#|\\/_=~-–—"
_WORD = re.compile(r"[^\W_]+")
_JOINTS = re.compile(r"[\s_\-/]+")
_THINGS = "input|output|response|answer|context|content|text|data|information|value|result|completion|reply"
#: Says that there is nothing, or that something is still to come.
_EXPLICIT = re.compile(
    rf"(?:there is |there was )?no ?(?:{_THINGS})s?(?: (?:is |was |are )?(?:required|needed|necessary|provided|given|"
    r"available|supplied|specified|expected|here))?|(?:in|out)put not (?:required|needed|provided|applicable)|"
    rf"(?:insert|enter|add|write|type|paste|your) (?:your |the |some )?(?:{_THINGS}|question|name|message|prompt) here|"
    r"to be (?:determined|done|defined|added|announced|completed|filled(?: in)?)|tbd|tba|todo|fixme|"
    r"(?:left |intentionally )?(?:left )?blank|placeholder"
)
#: Says so in a word that can be an answer too.
_WORDS = frozenset(
    {
        "none", "null", "nil", "nan", "na", "n a", "nat", "undefined", "empty", "missing", "not applicable",
        "not available", "not provided", "not specified", "not given", "unspecified",
    }
)  # fmt: skip
#: What programs write for a missing value, and people hardly ever say.
_PROGRAMS = frozenset({"null", "nan", "nat", "undefined"})
_SPREADSHEET = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_DASHES = re.compile(r"[-–—_]{1,10}")

_ADDRESS = r"[<(\[\"']?(?:https?://|ftp://|www\.)[^\s<>\"']+[>\"']?"
_ADDRESSES = re.compile(
    rf"(?:(?:url|link|web ?site|web ?page|article|source|video|image|page|site)s?\s*:\s*)?"
    rf"{_ADDRESS}(?:[\s,;]+{_ADDRESS})*",
    re.IGNORECASE,
)
#: An address is a text like another where its parts or its form are asked for.
_AS_TEXT = re.compile(
    r"\b(?:(?:sub)?domain|protocol|host ?name|query (?:string|parameters?)|slug|regex|regular expression|qr code|"
    r"(?:pars|encod|decod|shorten|validat)\w*)\b",
    re.IGNORECASE,
)

#: Turns of a conversation as `Example.input` has them, where another turn or nothing follows.
_TURN = re.compile(r"^(?:user|assistant): (.{1,60})$(?=\n(?:user|assistant|tool): |\Z)", re.MULTILINE)
_SURE, _LIKELY, _UNSURE = 0.95, 0.8, 0.5

Level = Literal["explicit", "program", "word"]


def placeholder(text: str) -> Level | None:
    """Whether a text stands for nothing, and how plainly it says so; None where it is a text.

    Case, white space, hyphens, brackets and closing punctuation make no difference.

    Returns
    -------
    "explicit" for "No input required", "<nooutput>", "TBD", "[blank]", "#N/A"; "program" for what programs
    write for a missing value ("null", "nan"); "word" for "None", "N/A", "-", which can be answers.
    """
    if len(text) > 2 * _LONGEST or text.count(" ") > _MOST_SPACES or len(text := text.strip()) > _LONGEST:
        return None
    if _SPREADSHEET.fullmatch(text):
        return "explicit"
    if _DASHES.fullmatch(text):
        return "word"
    bare = _bare(text)
    if _EXPLICIT.fullmatch(bare):
        return "explicit"
    if bare in _WORDS:
        return "program" if bare in _PROGRAMS else "word"
    return None


def empty_prompt(text: str, instruction: str, *, labelled: bool) -> float | None:
    """How sure it is that a prompt stands for nothing; None where it is one.

    Parameters
    ----------
    text
        What is asked about, or the turns of a conversation, of which one may stand for nothing.
    instruction
        What is to be done with it, empty where the text is all there is.
    labelled
        Whether the text is to be classified: then a word may be what somebody said.
    """
    level = placeholder(text)
    if level is None:
        turns = _TURN.findall(text) if "assistant: " in text else ()
        return _SURE if any(placeholder(turn) == "explicit" for turn in turns) else None
    if level != "explicit" and _is_mentioned(text, instruction):
        return None
    if level == "word" and not instruction:
        return None if labelled else _UNSURE
    return _SURE if level == "explicit" else _LIKELY


def empty_answer(text: str, question: str, *, in_prose: bool) -> float | None:
    """How sure it is that an answer stands for nothing; None where it is one.

    `in_prose` is whether the other answers are sentences: a bare "None" among words and numbers is an answer.
    """
    level = placeholder(text)
    if level == "explicit":
        return _SURE
    return None if level is None or not in_prose or _is_mentioned(text, question) else _UNSURE


def _bare(text: str) -> str:
    return _JOINTS.sub(" ", text.casefold().strip(_WRAPPING))


def _is_mentioned(placeholder: str, text: str) -> bool:
    """Whether a text speaks of the placeholder, so that it may be the answer or the matter itself."""
    words = " ".join(_WORD.findall(text.casefold()))
    return f" {_bare(placeholder)} " in f" {words} "


def is_address(text: str) -> bool:
    """Whether a text is nothing but one web address or several."""
    head = text[:20].lower()
    return ("://" in text[:40] or "www." in head) and _ADDRESSES.fullmatch(text.strip()) is not None


def is_used_as_text(addresses: str, instruction: str, answer: str) -> bool:
    """Whether addresses are not to be opened: their domain or form is asked for, or the answer has one again."""
    repeated = any(address.strip(_WRAPPING) in answer for address in addresses.split())
    return repeated or _AS_TEXT.search(instruction) is not None
