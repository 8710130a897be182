"""The model of label noise and its rate, on vectors made for the purpose."""

import numpy as np
import pytest
from clouds import CLASSES, EACH, TRUE, heard, model, moved, sample, spread

from dataaudit.labels.noise import fit_noise, suspect
from dataaudit.labels.noise_rate import estimate_noise

EVERYTHING = np.ones(CLASSES * EACH, dtype=np.bool_)


@pytest.mark.parametrize("each", [0, 1, 3, 6, 9])
def test_the_moved_labels_are_suspect_and_no_others(each: int) -> None:
    labelled = spread(each)
    wrong, suggested = suspect(model(labelled), labelled.labels)
    assert (wrong > 0.5).tolist() == moved(each).tolist()
    assert suggested[moved(each)].tolist() == TRUE[moved(each)].tolist()


@pytest.mark.parametrize("each", [0, 1, 3, 6, 12])
def test_the_interval_holds_the_true_noise(each: int) -> None:
    labelled = spread(each)
    found = estimate_noise(model(labelled), labelled.labels, EVERYTHING)
    assert found.low <= each / EACH <= found.high
    assert found.value == pytest.approx(each / EACH, abs=0.01)


def test_only_the_audited_inputs_are_estimated() -> None:
    labelled = spread(6)
    fitted, part = model(labelled), moved(12)
    batch, accepted = (estimate_noise(fitted, labelled.labels, own) for own in (part, ~part))
    assert batch.low < 0.5 < batch.high
    assert (accepted.value, accepted.low) == (0, 0)


def test_a_class_may_lose_more_labels_than_others() -> None:
    labels = np.where((TRUE == 0) & moved(12), 1, TRUE)
    fitted = model(sample(labels))
    assert fitted.pattern[0].argmax() == 1
    assert fitted.pattern[0].sum() > 2 * fitted.pattern[1:].sum(axis=1).max()
    first = np.argsort(-suspect(fitted, labels).wrong)[:12]
    assert sorted(first.tolist()) == list(range(12))


def test_labels_at_random_are_hard_and_not_wrong() -> None:
    labels = np.random.default_rng(0).integers(CLASSES, size=len(TRUE))
    fitted = model(sample(labels))
    assert fitted.probabilities.max() < 0.7
    assert (suspect(fitted, labels).wrong < 0.5).all()


def test_a_witness_that_knows_nothing_has_little_weight() -> None:
    labelled = spread(4)
    scores = heard(labelled, 1)
    scores[1] = np.random.default_rng(1).normal(size=scores[1].shape)
    share = fit_noise(scores, labelled.labels, 0).weights * scores.std(axis=(1, 2))
    assert share[1] < 0.1 * share.sum()
