"""The formats, in the order in which their signatures are tried: the first that fits is the format."""

from __future__ import annotations

from dataaudit.formats.base import Format
from dataaudit.formats.chat import OpenAIChat, ShareGPT
from dataaudit.formats.comparison import ChatPreference, OpenAIDPO
from dataaudit.formats.feedback import KTO, Stepwise
from dataaudit.formats.instruction import Alpaca, PromptCompletion
from dataaudit.formats.labelled import PromptOnly, Text, TextLabel
from dataaudit.formats.masked import Segments, Tokenized
from dataaudit.formats.preference import Preference
from dataaudit.formats.providers import BedrockAnthropic, BedrockConverse, GeminiSFT

FORMATS: tuple[Format, ...] = (
    Tokenized(),
    OpenAIDPO(),
    GeminiSFT(),
    BedrockConverse(),
    BedrockAnthropic(),
    ChatPreference(),
    OpenAIChat(),
    ShareGPT(),
    Preference(),
    Stepwise(),
    KTO(),
    PromptCompletion(),
    Alpaca(),
    Segments(),
    TextLabel(),
    Text(),
    PromptOnly(),
)

BY_NAME: dict[str, Format] = {format.name: format for format in FORMATS}
