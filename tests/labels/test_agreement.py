"""Krippendorff's alpha, against his own example and the definition."""

from collections import defaultdict
from collections.abc import Callable

import numpy as np
import pytest
from annotated import annotated, table

from dataaudit.labels.agreement import measure_agreement
from dataaudit.labels.annotations import Annotations

#: Krippendorff 2011, example C: four observers, twelve units, missing data.
EXAMPLE = ("11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11", ".3..")


def naive(annotations: Annotations, distance: Callable[[str, str], float]) -> float:
    """The definition, pair by pair."""
    given: dict[int, list[str]] = defaultdict(list)
    for item, label in zip(annotations.item.tolist(), annotations.label.tolist(), strict=True):
        given[item].append(annotations.labels[label])
    units = [labels for labels in given.values() if len(labels) > 1]
    pooled = [label for labels in units for label in labels]
    observed = sum(distance(a, b) / (len(labels) - 1) for labels in units for a in labels for b in labels)
    expected = sum(distance(a, b) for a in pooled for b in pooled)
    return 1 - observed * (len(pooled) - 1) / expected


def random_table(seed: int, labels: str = "01234", items: int = 60) -> Annotations:
    random = np.random.default_rng(seed)
    drawn = ("".join(random.choice(list(labels + ".."), 4)) for _ in range(items))
    return table("".join(labels[:4]), *drawn)


def test_krippendorffs_example_gives_his_numbers() -> None:
    agreement = measure_agreement(table(*EXAMPLE))
    assert agreement.overall["nominal"].value == pytest.approx(0.743, abs=0.0005)
    assert agreement.overall["ordinal"].value == pytest.approx(0.815, abs=0.0005)
    assert agreement.overall["interval"].value == pytest.approx(0.849, abs=0.0005)
    assert (agreement.items, agreement.pairable, agreement.level) == (11, 40, "ordinal")


@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_what_its_definition_says(seed: int) -> None:
    annotations = random_table(seed)
    agreement = measure_agreement(annotations)
    assert agreement.overall["nominal"].value == pytest.approx(naive(annotations, lambda a, b: a != b), abs=1e-12)
    squared = naive(annotations, lambda a, b: (float(a) - float(b)) ** 2)
    assert agreement.overall["interval"].value == pytest.approx(squared, abs=1e-12)


def test_the_alpha_of_a_label_is_that_against_all_others() -> None:
    annotations = random_table(1)
    agreement = measure_agreement(annotations)
    for label, alpha in zip(annotations.labels, agreement.labels, strict=True):
        one = naive(annotations, lambda a, b, label=label: (a == label) != (b == label))
        assert alpha.value == pytest.approx(one, abs=1e-12)


def test_the_interval_holds_the_value_and_is_narrower_with_more_items() -> None:
    few, many = (measure_agreement(random_table(2, "ab", n)).overall["nominal"] for n in (50, 800))
    for alpha in (few, many):
        assert alpha.low < alpha.value < alpha.high
    assert many.high - many.low < few.high - few.low


def test_the_interval_covers_the_truth() -> None:
    truth = measure_agreement(random_table(0, "ab", 20_000)).overall["nominal"].value
    found = [measure_agreement(random_table(seed, "ab", 200)).overall["nominal"] for seed in range(1, 61)]
    assert sum(alpha.low <= truth <= alpha.high for alpha in found) >= 52


def test_labels_that_are_names_are_nominal() -> None:
    agreement = measure_agreement(table("aab", "bbb", "abc"))
    assert (agreement.level, list(agreement.overall)) == ("nominal", ["nominal"])
    assert measure_agreement(table("aab", "bbb", "abc"), "interval").level == "nominal"


def test_two_numbers_are_names_unless_it_is_said_otherwise() -> None:
    assert measure_agreement(table("010", "111")).level == "nominal"
    assert measure_agreement(table("010", "111"), "interval").level == "interval"


def test_items_with_one_annotation_say_nothing() -> None:
    assert measure_agreement(table("ab", "aa", "b.", ".a")).overall == measure_agreement(table("ab", "aa")).overall


@pytest.mark.parametrize("items", [("aa", "aa"), ("a.", "b."), ()])
def test_without_anything_to_disagree_about_there_is_no_alpha(items: tuple[str, ...]) -> None:
    annotations = table(*items) if items else empty()
    assert measure_agreement(annotations).overall["nominal"].value is None


def empty() -> Annotations:
    none = np.empty(0, dtype=np.int64)
    return Annotations(none, none, none, none, none, (), ())


def test_the_order_of_items_does_not_matter() -> None:
    votes = [
        (i, str(who), label) for i, own in enumerate(["aab", "abb", "bcc", "ccc"]) for who, label in enumerate(own)
    ]
    turned = [(3 - i, who, label) for i, who, label in votes]
    assert measure_agreement(annotated(votes)).overall == measure_agreement(annotated(turned)).overall
