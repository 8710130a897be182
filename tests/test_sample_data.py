"""The sample data are what their README and planted.json say, judged from the raw files alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "sample_data"
FILES = (
    "go/train.jsonl",
    "no-go/train.jsonl",
    "batch.jsonl",
    "eval.jsonl",
    "production.jsonl",
    "baseline.jsonl",
    "planted.json",
)
ROLES = ["system", "user", "assistant"]
SECRET = re.compile(r"AKIA[A-Z2-7]{16}|ghp_[A-Za-z0-9]{36}")
Row = dict[str, Any]


def read(name: str) -> list[Row | None]:
    """Every row by its position, None where the line is no JSON."""
    rows: list[Row | None] = []
    for line in (FOLDER / name).read_text(encoding="utf-8").removesuffix("\n").split("\n"):
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            rows.append(None)
    return rows


def sound(name: str) -> dict[int, Row]:
    """The chat rows that every consumer of the format accepts."""
    return {at: row for at, row in enumerate(read(name)) if row and is_chat(row)}


def is_chat(row: Row) -> bool:
    turns = row.get("messages", [])
    return [turn["role"] for turn in turns] == ROLES and all(isinstance(turn["content"], str) for turn in turns)


def text(row: Row) -> str:
    return str(row["messages"][1]["content"])


def answer(row: Row) -> str:
    return str(row["messages"][2]["content"])


def canonical(value: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", value).casefold()))


def rows_of(name: str, code: str) -> list[int]:
    return sorted(row for finding in findings(name, code) for row in finding["rows"])


def findings(name: str, code: str) -> list[Row]:
    truth = json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))
    return [finding for finding in truth[name] if finding["code"] == code]


def repeats(rows: dict[int, Row], key: Callable[[str], str]) -> list[tuple[int, list[int]]]:
    """Groups of rows with the same input, not blank, and the same answer: the first, and the others."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, row in rows.items():
        if text(row).strip():
            groups[key(text(row)), answer(row)].append(at)
    return sorted((first, others) for first, *others in groups.values() if others)


GO = sound("go/train.jsonl")
NO_GO = sound("no-go/train.jsonl")
BATCH = sound("batch.jsonl")
EVAL = sound("eval.jsonl")
INTENTS = Counter(answer(row) for row in GO.values())


def test_generating_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(FOLDER / "generate.py"), str(tmp_path)], check=True)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == set(FILES)
    assert [name for name in FILES if (tmp_path / name).read_bytes() != (FOLDER / name).read_bytes()] == []


def test_the_files_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in FILES) < 700_000


def test_the_go_set_has_enough_reviewed_rows_of_every_intent() -> None:
    assert [at for at, row in enumerate(read("go/train.jsonl")) if at not in GO or not row or not row["reviewed"]] == []
    assert len(GO) >= 1040
    assert min(INTENTS.values()) >= 60


def test_the_go_set_has_no_duplicates() -> None:
    assert len({canonical(text(row)) for row in GO.values()}) == len(GO)
    assert len({row["id"] for row in GO.values()}) == len(GO)


def words(value: str) -> frozenset[str]:
    tokens = canonical(value).split()
    return frozenset(" ".join(tokens[at : at + 5]) for at in range(max(1, len(tokens) - 4)))


def characters(value: str) -> frozenset[str]:
    plain = canonical(value)
    return frozenset(plain[at : at + 5] for at in range(max(1, len(plain) - 4)))


@pytest.mark.parametrize(("shingles", "limit"), [(words, 0.6), (characters, 0.7)])
def test_the_go_set_has_no_near_duplicates(shingles: Callable[[str], frozenset[str]], limit: float) -> None:
    sets = sorted((shingles(text(row)) for row in GO.values()), key=len)
    sizes = [len(each) for each in sets]
    for at, first in enumerate(sets):
        # larger sets than these can't be as alike as the limit
        end = bisect_right(sizes, len(first) / limit)
        assert all(jaccard(first, second) < limit for second in sets[at + 1 : end])


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second)


@pytest.mark.parametrize("name", ["no-go/train.jsonl", "batch.jsonl"])
def test_no_row_has_two_defects_and_lines_count_from_one(name: str) -> None:
    truth = json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))[name]
    rows = [row for finding in truth for row in [*finding["rows"], finding.get("keep")] if row is not None]
    assert [row for row, times in Counter(rows).items() if times > 1] == []
    assert all(finding["lines"] == [row + 1 for row in finding["rows"]] for finding in truth)


def test_nothing_is_planted_in_the_go_set() -> None:
    assert json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))["go/train.jsonl"] == []


def test_unreadable_rows() -> None:
    assert [at for at, row in enumerate(read("no-go/train.jsonl")) if row is None] == rows_of(
        "no-go/train.jsonl", "FMT001"
    )


def test_rows_of_another_record_format() -> None:
    foreign = {at: set(row) for at, row in enumerate(read("no-go/train.jsonl")) if row and "messages" not in row}
    assert sorted(foreign) == rows_of("no-go/train.jsonl", "FMT012")
    assert {frozenset(keys) for keys in foreign.values()} == {
        frozenset({"instruction", "input", "output"}),
        frozenset({"prompt", "completion"}),
    }


@pytest.mark.parametrize("name", ["no-go/train.jsonl", "batch.jsonl"])
def test_rows_that_break_the_schema(name: str) -> None:
    broken = [at for at, row in enumerate(read(name)) if row and "messages" in row and not is_chat(row)]
    assert broken == rows_of(name, "FMT002")


def test_rows_without_text() -> None:
    blank = [at for at, row in NO_GO.items() if not text(row).strip()]
    assert blank == rows_of("no-go/train.jsonl", "FMT013")


def test_answers_in_another_form() -> None:
    other = [at for at, row in NO_GO.items() if re.sub(r"[ -]", "_", answer(row)).casefold() not in INTENTS]
    assert other == rows_of("no-go/train.jsonl", "FMT003")
    assert all(any(intent in answer(NO_GO[at]) for intent in INTENTS) for at in other)


@pytest.mark.parametrize(("name", "rows"), [("no-go/train.jsonl", NO_GO), ("batch.jsonl", BATCH)])
def test_labels_spelled_otherwise(name: str, rows: dict[int, Row]) -> None:
    labels = {at: re.sub(r"[ -]", "_", answer(row)).casefold() for at, row in rows.items()}
    other = [at for at, label in labels.items() if label in INTENTS and label != answer(rows[at])]
    assert other == rows_of(name, "LAB006")


def test_exact_duplicates() -> None:
    planted = [(finding["keep"], finding["rows"]) for finding in findings("no-go/train.jsonl", "DUP001")]
    assert repeats(NO_GO, str) == sorted(planted)


def test_normalised_duplicates() -> None:
    planted = [(finding["keep"], finding["rows"]) for finding in findings("no-go/train.jsonl", "DUP002")]
    exact = repeats(NO_GO, str)
    assert [group for group in repeats(NO_GO, canonical) if group not in exact] == sorted(planted)


def test_conflicting_labels() -> None:
    groups: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for at, row in NO_GO.items():
        groups[canonical(text(row))][at] = answer(row)
    conflicts = [list(group) for key, group in groups.items() if key and len(set(group.values())) > 1]
    assert sorted(conflicts) == sorted(finding["rows"] for finding in findings("no-go/train.jsonl", "LAB001"))


def test_wrong_labels_are_those_that_the_go_set_corrects() -> None:
    right = {row["id"]: answer(row) for row in GO.values()}
    planted = set(rows_of("no-go/train.jsonl", "LAB002"))
    elsewhere = {row for code in ("FMT003", "LAB006") for row in rows_of("no-go/train.jsonl", code)}
    differ = {at for at, row in NO_GO.items() if right.get(row["id"], answer(row)) != answer(row)}
    assert differ - elsewhere == planted
    for finding in findings("no-go/train.jsonl", "LAB002"):
        row = NO_GO[finding["rows"][0]]
        assert finding["note"] == f"{answer(row)} on a message of {right[row['id']]}"


def test_the_thin_class() -> None:
    counts = Counter(answer(row) for row in NO_GO.values() if answer(row) in INTENTS)
    thin = [label for label, rows in counts.items() if rows < 20]
    assert [at for at, row in NO_GO.items() if answer(row) in thin] == rows_of("no-go/train.jsonl", "SIZE002")
    assert [counts[label] for label in thin] == [6]


def test_unreviewed_rows() -> None:
    unreviewed = [at for at, row in NO_GO.items() if not row["reviewed"]]
    assert unreviewed == rows_of("no-go/train.jsonl", "SIZE003")
    assert 0.38 < len(unreviewed) / len(NO_GO) < 0.44


def test_secrets() -> None:
    assert [at for at, row in NO_GO.items() if SECRET.search(text(row))] == rows_of("no-go/train.jsonl", "PRV001")
    assert [at for at, row in GO.items() if SECRET.search(text(row))] == []


def test_eval_rows_leaked_into_the_no_go_set_only() -> None:
    held_out = {canonical(text(row)) for row in EVAL.values()}
    leaked = [at for at, row in NO_GO.items() if canonical(text(row)) in held_out]
    assert leaked == rows_of("no-go/train.jsonl", "DUP005")
    assert [at for at, row in GO.items() if canonical(text(row)) in held_out] == []


def test_the_batch_repeats_one_training_row_and_contradicts_another() -> None:
    trained = {text(row): answer(row) for row in NO_GO.values()}
    known = {at: trained[text(row)] == answer(row) for at, row in BATCH.items() if text(row) in trained}
    assert known == {rows_of("batch.jsonl", "DUP001")[0]: True, rows_of("batch.jsonl", "LAB001")[0]: False}


def test_the_batch_has_one_wrong_label() -> None:
    (at,) = rows_of("batch.jsonl", "LAB002")
    assert answer(BATCH[at]) == "payment_declined"
    assert worded_as("size_advice", text(BATCH[at]))
    assert not worded_as("payment_declined", text(BATCH[at]))


def worded_as(intent: str, message: str) -> bool:
    """Whether a message holds a longer piece of one of the intent's phrases."""
    phrases = (FOLDER / "phrases" / f"{intent}.txt").read_text(encoding="utf-8").splitlines()
    pieces = [piece for phrase in phrases for piece in re.split(r"[\[\]{}|]", phrase)]
    return any(len(piece) >= 15 and piece in message for piece in pieces)


def test_gaps_are_intents_that_the_no_go_set_misses_and_the_go_set_has() -> None:
    truth = json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))
    gaps = {gap["name"]: gap["share"] for gap in truth["gaps"]}
    assert gaps == {"product_care": 0.1, "gift_card": 0.07}
    assert set(INTENTS) - {answer(row) for row in NO_GO.values()} == set(gaps)


def test_reference_rows_of_the_gaps_agree_with_the_baseline() -> None:
    expected = {row["input"]: row["expected"] for row in read("baseline.jsonl") if row}
    truth = json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))
    planted = {row: gap["name"] for gap in truth["gaps"] for row in gap["reference_rows"]}
    for at, row in enumerate(read("production.jsonl")):
        assert row is not None
        intent = expected.get(row["text"])
        assert intent is None or planted.get(at) == (intent if intent in planted.values() else None)


def test_production_is_not_copied_from_training() -> None:
    trained = {canonical(text(row)) for row in [*GO.values(), *NO_GO.values(), *EVAL.values(), *BATCH.values()]}
    assert [row for row in read("production.jsonl") if row and canonical(row["text"]) in trained] == []


def test_the_baseline_fails_on_two_intents() -> None:
    results = [row for row in read("baseline.jsonl") if row]
    assert all(row["passed"] == (row["output"] == row["expected"]) for row in results)
    assert (len(results), sum(row["passed"] for row in results)) == (200, 156)
    failures = Counter(row["expected"] for row in results if not row["passed"])
    assert [intent for intent, _ in failures.most_common(2)] == ["product_care", "gift_card"]
