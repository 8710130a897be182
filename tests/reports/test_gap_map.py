"""The drawing of the map, and what the page says of gaps beside it."""

import re
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from sample_parts import HOSTILE, result, share
from test_html_report import Page

from dataaudit.coverage.map import REAL, TRAINING, CoverageMap
from dataaudit.model import CheckResult, Finding, Outcome, Severity
from dataaudit.report import Report
from dataaudit.reports.gap_map import HIGHEST, WIDTH, draw
from dataaudit.reports.html_report import render
from dataaudit.reports.terminal import render as render_text


def points(*groups: tuple[int, float, float], each: int = 12) -> CoverageMap:
    """A map laid out by hand: so many points of each group around a place, between two corners."""
    spread = np.random.default_rng(0).uniform(-0.02, 0.02, (len(groups) * each, 2))
    places = np.repeat([(x, y) for _, x, y in groups], each, axis=0) + spread
    layout = np.concatenate([[(0, 0), (1, 0.7)], places]).clip(0, 1)
    group = np.concatenate([[TRAINING, REAL], np.repeat([number for number, *_ in groups], each)])
    found = CoverageMap(np.zeros((len(group), 2), np.float32), group, 0)
    vars(found)["layout"] = np.round(layout, 3)
    return found


TWO = points((TRAINING, 0.2, 0.2), (REAL, 0.3, 0.5), (0, 0.6, 0.2), (1, 0.62, 0.24))


def boxes(names: list[str], found: CoverageMap) -> list[NDArray[np.float64]]:
    """What the labels cover at the least, as left, top, right, bottom."""
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}
    covered = []
    for label in draw(found, names).labels:
        width = 7 * len(f"{label.number} {label.name}".strip())
        left = label.x - shift[label.anchor] * width
        covered.append(np.array([left, label.y - 7, left + width, label.y + 7]))
    return covered


def test_a_path_has_all_points_of_its_kind() -> None:
    drawing = draw(TWO, ["cards", "boots"])
    assert [layer.style for layer in drawing.layers] == ["learnt", "real", "gap hue-0", "gap hue-1"]
    assert [layer.path.count("M") for layer in drawing.layers] == [13, 13, 12, 12]
    assert (drawing.training, drawing.real) == (13, 37)


def test_points_lie_within_the_drawing() -> None:
    drawing = draw(TWO, ["cards", "boots"])
    numbers = [pair for layer in drawing.layers for pair in re.findall(r"M(\d+) (\d+)", layer.path)]
    x, y = np.array(numbers, int).T
    assert (drawing.width, 0 < drawing.height <= HIGHEST) == (WIDTH, True)
    assert (x.min() > 0, x.max() < WIDTH, y.min() > 0, y.max() < drawing.height) == (True,) * 4


def test_labels_of_gaps_that_touch_do_not_overlap() -> None:
    (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) = boxes(["cards", "boots"], TWO)
    assert right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top


@pytest.mark.parametrize("x", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("y", [0.0, 0.7])
def test_a_label_stays_within_the_drawing(x: float, y: float) -> None:
    found = points((0, x, y))
    ((left, top, right, bottom),) = boxes(["a name of about thirty letters"], found)
    assert (left >= 0, top >= 0, right <= WIDTH, bottom <= draw(found, ["a"]).height) == (True,) * 4


def test_a_gap_in_two_places_has_its_number_in_both_and_its_name_in_the_larger() -> None:
    labels = draw(points((0, 0.2, 0.2), (0, 0.8, 0.5), (0, 0.8, 0.5)), ["cards"]).labels
    assert [(label.number, label.name) for label in labels] == [(1, "cards"), (1, "")]
    assert labels[0].x > 500 > labels[1].x


def test_of_many_gaps_all_have_numbers_and_some_have_names() -> None:
    found = points(*((number, number % 5 / 5, number // 5 / 8) for number in range(30)), each=4)
    labels = draw(found, [f"gap {number}" for number in range(1, 31)]).labels
    assert [label.number for label in labels] == list(range(1, 31))
    assert [label.name for label in labels if label.name] == [f"gap {number}" for number in range(1, 13)]


def test_five_thousand_points_stay_small() -> None:
    random = np.random.default_rng(0)
    found = CoverageMap(np.zeros((5000, 2), np.float32), np.repeat([TRAINING, REAL, 0], [2400, 2400, 200]), 0)
    vars(found)["layout"] = random.uniform(0, 1, (5000, 2)).round(3)
    assert sum(len(layer.path) for layer in draw(found, ["cards"]).layers) < 100_000


def covered(report: Report, **evidence: object) -> CheckResult:
    """COV001 with evidence on its first gap, and a gap that is uncertain."""
    first, *_ = report.gaps
    doubt = {"gap": "left-handed cards", "coverage": "none", "stability": 0.41}
    findings = [
        Finding("COV001", "a gap", evidence={"gap": first.name, **evidence}),
        Finding("COV001", "0.9 % of real inputs may be a gap", severity=Severity.INFO, evidence=doubt),
    ]
    measure = share("scattered_share", 0.012)
    return result("COV001", "uncovered-inputs", Outcome.FAIL, findings, measure, gaps=report.gaps)


@pytest.fixture
def mapped(no_go: Report) -> Report:
    return replace(no_go, results=(covered(no_go, coverage="thin", stability=0.97),), _map=TWO)


def test_the_page_has_the_map_with_words_for_who_cannot_see_it(mapped: Report) -> None:
    page = Page(render(mapped))
    assert "13 training inputs and 37 real inputs, alike ones near each other" in page.text
    assert "1 card swallowed by ATM; 2 closing the account. The table below has the same numbers" in page.text
    assert "how far apart groups are, and how wide one is drawn, means nothing" in page.text
    drawings = [own for tag, own in page.elements if tag == "svg" and own.get("role") == "img"]
    ids = {own.get("id") for _, own in page.elements}
    assert {name for own in drawings for name in (own.get("aria-labelledby") or "").split()} <= ids
    assert page.unbalanced == []


def test_shares_add_up_to_all_traffic(mapped: Report) -> None:
    text = Page(render(mapped)).text
    assert "1 card swallowed by ATM nearest: lost_or_stolen_card too few examples near in 97 % of resamples" in text
    assert "scattered 1.2 %" in text
    assert "covered 87.2 %" in text


def test_an_uncertain_gap_is_listed_apart(mapped: Report) -> None:
    text = Page(render(mapped)).text
    assert "Uncertain: too weak to count as gaps 0.9 % of real inputs may be a gap (in 41 % of resamples)" in text


def test_a_report_without_vectors_has_the_table_alone(no_go: Report) -> None:
    text = render(Report.from_dict(no_go.to_dict()))
    assert "card swallowed by ATM" in text
    assert '<figure class="map">' not in text


def test_hostile_names_are_text_on_the_map(hostile: Report) -> None:
    text = render(replace(hostile, _map=points((0, 0.5, 0.5))))
    assert Page(text).unbalanced == []
    assert text.count("<script") == 1
    assert "<img" not in text
    assert HOSTILE[:20] in Page(text).text


def test_the_terminal_names_the_share_that_is_in_no_gap(mapped: Report) -> None:
    lines = render_text(mapped).split(" Gaps ")[1].splitlines()
    assert re.fullmatch(r" scattered inputs +1.2 %", lines[3].rstrip())
