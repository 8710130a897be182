"""What kind of thing an output is: JSON, fenced code, XML, SQL, a label, a tool call, or free text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from dataaudit.evidence.text import normalise
from dataaudit.formats.task import known_labels, looks_like_label

FREE, TOOL_CALL, LABEL, SENTENCE = "free text", "tool call", "bare label", "sentence"
#: Kinds that a parser reads, by the contract they belong to: a reply in another kind of the same one breaks
#: it too.
CONTRACTS = {
    "JSON object": "JSON",
    "JSON array": "JSON",
    "fenced JSON": "JSON",
    "broken JSON": "JSON",
    "fenced code": "fenced code",
    "XML or HTML": "XML or HTML",
    "SQL": "SQL",
    LABEL: LABEL,
}

#: What begins so was meant to be JSON, though it be cut off, in single quotes or with a comma too many; any
#: other bracket begins prose.
_QUOTED_KEY = re.compile(r"[{\[]\s*\{?\s*(?:\"[^\"]*\"|'[^']*')\s*:")
#: Reasoning that precedes the answer proper, as DeepSeek-R1 and Qwen3 write it.
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_FENCE = re.compile(r"```[ \t]*([\w+#.-]*)[ \t]*\n(.*)\n[ \t]*```", re.DOTALL)
_MARKUP = re.compile(
    r"(?:<\?xml[^<>]*\?>\s*|<!doctype[^<>]*>\s*)?<([a-z][\w:.-]*)[^<>]*(?:/>|>.*</\1\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_SQL = re.compile(
    r"(?:select\b.+\bfrom|with\b.+\bas\s*\(|insert\s+into|update\b.+\bset|delete\s+from|(?:create|alter|drop)\s+"
    r"(?:table|view|index))\b.*",
    re.DOTALL | re.IGNORECASE,
)
#: Prose may begin with "Select the best ... from"; statements have no full stop between words.
_SENTENCE_BREAK = re.compile(r"\w\.\s+[A-Z]")
#: "Intent: refund", "The label is refund": words that announce a label, then what is announced.
_ANNOUNCED = re.compile(
    r"(?:\w+\s+){0,4}(?:label|intent|class|category|answer|sentiment|topic|type|tag|output|result|prediction)\b\s*"
    r"(?:is|would be|should be|=|:)+\s*(.+)", re.IGNORECASE | re.DOTALL,
)  # fmt: skip


def answer_kinds(outputs: Sequence[str], *, labelled: bool) -> Mapping[str, str]:
    """The kind of every distinct output.

    Parameters
    ----------
    labelled
        Whether the outputs are labels: then free text is LABEL, known or rare, or SENTENCE where it is a
        sentence around a label or instead of one.
    """
    kinds = {text: output_kind(text) for text in set(outputs)}
    if not labelled:
        return kinds
    free = [text for text in outputs if kinds[text] == FREE]
    known = known_labels(free)
    repeated = [text for text in free if normalise(text) in known]
    short = 2 * sum(map(looks_like_label, repeated)) >= len(repeated)
    return kinds | {text: _label_kind(text, known, short=short) for text in set(free)}


def output_kind(output: str) -> str:
    """The kind of an output: one of CONTRACTS, TOOL_CALL, or FREE for prose, lists, tables and bare words."""
    text = output.strip()
    if thought := _THOUGHT.match(text):
        text = text[thought.end() :].lstrip()
    if text.startswith(("{", "[")):
        return _json_kind(text)
    if text.startswith("```") and (fenced := _FENCE.fullmatch(text)) and "```" not in fenced[2]:
        is_json = fenced[1].lower() == "json" or _json_kind(fenced[2].strip()) in (
            "JSON object",
            "JSON array",
        )
        return "fenced JSON" if is_json else "fenced code"
    if text.startswith("<") and _MARKUP.fullmatch(text):
        return "XML or HTML"
    if _SQL.fullmatch(text) and not _SENTENCE_BREAK.search(text):
        return "SQL"
    return FREE


def _label_kind(text: str, known: Mapping[str, int], *, short: bool) -> str:
    """LABEL or SENTENCE; where labels are sentences themselves (not `short`), a rare one is a label too."""
    own = known.get(normalise(text), 0)
    announced = _ANNOUNCED.fullmatch(text.strip())
    if announced and known.get(normalise(announced[1]), 0) > own:
        return SENTENCE
    return LABEL if own or not short or looks_like_label(text) else SENTENCE


def _json_kind(text: str) -> str:
    try:
        value = orjson.loads(text)
    except ValueError:
        return "broken JSON" if _QUOTED_KEY.match(text) else FREE
    if _is_call(value) or (isinstance(value, list) and value and all(map(_is_call, value))):
        return TOOL_CALL
    return "JSON object" if isinstance(value, dict) else "JSON array" if isinstance(value, list) else FREE


def _is_call(value: Any) -> bool:
    """Whether it is a function to call: OpenAI's `function`, or a name with arguments."""
    return isinstance(value, dict) and ("function" in value or {"name", "arguments"} <= value.keys())
