"""The charts of the HTML report: exact shapes and numbers, hostile names, nothing where there is nothing to show."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree

import pytest
from sample_parts import HOSTILE, place, places, result

from dataaudit.drift.by_part import CLEAN, Part, Series
from dataaudit.model import Finding, Outcome, Severity
from dataaudit.profile import ClassSize, Lengths, Profile
from dataaudit.report import Report
from dataaudit.reports.charts import charts, class_balance, duplicate_groups, lengths
from dataaudit.reports.drift_charts import MOST_DIFFERENCES, differences, parts
from dataaudit.reports.html_report import render
from dataaudit.reports.vega import Chart

LIMITS = {"SIZE002": {"smallest_class": {"warn": 20, "fail": 8}}}
MOST_BYTES = 150_000
FEW = Lengths("input", "words", (1, 5, 9), (3, 1), 4, 1, 8, 8, skewed=False, limits={})


@dataclass
class Ready:
    """A profile that was computed before."""

    profile: Profile


def with_profile(report: Report, **numbers: Any) -> Report:
    settings = {**report.settings, "params": LIMITS}
    return replace(report, results=(), settings=settings, _profile=Ready(Profile(**numbers)))


def with_findings(report: Report, *findings: Finding) -> Report:
    return replace(report, results=(result(findings[0].code, "a-check", Outcome.WARN, findings),))


def copies(code: str, n: int, **evidence: Any) -> Finding:
    return Finding(code, f"{n} rows", places(n), evidence={"copies": n, **evidence})


def drift(name: str, effect: float = 0.5, /, **evidence: Any) -> Finding:
    found = {"signal": "kind", "what": "list", "share": 0.75, "share_interval": [0.6, 0.85], "others_share": 0.25}
    found |= {"others_interval": [0.2, 0.3], "effect": effect, "part": "batch", "name": name, **evidence}
    return Finding("FMT005", f"drift of {name}", places(4, 9), Severity.WARNING, evidence=found)


def part(name: str, value: float, *, deviates: bool = False) -> Part:
    return Part(name, 50, value, value / 2, value, deviates)


def bars(chart: Chart, colour: str) -> list[float]:
    """The widths of the bars of a colour."""
    shapes = re.findall(r'<path d="M[^h"]*h(-?[\d.]+)[^"]*"[^>]*fill="var\((--[\w-]+)\)"', chart.shapes)
    return [abs(float(width)) for width, fill in shapes if fill == colour]


def rules(chart: Chart, colour: str) -> list[float]:
    """Where the lines of a colour stand."""
    lines = re.findall(r'<line transform="translate\(([\d.]+),[\d.]+\)"[^>]*stroke="var\((--[\w-]+)\)"', chart.shapes)
    return [float(x) for x, stroke in lines if stroke == colour]


def written(chart: Chart) -> list[str]:
    """The texts of a drawing."""
    drawing = ElementTree.fromstring(f"<svg>{chart.shapes}</svg>")
    return [element.text or "" for element in drawing.iter("text")]


def sized(*sizes: tuple[int, int]) -> tuple[ClassSize, ...]:
    return tuple(ClassSize(f"c{i}", *size) for i, size in enumerate(sizes))


def test_a_class_has_a_bar_of_its_rows_and_one_of_its_clean_examples(go: Report) -> None:
    [chart] = class_balance(with_profile(go, classes=sized((40, 30), (20, 10), (10, 5))))
    assert bars(chart, "--dot") == [160, 80, 40]
    assert (bars(chart, "--hue-1"), bars(chart, "--warn"), bars(chart, "--fail")) == ([120], [40], [20])
    assert chart.rows == [("c0", "40", "30"), ("c1", "20", "10"), ("c2", "10", "5")]


def test_the_limits_of_the_settings_are_rules(go: Report) -> None:
    report = with_profile(go, classes=sized((40, 30), (10, 5)))
    [chart] = class_balance(report)
    assert (rules(chart, "--fail"), rules(chart, "--warn")) == ([32], [80])
    [chart] = class_balance(replace(report, settings={**go.settings, "params": {}}))
    assert (rules(chart, "--fail"), rules(chart, "--warn"), bars(chart, "--hue-1")) == ([], [], [120, 20])


def test_how_many_classes_are_too_small_is_said(go: Report) -> None:
    [chart] = class_balance(with_profile(go, classes=sized((40, 30), (20, 10), (10, 9), (10, 5))))
    assert chart.text == (
        "4 classes with 5 to 30 clean examples: 1 below the failing limit of 8, 2 below the warning limit of 20."
    )


def test_of_many_classes_both_ends_are_drawn_and_all_are_in_the_table(go: Report) -> None:
    [chart] = class_balance(with_profile(go, classes=sized(*((200 - i, 200 - i) for i in range(150)))))
    names = [text for text in written(chart) if not text.isdigit()]
    assert names == [*(f"c{i}" for i in range(9)), "132 between", *(f"c{i}" for i in range(141, 150))]
    assert chart.text.endswith("Drawn are the 9 largest and the 9 smallest.")
    assert len(chart.rows) == 150


def test_lengths_are_bars_and_a_table(go: Report) -> None:
    [chart] = lengths(with_profile(go, lengths=(FEW,)))
    assert (chart.id, chart.rows) == ("length-input", [("1–4", "3"), ("5–8", "1")])
    assert chart.text == "The median is 4 words; nine in ten have 1 to 8, the longest 8."
    assert bars(chart, "--hue-1") == [136, 136]


def test_the_limit_of_a_trainer_is_a_rule_within_reach_and_a_sentence_beyond(go: Report) -> None:
    near, far = (replace(FEW, of="example", unit="tokens", limits={"trl": limit}) for limit in (17, 1024))
    [close], [away] = (list(lengths(with_profile(go, lengths=(found,)))) for found in (near, far))
    assert (rules(close, "--fail"), rules(away, "--fail")) == ([272], [])
    assert away.text.endswith("trl takes 1,024 at most.")


def test_groups_of_copies_are_counted_by_size_and_kind(no_go: Report) -> None:
    found = [copies("DUP001", 1), copies("DUP001", 6), copies("DUP003", 1), copies("DUP003", 1)]
    [chart] = duplicate_groups(with_findings(no_go, *found))
    assert chart.rows == [("2 rows", "1", "2"), ("3 rows", "0", "0"), ("4 rows", "0", "0"), ("5–9 rows", "1", "0")]
    assert chart.text == "4 groups of rows that say the same, 9 rows too many; the largest has 7."
    assert bars(chart, "--hue-5")[0] == pytest.approx(2 * bars(chart, "--hue-1")[0], abs=0.02)


def test_accepted_groups_and_planted_pairs_are_no_groups(no_go: Report) -> None:
    kept = copies("DUP001", 2, decision={"decision": "keep", "reason": "wanted"})
    planted = Finding("DUP003", "9 of 10 planted copies found", evidence={"planted": 10, "found": 9})
    assert list(duplicate_groups(with_findings(no_go, kept, planted))) == []


def test_differences_name_the_part_and_both_shares(no_go: Report) -> None:
    [chart] = differences(with_findings(no_go, drift("b1", 0.3), drift("b2", 0.6)))
    assert chart.rows[0] == ("list · batch b2", "75 %\n[60–85 %]", "25 %\n[20–30 %]")
    assert [text for text in written(chart) if "·" in text] == ["list · batch b2", "list · batch b1"]
    assert "the greatest: list, 75 % in batch b2, 25 % elsewhere" in chart.text


@pytest.mark.parametrize(
    ("evidence", "where"),
    [
        ({"part": "source", "name": "june.jsonl"}, "file june.jsonl"),
        ({"part": "accepted", "name": ""}, "the new rows"),
        ({"part": "time", "name": "4:9"}, "lines 5–10"),
        ({"annotator": "anna"}, "annotator anna"),
    ],
)
def test_each_kind_of_part_is_named(no_go: Report, evidence: dict[str, Any], where: str) -> None:
    [chart] = differences(with_findings(no_go, drift("x", **evidence)))
    assert chart.rows[0][0] == f"list · {where}"


def test_only_the_greatest_differences_are_drawn(no_go: Report) -> None:
    [chart] = differences(with_findings(no_go, *(drift(f"b{i}", i / 20) for i in range(20))))
    assert len([text for text in written(chart) if "·" in text]) == MOST_DIFFERENCES
    assert len(chart.rows) == 20
    assert "Drawn are the 8 greatest." in chart.text


def test_the_part_that_deviates_is_marked(go: Report) -> None:
    series = Series("batch", "list", (part("b0", 0.1), part("b1", 0.8, deviates=True), part("b2", 0.2)), 3)
    [chart] = parts(with_profile(go, series=(series,)))
    assert chart.shapes.count('fill="var(--warn)"') == 1
    assert chart.text == "List: 80 % in b1; elsewhere 10 % to 20 %. 3 more not drawn."
    assert chart.rows[1] == ("b1", "50", "80 %\n[40–80 %]")


def test_shares_that_are_clean_and_lengths_are_told_apart(go: Report) -> None:
    series = [Series("time", what, (part("may", 1), part("june", 0.5)), 0) for what in (CLEAN, "")]
    found = list(parts(with_profile(go, series=tuple(series))))
    assert [chart.title for chart in found] == ["Clean rows by stretch of time", "Length of answers by stretch of time"]
    assert [chart.text for chart in found] == [
        "50 % (june) to 100 % (may) of the rows are clean.",
        "Median words by stretch of time: 0.5 (june) to 1 (may).",
    ]


def test_where_there_is_nothing_to_show_there_is_no_section(go: Report) -> None:
    assert charts(go) == charts(with_profile(go)) == []
    assert 'id="charts"' not in render(go)
    assert "#charts" not in render(go)


def test_a_report_that_was_loaded_has_the_charts_of_its_findings(no_go: Report) -> None:
    whole = replace(with_findings(no_go, drift("b1")), _profile=Ready(Profile(classes=sized((9, 9)))))
    loaded = Report.from_dict(json.loads(json.dumps(whole.to_dict())))
    assert [chart.id for chart in charts(whole)] == ["classes", "drift"]
    assert charts(loaded) == charts(whole)[1:]


def everything(report: Report, name: str, classes: int = 3) -> Report:
    """A report with every chart, each name in it the given one."""
    series = [Series(kind, what, tuple(part(name, 0.5) for _ in range(12)), 0) for kind, what in KINDS_AND_WHATS]
    texts = [replace(FEW, of=of) for of in ("input", "output", "example")]
    sizes = tuple(ClassSize(name, 9, 9 - i % 9) for i in range(classes))
    whole = with_profile(report, classes=sizes, lengths=tuple(texts), series=tuple(series))
    found = [drift(f"{name}{i}", what=name) for i in range(8)] + [
        replace(drift(name), locations=(place(1, None, name),))
    ]
    results = (
        result("FMT005", "batch-drift", Outcome.WARN, found),
        result("DUP001", "exact-duplicate", Outcome.WARN, [copies("DUP001", n) for n in (1, 2, 3, 4, 9, 19, 49)]),
    )
    return replace(whole, results=results)


KINDS_AND_WHATS = (("batch", "list"), ("annotator", "list"), ("batch", CLEAN))


def test_names_are_text_and_nothing_else(no_go: Report) -> None:
    names = (HOSTILE, "a.b[0]\\.c", "datum.row", "</svg><image href='//evil.example'/>", "\ufffe\uffff\ud800", "")
    for name in names:
        for chart in charts(everything(no_go, name)):
            drawing = ElementTree.fromstring(f"<svg>{chart.shapes}</svg>")
            assert {element.tag for element in drawing.iter()} <= {"svg", "g", "path", "line", "text", "rect"}
            assert all("href" not in key and "style" not in key for element in drawing.iter() for key in element.attrib)
            assert all(text.isprintable() for text in written(chart))


def test_names_with_dots_and_brackets_are_shown_as_they_are(go: Report) -> None:
    [chart] = class_balance(with_profile(go, classes=(ClassSize("a.b[0].c", 9, 9),)))
    assert "a.b[0].c" in written(chart)


def test_long_names_end_in_an_ellipsis(go: Report) -> None:
    [chart] = class_balance(with_profile(go, classes=(ClassSize("W" * 40, 9, 9), ClassSize("i" * 40, 9, 9))))
    assert [text[-1] for text in written(chart) if text[0] in "Wi"] == ["…", "…"]


def test_nothing_is_referred_to_and_the_colours_are_those_of_the_page(no_go: Report) -> None:
    drawn = "".join(chart.shapes for chart in charts(everything(no_go, "a")))
    assert set(re.findall(r' (?:fill|stroke)="([^"]*)"', drawn)) <= {"none", *(f"var(--{name})" for name in COLOURS)}
    assert not re.search(r"url\(|href|font|class=|role=|aria-|style=|white", drawn)


COLOURS = ("ink", "soft", "line", "dot", "card", "hue-1", "hue-2", "hue-5", "hue-6", "fail", "warn")


def test_the_same_report_has_the_same_charts(no_go: Report) -> None:
    report = everything(no_go, "b")
    assert charts(report) == charts(report)


def test_all_charts_together_are_small(no_go: Report) -> None:
    drawn: Sequence[Chart] = charts(everything(no_go, "name of a class", classes=150))
    assert len(drawn) == 9
    assert sum(len(chart.shapes.encode()) for chart in drawn) < MOST_BYTES / 3


def test_every_drawing_is_an_image_with_its_name_and_sentence(no_go: Report) -> None:
    page = render(everything(no_go, "b"))
    ids = set(re.findall(r' id="([^"]+)"', page))
    images = re.findall(r'<svg viewBox="[\d ]+" role="img" aria-labelledby="(chart-[^"]+)">', page)
    assert len(images) == 9
    assert all(set(image.split()) <= ids for image in images)


def test_every_drawing_has_its_numbers_as_a_table(no_go: Report) -> None:
    page = render(everything(no_go, "b"))
    section = page[page.index('<section id="charts"') : page.index('<section id="findings"')]
    assert section.count("<details><summary>Numbers</summary>") == section.count("<table>") == 9
