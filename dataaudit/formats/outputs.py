"""What kind of thing an output is: JSON, fenced code, XML, SQL, a tool call, or free text."""

from __future__ import annotations

import re
from typing import Any

import orjson

FREE = "free text"
TOOL_CALL = "tool call"
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
_SENTENCE = re.compile(r"\w\.\s+[A-Z]")


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
    if _SQL.fullmatch(text) and not _SENTENCE.search(text):
        return "SQL"
    return FREE


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
