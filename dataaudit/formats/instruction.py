"""Formats of an instruction and its answer: alpaca, prompt-completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dataaudit.formats.base import (
    Example,
    Format,
    Value,
    Violation,
    content_kind,
    extras,
    kind_of,
    present,
    says_answer,
)
