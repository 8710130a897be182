"""A data set in which every text is hostile: inputs, answers, labels, ids, annotators, columns and the file's name."""

from __future__ import annotations

import json
import warnings
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from dataaudit import audit
from dataaudit.report import Report

TEXTS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "\"' onmouseover='alert(3)' x=\"",
    "[a](javascript:alert(4)) ![b](http://evil.example/x.png) <https://evil.example>",
    "{{ 7*191 }}{% raw %}{# no #}${7*7}",
    "\x1b[31mred\x1b]0;title\x07 \x9b31m",
    "[bold red]markup[/] [link=https://evil.example]x[/link] :smile:",
    "**md** _x_ `code` ~~s~~ @torvalds #1 www.evil.example a@evil.example | a | b |",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1+1",
    "-2+3",
    "\t=1",
    "\u202egnp.exe\u202c \u2066x\u2069",
    "nul\x00 \x0b \x85 \u2028 \u2029 \ufeff \ufffe \uffff",
    "\ud800 lone",
    "::error file=x,line=1::owned",
    "a\n::set-output name=x::y\n##[group]z\r\n##vso[task.setvariable]x",
    "]]> --> <!-- </details> </textarea></title></style></script>",
    "\U000e0041 \u200b \u00ad",
    "```\n# head\n```\n\n<details>",
)
NAME = "::error::[x](javascript:1) ##[group] <img src=x onerror=1> =1 `a`| \u202e.jsonl"
COLUMN = "<b onclick=alert(5)>=1"


@cache
def hostile_audit() -> Report:
    """The report of an audit of these texts, each twice with itself for a label and once with another."""
    lines = [json.dumps(row) for number, text in enumerate(TEXTS) for row in _rows(number, text)]
    lines += [json.dumps({"text": f"{'x' * 1_000_000} <script>", "label": TEXTS[0]}), '{"text": "<script>bro']
    with TemporaryDirectory() as folder, chdir(folder), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Path(NAME).write_text("\n".join(lines), encoding="utf-8")
        return audit(NAME, encoder="none", columns={"annotator": "annotator", "id": "id"})


def _rows(number: int, text: str) -> list[dict[str, str]]:
    asked = f"{text} what about number {number}"
    return [
        {"text": asked, "label": label, "id": f"{text}{label}", "annotator": text, COLUMN: text}
        for label in (text, "other", text)
    ]
