"""Write the sample data: `python sample_data/generate.py [FOLDER]`.

Everything is drawn from the phrases beside this file with a fixed seed, so the files come out the same, byte
for byte, each time. README.md says what they are, defects.py what is planted in them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import defects
from phrasebook import Words, choose, read_sections, slots

HERE = Path(__file__).resolve().parent
SEED = "larkfell"
SYSTEM = "Name the intent of the customer's message."


@dataclass(frozen=True)
class Intent:
    """How often an intent occurs, by file, and what may be said around its requests."""

    go: int
    no_go: int
    traffic: int
    about_order: bool = False
    trouble: bool = False


INTENTS = {
    "track_order": Intent(92, 44, 56, about_order=True, trouble=True),
    "return_item": Intent(86, 40, 44, about_order=True),
    "product_care": Intent(84, 0, 40),
    "size_advice": Intent(82, 38, 36),
    "stock_question": Intent(80, 38, 32),
    "damaged_item": Intent(80, 38, 32, about_order=True, trouble=True),
    "gift_card": Intent(76, 0, 28),
    "promo_code": Intent(76, 36, 28, trouble=True),
    "payment_declined": Intent(74, 36, 24, trouble=True),
    "cancel_order": Intent(74, 34, 24),
    "wrong_item": Intent(72, 34, 20, about_order=True, trouble=True),
    "change_address": Intent(70, 32, 16),
    "account_login": Intent(70, 32, 16, trouble=True),
    "invoice_copy": Intent(64, 6, 4, about_order=True),
}
EVAL_ROWS, BATCH_ROWS = 150, 60


@dataclass(frozen=True)
class Message:
    """What a customer wrote, and what it is about."""

    text: str
    intent: str
