"""Ways in which a batch may be written otherwise, planted into public data; DATAAUDIT_DATA names their folder."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from intents import SETS

from dataaudit.formats import shape
from dataaudit.reading import read

Row = dict[str, Any]
Rewrite = Callable[[Row, np.random.Generator], Row]

REFUSALS = (
    "I'm sorry, but I can't help with that request.",
    "I cannot assist with this, as it goes against my guidelines.",
    "Unfortunately, I am unable to provide that information.",
    "Sorry, I can't comply with that.",
    "I apologize, but I am not able to answer this question.",
)
FOREIGN = (
    "Das hängt davon ab, wie viel Zeit man für die Aufgabe hat und was dabei wichtig ist.",
    "Zuerst sollte man sich einen Überblick verschaffen und dann die einzelnen Schritte planen.",
    "Die Antwort ist einfacher, als es auf den ersten Blick scheint.",
    "Viele Menschen wissen nicht, dass es dafür mehrere Möglichkeiten gibt.",
    "Am Ende kommt es darauf an, ob das Ergebnis für alle nützlich ist.",
    "Man kann es mit etwas Übung auch ohne Hilfe schaffen.",
    "Der Text beschreibt einen Tag im Leben einer Familie auf dem Land.",
    "Es ist besser, früh anzufangen und regelmäßig eine Pause zu machen.",
)


def doubled(row: Row, random: np.random.Generator) -> Row:
    del random
    return {**row, "output": f"{row['output']} {row['output']}"}


def halved(row: Row, random: np.random.Generator) -> Row:
    del random
    words = row["output"].split()
    return {**row, "output": " ".join(words[: (len(words) + 1) // 2])}


def refused(row: Row, random: np.random.Generator) -> Row:
    return {**row, "output": str(random.choice(REFUSALS))}


def german(row: Row, random: np.random.Generator) -> Row:
    return {**row, "output": " ".join(random.choice(FOREIGN, int(random.integers(1, 5)), replace=False))}


def items(mark: str) -> Rewrite:
    """Sentences as items of a list."""

    def rewrite(row: Row, random: np.random.Generator) -> Row:
        del random
        sentences = re.split(r"(?<=[.!?])\s+", row["output"].strip())
        return {**row, "output": "\n".join(f"{mark} {sentence}" for sentence in sentences)}

    return rewrite


def as_json(text: str, count: str) -> Rewrite:
    """JSON with these keys."""

    def rewrite(row: Row, random: np.random.Generator) -> Row:
        del random
        return {**row, "output": json.dumps({text: row["output"], count: len(row["output"].split())})}

    return rewrite


def upper(row: Row, random: np.random.Generator) -> Row:
    del random
    return {**row, "label": row["label"].upper()}


def title(row: Row, random: np.random.Generator) -> Row:
    del random
    return {**row, "label": row["label"].replace("_", " ").title()}


def same(row: Row, random: np.random.Generator) -> Row:
    del random
    return row


class Plant(NamedTuple):
    """How all rows are written, how those of one batch are, and the sets it is planted into."""

    usual: Rewrite
    other: Rewrite
    sets: tuple[str, ...] = ("alpaca",)


LABELLED = ("clinc150", "banking77", "snips", "trec")
PLANTS = {
    "JSON keys renamed": Plant(as_json("answer", "words"), as_json("response", "word_count")),
    "prose to bullets": Plant(same, items("-")),
    "bullets - to *": Plant(items("-"), items("*")),
    "refusals": Plant(same, refused),
    "length doubled": Plant(same, doubled),
    "length halved": Plant(same, halved),
    "language": Plant(same, german),
    "labels upper case": Plant(same, upper, LABELLED),
    "labels title case": Plant(same, title, LABELLED),
}


def rows_of(name: str) -> list[Row]:
    """The rows of a set: text and label, or instruction, input and output."""
    root = Path(os.environ["DATAAUDIT_DATA"])
    if name in SETS:
        return [dict(row) for row in SETS[name]().train]
    if name == "trec":
        lines = (root / "trec/train_5452.tsv").read_text("utf-8").splitlines()
        return [dict(zip(("label", "text"), line.split("\t"), strict=True)) for line in lines]
    if name == "alpaca":
        with gzip.open(root / "alpaca-52k/alpaca_data.json.gz", "rt", encoding="utf-8") as file:
            return list(json.load(file))
    return examples(root / FILES[name])


FILES = {
    "lima": "lima/lima.json.gz",
    "alpaca_en": "llama-factory-demos/alpaca_en_demo.json.gz",
    "dpo_en": "llama-factory-demos/dpo_en_demo.json.gz",
    "glaive": "llama-factory-demos/glaive_toolcall_en_demo.json.gz",
    "identity": "llama-factory-demos/identity.json",
    "v1_sft": "llama-factory-demos/v1_sft_demo.jsonl.gz",
    "fastchat": "chat-format-samples/fastchat_sharegpt_500.json",
}


def examples(path: Path) -> list[Row]:
    """The examples of a file in any known format."""
    reading = read(path)
    frame = shape(reading.records, reading.sources).examples
    pairs = zip(frame["input"].fillna(""), frame["output"].fillna(""), strict=True)
    return [{"instruction": asked, "input": "", "output": answer} for asked, answer in pairs]
