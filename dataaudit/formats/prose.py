"""Where in a text code stands, so that what is a fault in prose is not looked for there."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|``[^\n]+?``|`[^`\n]+`|^(?: {4}|\t|>>> )[^\n]*$|<(code|pre)\b.{0,5000}?</\1>",
    re.DOTALL | re.MULTILINE,
)
_SIGN = re.compile(
    r"[;{}][ \t]*$|^[ \t]*(?:def|class|import|from \w+ import|function|const|let|var|public|private|return|#include|"
    r"\\begin)\b|\bdef \w+\(|\b(?:print\w*|console\.\w+|format|split)\(|=>|\$\{|\bf['\"]|\{%|\{\{[#/>^!]|"
    r"</?[a-z][^<>\n]*>",
    re.MULTILINE,
)


def without_code(text: str) -> str:
    """The text without fenced, inline, indented and marked-up code."""
    return _CODE.sub(" ", text)


def looks_like_code(text: str) -> bool:
    """Whether anything in a text is written as programs and markup are: a statement, a tag, a call of print."""
    return _SIGN.search(text) is not None
