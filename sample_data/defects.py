"""The defects of the NO-GO training set and of the batch, and where they end up.

A row on its way to a file is an `Entry`. A defect is planted by changing an entry or by inserting another one,
and by leaving a `Mark`; `planted` lists the marks once the order of the rows is final. No row gets two.
"""

from __future__ import annotations

import copy
import json
import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

Row = dict[str, Any]

COPIES = (2, 1, 1, 1)  # redundant copies per group
CONFLICTS = [("wrong_item", "return_item"), ("change_address", "track_order"), ("promo_code", "payment_declined")]
WRONG_LABELS = [  # the true label, words that put it beyond doubt, the label given
    ("track_order", "Missed the courier", "promo_code"),
    ("return_item", "I want to return the", "account_login"),
    ("size_advice", "What size of gaiters", "payment_declined"),
    ("stock_question", "coming to Europe", "account_login"),
    ("damaged_item", "The mesh on the child carrier", "promo_code"),
    ("promo_code", "discount code expire", "damaged_item"),
    ("account_login", "nobody knows the password", "size_advice"),
    ("payment_declined", "Every time I pay with my bank card", "stock_question"),
]
SPELLINGS = [
    ("track_order", "Track_Order"),
    ("track_order", "track order"),
    ("track_order", "track-order"),
    ("damaged_item", "Damaged_Item"),
    ("damaged_item", "damaged item"),
]
RESTYLED: list[Callable[[str], str]] = [
    str.upper,
    lambda text: text.lower().rstrip(".!?"),
    lambda text: text.replace(" ", "  ").replace("?", "???") + "\n",
    lambda text: text.replace(" ", "\u00a0").rstrip(".!?") + " !!",
]


class Mark(NamedTuple):
    """A defect. Marks of one code and group are one finding; `keep` marks the row on which nothing is to be done."""

    code: str
    note: str
    group: int = 0
    keep: bool = False


@dataclass
class Entry:
    """One line of a file: its value, its place, its defect, and what is done to its text at the very end."""

    row: Row
    position: float
    mark: Mark | None = None
    break_line: Callable[[str], str] = str

    @property
    def label(self) -> str:
        """The answer."""
        return str(self.row["messages"][-1]["content"])

    @label.setter
    def label(self, label: str) -> None:
        self.row["messages"][-1]["content"] = label

    @property
    def text(self) -> str:
        """What the customer wrote."""
        return str(self.row["messages"][1]["content"])

    @text.setter
    def text(self, text: str) -> None:
        self.row["messages"][1]["content"] = text

    def line(self) -> str:
        """Return the line as it is written, without the line end."""
        return self.break_line(json.dumps(self.row, ensure_ascii=False))


class Planter:
    """Plants defects among sound rows.

    Parameters
    ----------
    rows
        Sound chat rows in their order.
    random
        Decides which of them are hit.
    new_ids
        The ids of inserted rows.
    """

    def __init__(self, rows: Sequence[Row], random: Random, new_ids: Iterable[str]) -> None:
        self.entries = [Entry(copy.deepcopy(row), position) for position, row in enumerate(rows)]
        self.random = random
        self._template = rows[0]
        self._new_ids = iter(new_ids)

    def take(self, mark: Mark, label: str = "", words: str = "") -> Entry:
        """Mark a sound row, of this label and with these words if they are given, and return it."""
        sound = [entry for entry in self.entries if entry.mark is None]
        fitting = [entry for entry in sound if label in ("", entry.label) and words in entry.text]
        entry = self.random.choice(fitting)
        entry.mark = mark
        return entry

    def insert(self, mark: Mark, row: Row, after: float = 0) -> Entry:
        """Insert a copy of a row somewhere after a position, under a new id, and return it."""
        position = self.random.uniform(after, len(self.entries))
        entry = Entry(copy.deepcopy(row) | {"id": next(self._new_ids)}, position, mark)
        self.entries.append(entry)
        return entry

    def insert_text(self, mark: Mark, text: str, label: str) -> None:
        """Insert a row with this input and label."""
        entry = self.insert(mark, self._template)
        entry.text, entry.label = text, label

    def in_order(self) -> list[Entry]:
        """Return all entries in the order of the file."""
        return sorted(self.entries, key=lambda entry: entry.position)


def plant_no_go(planter: Planter, thin_label: str, leaked: Sequence[Row]) -> None:
    """Plant everything that is wrong with the NO-GO training set."""
    for entry in planter.entries:
        if entry.label == thin_label:
            entry.mark = Mark("SIZE002", f"all rows of {thin_label}")
    _plant_label_defects(planter)
    _plant_duplicates(planter, leaked)
    _plant_format_defects(planter)
    _plant_secrets(planter)


def _plant_duplicates(planter: Planter, leaked: Sequence[Row]) -> None:
    for group, copies in enumerate(COPIES):
        mark = Mark("DUP001", "the same again under another id", group)
        kept = planter.take(mark._replace(keep=True))
        for _ in range(copies):
            planter.insert(mark, kept.row, after=kept.position)
    for group, restyle in enumerate(RESTYLED):
        mark = Mark("DUP002", "only case, punctuation or white space differ", group)
        kept = planter.take(mark._replace(keep=True))
        entry = planter.insert(mark, kept.row, after=kept.position)
        entry.text = restyle(entry.text)
    for row in leaked:
        planter.insert(Mark("DUP005", "the input of a row of eval.jsonl"), row)


def _plant_label_defects(planter: Planter) -> None:
    for group, (label, other) in enumerate(CONFLICTS):
        mark = Mark("LAB001", f"one input, labelled {label} and {other}", group)
        entry = planter.take(mark, label)
        planter.insert(mark, entry.row, after=entry.position).label = other
    for group, (label, words, wrong) in enumerate(WRONG_LABELS):
        planter.take(Mark("LAB002", f"{wrong} on a message of {label}", group), label, words).label = wrong
    for label, spelling in SPELLINGS:
        group = [name for name, _ in SPELLINGS].index(label)
        planter.take(Mark("LAB006", f"{label}, spelled otherwise", group), label).label = spelling


def _plant_format_defects(planter: Planter) -> None:
    unreadable = Mark("FMT001", "not JSON: a lost quotation mark, a line cut off")
    planter.take(unreadable).break_line = lambda line: line.replace('"role": "user"', '"role": "user')
    planter.take(unreadable).break_line = lambda line: line[: len(line) * 2 // 3]
    refused = Mark("FMT002", "no assistant, an unknown role, a number for text")
    planter.take(refused).row["messages"].pop()
    planter.take(refused).row["messages"][2]["role"] = "asistant"
    planter.take(refused).row["messages"][1]["content"] = planter.random.randint(10000, 99999)
    for style in ('{{"intent": "{}"}}', "The intent is {}."):
        for _ in range(6):
            entry = planter.take(Mark("FMT003", "JSON or a sentence where the others have the bare label"))
            entry.label = style.format(entry.label)
    foreign = Mark("FMT012", "a row of another record format")
    entry = planter.take(foreign)
    instruction = entry.row["messages"][0]["content"]
    entry.row = {"instruction": instruction, "input": entry.text, "output": entry.label}
    entry = planter.take(foreign)
    entry.row = {"prompt": entry.text, "completion": entry.label}
    for blank in ("", "   "):
        planter.insert_text(Mark("FMT013", "nothing in the user's message"), blank, "track_order")


def _plant_secrets(planter: Planter) -> None:
    """Put keys into pasted error pages. The prefixes are split here so that no scanner stops at this file."""
    mark = Mark("PRV001", "an access key, a token")
    key = "AK" + "IA" + _random_text(planter.random, string.ascii_uppercase + "234567", 16)
    token = "gh" + "p_" + _random_text(planter.random, string.ascii_letters + string.digits, 36)
    page = f"My card is refused and all I get is a page of code with: aws_access_key_id={key}. Can I still pay?"
    planter.insert_text(mark, page, "payment_declined")
    page = f"I can't log in, your site answers 'remote: bad credentials for {token}'. What does it want from me?"
    planter.insert_text(mark, page, "account_login")


def _random_text(random: Random, alphabet: str, length: int) -> str:
    return "".join(random.choices(alphabet, k=length))


def plant_batch(planter: Planter, trained: Row, disputed: Row, other_label: str) -> None:
    """Plant a handful of defects in the annotator's batch; the two rows are of the NO-GO training set."""
    planter.insert(Mark("DUP001", f"a copy of {trained['id']} in no-go/train.jsonl"), trained)
    conflict = Mark("LAB001", f"the input of {disputed['id']} in no-go/train.jsonl with another label")
    planter.insert(conflict, disputed).label = other_label
    wrong = Mark("LAB002", "payment_declined on a message of size_advice")
    planter.take(wrong, "size_advice").label = "payment_declined"
    planter.take(Mark("LAB006", "return_item, spelled otherwise"), "return_item").label = "Return_Item"
    planter.take(Mark("FMT002", "an unknown role")).row["messages"][2]["role"] = "agent"


def planted(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return one finding per code and group: its rows (from 0), their lines (from 1) and the row to keep."""
    findings: dict[tuple[str, int], dict[str, Any]] = {}
    for row, entry in enumerate(entries):
        if entry.mark is None:
            continue
        code, note, group, keep = entry.mark
        finding = findings.setdefault((code, group), {"code": code, "rows": [], "lines": [], "note": note})
        if keep:
            finding["keep"] = row
        else:
            finding["rows"].append(row)
            finding["lines"].append(row + 1)
    return [findings[key] for key in sorted(findings)]
