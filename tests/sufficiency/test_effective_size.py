"""What examples are worth that repeat each other."""

import numpy as np
import pytest
from fakes import WordEncoder

from dataaudit import audit
from dataaudit.dataset import Dataset
from dataaudit.evidence import Evidence
from dataaudit.formats import shape
from dataaudit.reading import read
from dataaudit.sufficiency.effective import effective_examples, effective_number


def evidence(rows: list[dict[str, str]], accepted: Dataset | None = None) -> Evidence:
    data = read(rows)
    return Evidence(
        shape(data.records, data.sources, format="auto"), encoder=WordEncoder(), cache=None, accepted=accepted
    )


def rows(*texts: str) -> list[dict[str, str]]:
    return [{"prompt": text, "completion": f"the answer is number {i}"} for i, text in enumerate(texts)]


def test_groups_that_are_not_alike_count_in_full_and_copies_once() -> None:
    sizes = np.array([5, 4, 1])
    assert effective_number(sizes, np.array([0.0, 1.0, 0.3])) == pytest.approx(5 + 1 + 1)


def test_the_effective_number_is_what_gives_a_mean_of_groups_its_variance() -> None:
    """Kish: the variance of a mean over correlated members is that of independent ones, of the effective number."""
    m, rho = 8, 0.4
    covariance = np.full((m, m), rho) + (1 - rho) * np.eye(m)
    draws = np.random.default_rng(0).multivariate_normal(np.zeros(m), covariance, size=200_000)
    effective = effective_number(np.array([m]), np.array([rho]))
    assert 1 / draws.mean(axis=1).var() == pytest.approx(effective, rel=0.02)


def test_one_input_with_several_answers_is_worth_one_example() -> None:
    found = evidence(rows("how are you", "how are you", "where is my parcel"))
    assert effective_examples(found, np.ones(3, bool)) == pytest.approx(2)


def test_only_usable_examples_count() -> None:
    found = evidence(rows("how are you", "name a river", "where is my parcel"))
    assert effective_examples(found, np.array([True, False, True])) == pytest.approx(2)


def test_without_an_encoder_different_inputs_count() -> None:
    data = [{"prompt": text, "completion": "fine"} for text in ("how are you", "how are you", "where is my parcel")]
    report = audit([*data, {"prompt": "how are you", "completion": "could be worse"}], encoder="none", ignore=["LAB"])
    (measure,) = [m for r in report.results for m in r.measures if m.name == "effective_examples"]
    assert measure.value == report.counts.effective == 2


def test_rewordings_are_worth_less_than_as_many_examples() -> None:
    texts = ("please tell me where my parcel is now", "please tell me where my parcel is right now")
    found = evidence([{"prompt": text, "completion": "it is on its way"} for text in (*texts, "name a river")])
    cosine = float(np.vecdot(*found.embeddings[found.text.node[:2]]))
    assert len(found.semantic.first) == 1
    assert effective_examples(found, np.ones(3, bool)) == pytest.approx(2 / (1 + cosine) + 1)
