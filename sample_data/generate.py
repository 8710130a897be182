"""Write the sample data: `python sample_data/generate.py [FOLDER]`.

Everything is drawn from the phrases beside this file with a fixed seed, so the files come out the same, byte
for byte, each time. README.md says what they are for, defects.py what is planted in them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from customers import Customers
from defects import Entry, Mark, Planter, Row, plant_batch, plant_no_go, planted

HERE = Path(__file__).resolve().parent
SEED = "larkfell"
SYSTEM = "Name the customer's intent."
ANNOTATORS = ("ana", "bo", "cem", "dee")
CHANNELS = ("chat", "chat", "form", "app")
EVAL_ROWS, BATCH_ROWS, BASELINE_ROWS, LEAKED_ROWS = 150, 60, 200, 3
UNREVIEWED = 0.46  # of the otherwise sound rows, which makes about 40 % of all


@dataclass(frozen=True)
class Intent:
    """How many rows an intent has, by file, and how its customers write."""

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
THIN = "invoice_copy"
GAPS = [name for name, intent in INTENTS.items() if intent.no_go == 0]

#: What the prompt answers where it fails, and the share of each intent's inputs on which it does.
MISTAKES = {
    "product_care": ("damaged_item", "stock_question", "size_advice"),
    "gift_card": ("promo_code", "payment_declined"),
    "return_item": ("wrong_item", "cancel_order"),
    "damaged_item": ("return_item", "wrong_item"),
    "track_order": ("change_address", "stock_question"),
    "payment_declined": ("promo_code", "account_login"),
}
FAILING = {name: 0.85 if name in GAPS else 0.2 for name in MISTAKES}


def main() -> None:
    """Write all files into the folder given, or beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, text in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def files() -> dict[str, str]:
    """Return the text of every file by its name."""
    about_order = {name for name, intent in INTENTS.items() if intent.about_order}
    trouble = {name for name, intent in INTENTS.items() if intent.trouble}
    customers = Customers(HERE / "phrases", SEED, about_order, trouble)
    early, go = training_rows(customers)
    held_out, batch_rows = held_out_rows(customers)
    production = production_inputs(customers)
    no_go = no_go_entries(early, held_out)
    batch = batch_entries(batch_rows, no_go)
    truth = {
        "go/train.jsonl": [],
        "no-go/train.jsonl": planted(no_go),
        "batch.jsonl": planted(batch),
        "gaps": [gap(name, production) for name in GAPS],
    }
    return {
        "go/train.jsonl": json_lines(go),
        "no-go/train.jsonl": lines(entry.line() for entry in no_go),
        "batch.jsonl": lines(entry.line() for entry in batch),
        "eval.jsonl": json_lines(held_out),
        "production.jsonl": json_lines({"text": text, "channel": channel} for text, channel, _ in production),
        "baseline.jsonl": json_lines(baseline_results(production)),
        "planted.json": truth_text(truth),
    }


def training_rows(customers: Customers) -> tuple[list[Row], list[Row]]:
    """Return the sound rows of the early state, and the final training set, which holds the same and more."""
    random = Random(f"{SEED} training")
    early: list[Row] = []
    later: list[Row] = []
    for name, intent in INTENTS.items():
        rows = [chat_row(text, name) for text in customers.write(name, "train", intent.go)]
        early += rows[intent.go - intent.no_go :]
        later += rows[: intent.go - intent.no_go]
    random.shuffle(early)
    random.shuffle(later)
    for number, row in enumerate(early + later, start=1):
        row["id"] = f"c-{number:04}"
    go = random.sample(early + later, len(early + later))
    return early, stamped(go, "2025-06-02T08:00", [f"r{n}" for n in range(1, 7)], ANNOTATORS, random)


def held_out_rows(customers: Customers) -> tuple[list[Row], list[Row]]:
    """Return the evaluation set and the sound rows of the batch, which has none of the missing or thin intents."""
    random = Random(f"{SEED} held out")
    batch: list[Row] = []
    evaluation: list[Row] = []
    present = [name for name in INTENTS if name not in (*GAPS, THIN)]
    for at, name in enumerate(INTENTS):
        for_eval = shared_out(EVAL_ROWS, len(INTENTS), at)
        for_batch = shared_out(BATCH_ROWS - 2, len(present), present.index(name)) if name in present else 0
        rows = [chat_row(text, name) for text in customers.write(name, "heldout", for_eval + for_batch)]
        evaluation += rows[:for_eval]
        batch += rows[for_eval:]
    random.shuffle(evaluation)
    random.shuffle(batch)
    for prefix, rows in (("e", evaluation), ("b", batch)):
        for number, row in enumerate(rows, start=1):
            row["id"] = f"{prefix}-{number:04}"
    return stamped(evaluation, "2025-02-10T08:00", ["e1"], ANNOTATORS, random), batch


def no_go_entries(early: Sequence[Row], held_out: Sequence[Row]) -> list[Entry]:
    """Return the early training set with its defects."""
    random = Random(f"{SEED} no-go")
    planter = Planter(early, random, new_ids=(f"c-{number}" for number in range(2001, 3000)))
    usable = [row for row in held_out if label(row) not in (*GAPS, THIN)]
    plant_no_go(planter, THIN, random.sample(usable, LEAKED_ROWS))
    entries = planter.in_order()
    rows = [entry.row for entry in entries if "messages" in entry.row]
    stamped(rows, "2025-03-03T08:00", [f"w{n}" for n in range(1, 6)], ANNOTATORS, random)
    for entry in entries:
        if entry.mark is None and random.random() < UNREVIEWED:
            entry.row["reviewed"] = False
            entry.mark = Mark("SIZE003", "not reviewed by a person")
    return entries


def batch_entries(rows: Sequence[Row], no_go: Sequence[Entry]) -> list[Entry]:
    """Return the annotator's batch with its defects, two of them against the NO-GO training set."""
    random = Random(f"{SEED} batch")
    sound = [entry.row for entry in no_go if entry.mark is None]
    planter = Planter(rows, random, new_ids=(f"b-{number}" for number in range(1001, 2000)))
    trained = random.choice([row for row in sound if label(row) == "damaged_item"])
    disputed = random.choice([row for row in sound if label(row) == "wrong_item"])
    plant_batch(planter, trained, disputed, "return_item")
    entries = planter.in_order()
    stamped([entry.row for entry in entries], "2025-04-07T08:00", ["w6"], ("eli",), random)
    return entries


def production_inputs(customers: Customers) -> list[tuple[str, str, str]]:
    """Return what customers really wrote: text, channel, and the intent, which the file doesn't tell."""
    random = Random(f"{SEED} production")
    inputs = [
        (text, random.choice(CHANNELS), name)
        for name, intent in INTENTS.items()
        for text in customers.write(name, "production", intent.traffic)
    ]
    random.shuffle(inputs)
    return inputs


def baseline_results(production: Sequence[tuple[str, str, str]]) -> list[Row]:
    """Return what the prompt made of every second production input of each intent."""
    random = Random(f"{SEED} baseline")
    results = []
    for name in INTENTS:
        texts = [text for text, _, intent in production if intent == name][::2]
        failing = set(random.sample(texts, round(FAILING.get(name, 0) * len(texts))))
        for text in texts:
            output = random.choice(MISTAKES[name]) if text in failing else name
            results.append({"input": text, "expected": name, "output": output, "passed": output == name})
    random.shuffle(results)
    return results


def gap(name: str, production: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """Return an intent that no-go/train.jsonl misses: its rows in production.jsonl, and their share."""
    rows = [row for row, (_, _, intent) in enumerate(production) if intent == name]
    return {"code": "COV001", "name": name, "share": len(rows) / len(production), "reference_rows": rows}


def chat_row(text: str, intent: str) -> Row:
    """Return one example; its id comes first, the rest of the metadata when its place in a file is known."""
    turns = (("system", SYSTEM), ("user", text), ("assistant", intent))
    return {"messages": [{"role": role, "content": content} for role, content in turns]}


def label(row: Row) -> str:
    """Return the answer of a chat row."""
    return str(row["messages"][-1]["content"])


def stamped(
    rows: list[Row], start: str, batches: Sequence[str], annotators: Sequence[str], random: Random
) -> list[Row]:
    """Give rows in their final order annotator, batch, time and a review, and return them."""
    for at, row in enumerate(rows):
        row["annotator"] = random.choice(annotators)
        row["batch"] = batches[at * len(batches) // len(rows)]
        row["timestamp"] = f"{datetime.fromisoformat(start) + timedelta(minutes=7 * at):%Y-%m-%dT%H:%M:00Z}"
        row["reviewed"] = True
    return rows


def shared_out(total: int, parts: int, part: int) -> int:
    """Return the size of one of so many nearly equal parts."""
    return total // parts + (part < total % parts)


def json_lines(rows: Iterable[Any]) -> str:
    """Return one line of JSON per row."""
    return lines(json.dumps(row, ensure_ascii=False) for row in rows)


def lines(texts: Iterable[str]) -> str:
    """Return the texts with an end of line after each."""
    return "".join(text + "\n" for text in texts)


def truth_text(truth: dict[str, list[dict[str, Any]]]) -> str:
    """Return the planted defects as JSON with one finding per line."""
    blocks = []
    for name, findings in truth.items():
        block = ",\n".join("    " + json.dumps(finding, ensure_ascii=False) for finding in findings)
        blocks.append(f"  {json.dumps(name)}: [" + (f"\n{block}\n  ]" if block else "]"))
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    main()
