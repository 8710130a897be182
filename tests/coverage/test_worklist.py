"""The worklist: real inputs of each gap in its share, as they were written, in a table that reads back."""

import math
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from dataaudit import Report, audit
from dataaudit.coverage.worklist import apportion, draw_worklist, summary
from dataaudit.dataset import Dataset, Task
from dataaudit.errors import ConfigError, InputError
from dataaudit.formats import shape_inputs
from dataaudit.model import Gap
from dataaudit.reading import read

SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_data"
REAL = [
    *(f"is the gift card worth {n}" for n in range(12)),
    *(f"how do i wash boot {n}" for n in range(6)),
    "IS THE GIFT CARD, worth 3?",
    "  ",
    "=cmd|'/c calc'!A0 of my card",
]


def reference(texts: list[str]) -> Dataset:
    reading = read([{"text": text} for text in texts])
    return shape_inputs(reading.records, reading.sources)


def gap(name: str, needed: int, rows: tuple[int, ...]) -> Gap:
    return Gap(name, (), (), 0.07, 0.05, 0.1, 0, needed, None, rows)


CARDS, BOOTS = gap("card", 20, (*range(12), 18, 19, 20)), gap("boots", 5, tuple(range(12, 18)))


def draw(n: int, gaps: tuple[Gap, ...] = (CARDS, BOOTS), task: Task = "classification", seed: int = 0) -> pd.DataFrame:
    return draw_worklist(reference(REAL), gaps, task, n, seed)


def test_each_gap_has_its_share_by_what_it_needs() -> None:
    assert draw(10)["gap"].tolist() == ["card"] * 8 + ["boots"] * 2


def test_the_smallest_gap_gets_one_as_long_as_there_is_one_for_each() -> None:
    assert apportion([1000, 1, 30], [9, 9, 9], 3) == [1, 1, 1]
    assert apportion([1000, 1, 30], [9, 9, 9], 2) == [1, 0, 1]


def test_what_one_gap_cannot_give_goes_to_the_others() -> None:
    assert apportion([30, 10], [5, 100], 20) == [5, 15]
    assert apportion([30, 10], [5, 0], 20) == [5, 0]


def test_shares_are_those_of_huntington_and_hill() -> None:
    counts = apportion([43, 26, 11], [99] * 3, 20)
    assert counts == [11, 6, 3]
    lowest = min(need / math.sqrt(k * (k - 1)) for need, k in zip([43, 26, 11], counts, strict=True))
    assert lowest >= max(need / math.sqrt(k * (k + 1)) for need, k in zip([43, 26, 11], counts, strict=True))


def test_inputs_that_differ_in_case_and_punctuation_alone_are_listed_once_and_blank_ones_never() -> None:
    listed = draw(100)
    assert len(listed) == 19
    assert len({text.lower().replace(",", "").rstrip("?") for text in listed["text"]}) == 19


def test_a_row_says_where_it_comes_from() -> None:
    row = draw(100, (BOOTS,)).set_index("text").loc["how do i wash boot 2"]
    assert row.to_dict() == {"label": "", "gap": "boots", "share": "7 %", "source": "<list>", "line": ""}


def test_what_is_asked_more_often_tends_to_come_first() -> None:
    texts = ["is it waterproof"] * 9 + ["will it rust"]
    rows = gap("material", 5, tuple(range(10)))
    first = Counter(draw_worklist(reference(texts), (rows,), "generation", 1, seed)["prompt"][0] for seed in range(50))
    assert first["is it waterproof"] > 35


def test_the_order_of_rows_does_not_matter_and_the_seed_does() -> None:
    turned = tuple(len(REAL) - 1 - row for row in CARDS.reference_rows)
    other = draw_worklist(reference(REAL[::-1]), (gap("card", 20, turned),), "classification", 5, 0)
    assert other["text"].tolist() == draw(5, (CARDS,))["text"].tolist()
    assert draw(5, (CARDS,), seed=1)["text"].tolist() != other["text"].tolist()


def test_the_summary_says_what_is_listed_and_what_to_do() -> None:
    assert summary(draw(6, seed=1), [CARDS, BOOTS], 6).splitlines() == [
        "6 real inputs from 2 gaps",
        "    5 on 'card', which needs 20 examples",
        "    1 on 'boots', which needs 5 examples",
        "fill in label: the file can then be audited and trained on as it is",
    ]


def test_the_summary_says_what_no_real_input_is_there_for() -> None:
    assert summary(draw(40, task="generation"), [CARDS, BOOTS], 40).splitlines()[3:] == [
        "fill in completion: the file can then be audited and trained on as it is",
        "1 input would be a formula to a spreadsheet and has an apostrophe before it",
        "the gaps hold no more different real inputs; 7 examples more to be written anew:",
        "    7 on 'card'",
    ]


def test_without_gaps_there_is_nothing_to_write() -> None:
    assert len(draw(10, ())) == 0
    assert summary(draw(10, ()), (), 10) == "no gaps were found: there is nothing to write\n"


def test_without_real_inputs_or_vectors_nobody_knows_of_gaps(tmp_path: Path) -> None:
    rows = [{"text": text, "label": "a"} for text in REAL]
    with pytest.raises(ConfigError, match="reference=FILE"):
        audit(rows, encoder="none").gap_worklist(5)
    with pytest.raises(InputError, match="COV001 didn't judge: no encoder"):
        audit(rows, reference=rows, encoder="none").gap_worklist(5, tmp_path / "work.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def report() -> Report:
    data, real = SAMPLES / "no-go/train.jsonl", SAMPLES / "production.jsonl"
    return audit(data, reference=real, select=["COV001"])


@pytest.mark.encoder
def test_the_inputs_stand_in_the_reference_as_they_are_listed(report: Report) -> None:
    lines = (SAMPLES / "production.jsonl").read_text(encoding="utf-8").splitlines()
    table = report.gap_worklist(30)
    assert all(f'"text": "{text}"' in lines[int(line) - 1] for text, line in zip(table.text, table.line, strict=True))
    assert set(table["gap"]) == {gap.name for gap in report.gaps}


@pytest.mark.encoder
@pytest.mark.parametrize("answer", ["label", "completion"])
def test_the_file_is_read_back_with_its_answers_and_without(report: Report, tmp_path: Path, answer: str) -> None:
    names = {"text": "prompt", "label": "completion"} if answer == "completion" else {}
    table = report.gap_worklist(30).rename(columns=names)
    table.loc[:24, answer] = [f"answer {n % 2 if answer == 'label' else table.iloc[n, 0]}" for n in range(25)]
    table.to_csv(tmp_path / "work.csv", index=False)
    filled = audit(tmp_path / "work.csv", encoder="none", select=["FMT013"])
    assert filled.dataset["format"] == {"label": "text-label", "completion": "prompt-completion"}[answer]
    assert [row for finding in filled.findings for row in finding.rows] == [25, 26, 27, 28, 29]


@pytest.mark.encoder
def test_the_file_is_safe_in_a_spreadsheet_and_never_overwritten(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "work.csv"
    report.gap_worklist(3, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbftext,label,gap,share,source,line\r\n")
    with pytest.raises(InputError, match="is there already and may hold verdicts or answers"):
        report.gap_worklist(3, path)
