"""The formats, in the order in which their signatures are tried: the first that fits is the format."""

from __future__ import annotations

from dataaudit.formats.base import Format
from dataaudit.formats.chat import OpenAIChat, ShareGPT
from dataaudit.formats.instruction import Alpaca, PromptCompletion
from dataaudit.formats.labelled import PromptOnly, Text, TextLabel
from dataaudit.formats.preference import KTO, Preference

FORMATS: tuple[Format, ...] = (
    OpenAIChat(),
    ShareGPT(),
    Preference(),
    KTO(),
    PromptCompletion(),
    Alpaca(),
    TextLabel(),
    Text(),
    PromptOnly(),
)

BY_NAME: dict[str, Format] = {format.name: format for format in FORMATS}

#: Columns of formats that are not known: a record that has one is of none of the formats above.
FOREIGN_COLUMNS = frozenset(
    {
        "input_ids",  # tokenized
        "preferred_output", "non_preferred_output", "preferred_completion",  # openai-dpo
        "contents",  # gemini-sft
        "schemaVersion",  # bedrock-converse
        "completions",  # stepwise
        "segments",
        "interactions",  # mistral
    }
)  # fmt: skip
