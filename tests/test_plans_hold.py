"""Plans carried out to the letter: all of it is GO, and less is not."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from carried_out import carried_out
from planted_defects import DEFECTS, planted_set
from planted_sets import PlantedSet, sample_examples, sample_no_go

from dataaudit.model import Action
from dataaudit.report import Report

EXAMPLES = sample_examples()
#: What can be found without vectors.
KINDS = [name for name in DEFECTS if name not in ("gaps", "wrong labels")]


def examined(planted: PlantedSet, folder: Path, encoder: str = "none") -> Report:
    return planted.audited(folder, encoder=encoder)


def holds(planted: PlantedSet, report: Report, folder: Path, encoder: str) -> None:
    """All of the plan is GO; without any one of its steps it is NO-GO."""
    steps = report.verdict.path_to_go
    after = [carried_out(planted, report, some) for some in (steps, *without_each(steps))]
    decisions = [examined(one, folder, encoder).verdict.decision for one in after]
    assert decisions == ["GO"] + ["NO-GO"] * len(steps)


def without_each(steps: Sequence[Action]) -> list[list[Action]]:
    return [[*steps[:i], *steps[i + 1 :]] for i in range(len(steps))]


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_is_enough_and_all_of_it_is_needed(seed: int, tmp_path: Path) -> None:
    rows, classes = (290, 310, 340, 420)[seed % 4], 10 + seed % 5
    planted = planted_set(EXAMPLES, seed, KINDS, rows, classes)
    report = examined(planted, tmp_path)
    assert report.verdict.decision == "NO-GO"
    holds(planted, report, tmp_path, "none")


def test_the_plan_of_the_no_go_sample_holds(tmp_path: Path) -> None:
    planted = sample_no_go()
    holds(planted, examined(planted, tmp_path), tmp_path, "none")


@pytest.mark.encoder
def test_the_plan_that_closes_the_gaps_of_the_no_go_sample_holds(tmp_path: Path) -> None:
    planted = sample_no_go()
    report = examined(planted, tmp_path, "minilm")
    steps = report.verdict.path_to_go
    gaps_open = steps[: [step.code for step in steps].index("COV001")]
    after = [carried_out(planted, report, some) for some in (steps, gaps_open)]
    assert [examined(one, tmp_path, "minilm").verdict.decision for one in after] == ["GO", "NO-GO"]
