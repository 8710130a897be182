"""What a template or a broken generation leaves behind in a text: control tokens, slots, another record."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from dataaudit.formats.corruption import Fault
from dataaudit.formats.prose import looks_like_code, without_code

TOKEN, THOUGHT, RECORD, SLOT = "control token", "reasoning tag", "another record", "unfilled slot"

#: Tokens that a tokenizer reads as control tokens wherever they stand, also in code.
_SPECIAL = re.compile(r"<[|｜][A-Za-z][\w▁-]{1,40}[|｜]>|<(?:start|end)_of_turn>|<</?SYS>>|\[/?INST\]")
#: Words of templates that prose and HTML can have too: a heading, and the tag for struck-out text.
_AMBIGUOUS = re.compile(
    r"\A<s>(?!(?s:.*)</s>\s*\S)|</s>(?=\s*(?:<s>|\Z))|<(?:bos|eos|pad|unk)>|\[(?:BOS|EOS|PAD)\]|"
    r"^#{2,3} ?(?:Instruction|Response|Human|Assistant|User):",
    re.MULTILINE,
)
_HEADING = re.compile(r"^#{1,6} +(?!(?:Instruction|Input|Output|Response|Human|Assistant|User):)\S", re.MULTILINE)
_STARTS_TWICE = re.compile(r"(<s>|<bos>|\[BOS\]|<\|begin_of_text\|>|<\|startoftext\|>|<｜begin▁of▁sentence｜>)\s*\1")
_THOUGHT = re.compile(r"<(/?)(think|thinking)>")

#: `{{name}}`, but not `\frac{{a}}{b}` or `style={{a}}`; `{name}`, but not `\text{name}`, `f(name)` or `/users/{id}`.
_DOUBLE_SLOT = re.compile(r"(?<![\\A-Za-z0-9}_^$={])\{\{ ?[^\W\d][\w .-]{0,30} ?\}\}(?!\})")
_SINGLE_SLOT = re.compile(
    r"(?<![\\A-Za-z0-9$/'\"(`{}=:_^<\[])\{[A-Za-z][A-Za-z0-9]+(?:[_ ][A-Za-z0-9]+){0,3}\}(?![}\[(])"
)
_RECURRING = 3
_ABOUT_SLOTS = re.compile(
    r"\b(?:jinja2?|handlebars|mustache|django|vue(?:\.js)?|ansible|latex|\w*template\w*|placeholders?|format strings?|"
    r"f-strings?|curly brac\w+|interpolat\w+|merge fields?|fill in|variables?|code|scripts?|functions?|"
    r"program(?:s|mers?|ming)?|regex)\b",
    re.IGNORECASE,
)
#: What generated sets put between examples.
_RULES = " \n\t#_-*"
_MOST_RECORDS = 20
#: Marks of an example within an example: "6. Instruction: ... 6. Output: ...".
_INSTRUCTION = re.compile(r"^\W{0,4}(?:(\d{1,3})[.)]\s*)?Instruction(?:\s*\d{1,3})?\s*:", re.MULTILINE | re.IGNORECASE)


def residues(text: str, *, is_answer: bool) -> list[Fault]:
    """Control tokens and template headings, reasoning tags without a partner, and in an answer another record.

    Those that a text may have for other reasons count only outside code: `<s>` at the beginning, `</s>` at the
    end, and "### Response:" where there are no other headings.
    """
    found = _control_tokens(text)
    if (tag := _unbalanced_thought(text)) is not None:
        found.append(Fault(THOUGHT, tag, 0.8))
    if is_answer and (line := _leaked_record(text)) is not None:
        found.append(Fault(RECORD, line, 0.9))
    return found


def starts_twice(text: str) -> list[Fault]:
    """The token for the beginning of a text, where it stands twice in a row."""
    match = _STARTS_TWICE.search(text) if "<" in text or "[" in text else None
    return [Fault(TOKEN, match[0], 0.9)] if match else []


def _control_tokens(text: str) -> list[Fault]:
    if "<" not in text and "[" not in text and "##" not in text:
        return []
    found = dict.fromkeys(_SPECIAL.findall(text), 0.95)
    if _AMBIGUOUS.search(text):
        prose = without_code(text)
        others = _HEADING.search(prose) is not None
        tokens = [token.strip() for token in _AMBIGUOUS.findall(prose)]
        found |= dict.fromkeys((token for token in tokens if not (others and token.startswith("#"))), 0.8)
    return [Fault(TOKEN, token, confidence) for token, confidence in found.items()]


def _unbalanced_thought(text: str) -> str | None:
    if "<think" not in text and "</think" not in text:
        return None
    opened: Counter[str] = Counter()
    for closing, name in _THOUGHT.findall(without_code(text)):
        opened[name] += -1 if closing else 1
    return next((f"<{name}>" if n > 0 else f"</{name}>" for name, n in sorted(opened.items()) if n), None)


def _leaked_record(text: str) -> str | None:
    """The line at which another record begins: "Instruction:" after other text, with its "Output:" below."""
    if "nstruction" not in text:
        return None
    for match in islice(_INSTRUCTION.finditer(text), _MOST_RECORDS):
        number, rest = match[1], text[match.end() :]
        below = rf"^\W{{0,4}}{number}[.)]\s*(?:Input|Output)\s*:" if number else r"^\W{0,4}(?:Output|Response)\s*:"
        if text[: match.start()].strip(_RULES) and re.search(below, rest, re.MULTILINE | re.IGNORECASE):
            return text[match.start() :].lstrip(_RULES).split("\n", 1)[0]
    return None


def slots(text: str) -> list[Fault]:
    """The slots of a template in a text, outside code: "{{name}}", "{order_id}"; see `unfilled`."""
    if "{" not in text or not (_DOUBLE_SLOT.search(text) or _SINGLE_SLOT.search(text)):
        return []
    prose = without_code(text)
    return [Fault(SLOT, slot, 1.0) for slot in dict.fromkeys(_DOUBLE_SLOT.findall(prose) + _SINGLE_SLOT.findall(prose))]


def unfilled(slot: str, text: str, other: str, question: str, rows: int) -> float | None:
    """How sure it is that a slot in a text was meant to be filled; None where it may stand there for good.

    Parameters
    ----------
    other
        The answer to the text, or what it answers: a slot in both is what they are about.
    question
        What was asked, maybe the text itself: whoever asks about templates or code gets slots.
    rows
        In how many rows the slot stands. One in single braces must be in three or more.
    """
    bare = _SINGLE_SLOT.sub("", _DOUBLE_SLOT.sub("", text))
    if slot in other or _ABOUT_SLOTS.search(question) or looks_like_code(bare):
        return None
    if slot.startswith("{{"):
        return 0.9 if rows > 1 else 0.7
    return 0.7 if rows >= _RECURRING else None
