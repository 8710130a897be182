"""Two prompts on the same inputs, held against statsmodels and against a likelihood that scipy maximises."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from statsmodels.stats.contingency_tables import mcnemar

from dataaudit.baselines.paired import PairedOutcomes, pair_outcomes
from dataaudit.formats.results import Results, shape_results
from dataaudit.reading import read

CASES = [(200, 30, 12), (44, 0, 0), (150, 1, 0), (300, 5, 40), (50, 50, 0), (50, 0, 50), (10, 3, 7)]


def results(**outcomes: list[bool]) -> Results:
    """One row for each of the results of an input."""
    reading = read([{"input": text, "passed": passed} for text, own in outcomes.items() for passed in own])
    return shape_results(reading.records, reading.sources, pass_score=0.5)


def score(n: int, mended: int, broken: int, change: float) -> float:
    """Tango's score, with the share broken that is most likely found by search."""
    seen = np.array([mended, broken, n - mended - broken])

    def surprise(share: float) -> float:
        return -float(seen @ np.log(np.maximum([share + change, share, 1 - 2 * share - change], 1e-300)))

    bounds = (max(0.0, -change), (1 - change) / 2)
    likely = minimize_scalar(surprise, bounds=bounds, method="bounded", options={"xatol": 1e-12}).x
    return float((mended - broken - n * change) / np.sqrt(n * (2 * likely + change * (1 - change))))


@pytest.mark.parametrize(("n", "mended", "broken"), CASES)
def test_the_interval_ends_where_tangos_score_says(n: int, mended: int, broken: int) -> None:
    change, low, high = PairedOutcomes(n, mended, broken).change
    assert change == (mended - broken) / n
    for end in (low, high):
        assert abs(end) == 1 or abs(score(n, mended, broken, end)) == pytest.approx(1.96, abs=1e-3)


@pytest.mark.parametrize(("n", "mended", "broken"), CASES)
def test_the_p_value_is_that_of_statsmodels(n: int, mended: int, broken: int) -> None:
    table = [[n - mended - broken, broken], [mended, 0]]
    assert PairedOutcomes(n, mended, broken).p_value == pytest.approx(mcnemar(table, exact=True).pvalue)


def test_the_interval_holds_the_change_19_times_in_20() -> None:
    random = np.random.default_rng(0)
    drawn = random.multinomial(150, [0.1, 0.04, 0.86], size=1000).tolist()
    intervals = [PairedOutcomes(150, mended, broken).change for mended, broken, _ in drawn]
    held = np.mean([own.low <= 0.06 <= own.high for own in intervals])
    assert 0.93 <= held <= 0.97


def test_inputs_are_paired_by_their_text_whatever_its_case() -> None:
    older = results(a=[True], b=[False], c=[True], d=[True])
    newer = results(A=[False], b=[True], c=[True], e=[True])
    assert pair_outcomes(older, newer) == PairedOutcomes(inputs=3, mended=1, broken=1)


def test_of_several_results_of_an_input_the_majority_counts_and_a_tie_says_nothing() -> None:
    older = results(a=[True, True, False], b=[True, False], c=[False])
    newer = results(a=[False], b=[True], c=[False, True, True])
    assert pair_outcomes(older, newer) == PairedOutcomes(inputs=2, mended=1, broken=1)
