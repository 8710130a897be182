"""Why our judgement of a row and a validator's differ, where they do and ours stands.

`WE` says it of what refuses a row here and is taken there, by validator (or the beginning of its name) and rule:
rules of the profile by their ids, rules of the format, which are the same for all trainers, as "shared". `THEY` says
it of rows that are refused there only, by what the validator says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

TEMPLATE = "TRL looks at the first message only; what becomes of this is the chat template's affair, nothing good"
ONE_OF_A_SET = "is_conversational looks at one key out of a set, so that it depends on the hash seed; here it went well"
NULL_ANSWER = "a prompt alone is GRPOTrainer's; the column of an answer, which is null here, makes it SFTTrainer's"
PLAIN = "{0} reads one column and ignores the rest: the row would train, and its other columns be lost"

WE: Mapping[str, Mapping[str, str]] = {
    "together 2.14.0": {
        "alternation": "2.1 to 2.14 don't look at the order; 1.5.35 did, and the server does by its documentation",
        "weight": "true and false pass for integers in Python; the documentation names 0 and 1",
        "shared no-content": "null content is skipped unread",
        "shared content-no-text": "empty content of any type is skipped unread",
        "shared no-text": "a list passes for parts of a text",
        "shared weight": "a list passes for parts of a text, whatever else is in its items",
        "shared no-answer": "a list passes for parts of a text, whatever else is in its items",
        "shared unknown-role": "a list passes for parts of a text, whatever else is in its items",
        "shared tool-calls": "calls are not looked at, only whether there are any",
        **dict.fromkeys(
            ("shared no-target", "shared no-list", "shared no-ids"), "only the names of columns are looked at"
        ),
    },
    "together 1.5.35": {
        "weight": "true and false pass for integers in Python; the documentation names 0 and 1",
        "tokenized-columns": "position_ids came between 2.3 and 2.5",
        "shared no-text": "a list passes for parts of a text",
        "shared weight": "a list passes for parts of a text, whatever else is in its items",
        "shared no-answer": "a list passes for parts of a text, whatever else is in its items",
        "shared unknown-role": "a list passes for parts of a text, whatever else is in its items",
        "shared no-content": "a list passes for parts of a text, whatever else is in its items",
        "shared tool-calls": "keys other than role and content are not looked at",
        **dict.fromkeys(
            ("shared no-target", "shared no-list", "shared no-ids"), "only the names of columns are looked at"
        ),
    },
    "mistral": {
        "format": PLAIN.format("mistral-finetune"),
        "tool": "anything empty passes for no tools",
        "weight": "true and false, and numbers in a text, become numbers",
        "one-system-prompt": "a system message without content is none",
        "results": "calls of the first message are not counted; nobody answers them here",
        "shared tool-calls": "calls of users and tools are not read, and an empty object passes for none",
        "shared no-content": "text instead of content is mistral-finetune's own; no other consumer reads it",
        "shared weight": "weights of users and tools are not read, and 1.0 passes for 1; others refuse both",
        "shared image-url": "images are not looked at before they are needed",
    },
    "trl": {
        "format": PLAIN.format("SFTTrainer"),
        "parts": "Qwen 2.5's template leaves out messages of human and gpt",
        "tools": "tools beside plain texts are not used",
        "known-columns": "of plain texts nothing is asked",
        "completion": "SFTTrainer would learn the text that stands beside it",
        "shared missing-column": "SFTTrainer would learn the text that stands beside it",
        "text": "GRPOTrainer would take the prompt that stands beside it",
        "content": "messages of from and value are not looked at here",
        "messages": "another conversation stands beside the interactions",
        "shared messages-are-text": "another conversation stands beside the interactions",
        "call": "a missing name is written as nothing",
        "prompt": "a list of texts passes for several prompts",
        "label": "0 and 1 pass for false and true; KTOTrainer's documentation says bool",
        "from-value": TEMPLATE,
        "messages-alone": ONE_OF_A_SET,
        "one-type": ONE_OF_A_SET,
        "chosen-and-rejected": ONE_OF_A_SET,
        "prompt-and-completion": ONE_OF_A_SET,
        "shared weight": "TRL reads no weights",
        "shared no-answer": "TRL learns any turns",
        "shared label-no-boolean": "0 and 1 pass for false and true, and kto_tag is not read",
        "shared no-list": "rows of tokens are not looked at",
        "shared no-target": "rows of tokens are not looked at",
        "shared no-text": "the column is not read",
        **dict.fromkeys(
            (
                "shared no-content",
                "shared content-no-text",
                "shared unknown-role",
                "shared mixed-keys",
                "shared part-without-type",
                "shared part-without-text",
                "shared image-url",
                "shared tool-calls",
                "shared message-no-object",
            ),
            TEMPLATE,
        ),
    },
}

THEY: Mapping[str, Mapping[str, str]] = {
    "together 1.5.35": {
        'Found extra column "tools"': "tools are known since 2.1",
        "Invalid role `tool`": "tools are known since 2.1",
        "Missing required column `content`": "since 2.1 an assistant may have tool_calls instead",
        "Invalid role turns": "since 2.1 there are tools, several of which may answer",
        "unexpected column position_ids": "position_ids came between 2.3 and 2.5",
        "found <class 'NoneType'>": "since 2.1 content may be null beside tool_calls",
        "must be either all in multimodal": "since 2.1 empty content is no content of either kind",
        "must have a 'content' field": "since 2.1 an answer may be tool_calls",
    },
    "trl": {
        "KeyError: 'completion'": NULL_ANSWER,
        "'NoneType' object has no attribute 'endswith'": NULL_ANSWER,
        "dropped: no target": "Qwen 2.5's template leaves out a role, which the profile warns of",
    },
}


def explanation(validator: str, ours: Iterable[str], theirs: str | None) -> str:
    """Why they differ; empty where that isn't known, be it of one rule among several."""
    known = {key: why for name, own in WE.items() if validator.startswith(name) for key, why in own.items()}
    reasons = [known.get(rule) or known.get(rule.split()[0]) for rule in sorted(ours)]
    if reasons:
        return "; ".join(dict.fromkeys(why for why in reasons if why)) if all(reasons) else ""
    said = {key: why for name, own in THEY.items() if validator.startswith(name) for key, why in own.items()}
    return next((why for key, why in said.items() if re.search(re.escape(key), theirs or "")), "")
