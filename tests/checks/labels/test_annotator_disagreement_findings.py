"""What disagreement of annotators looks like in the report."""

from annotator_rows import long, run, wide

from dataaudit.model import Finding, Severity

AGREED = ["000", "111"] * 30


def told(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.locations]


def test_alpha_and_its_interval_are_the_measure() -> None:
    output = run("LAB003", long([*AGREED, "001", "110"]))
    alpha, contradicted, ambiguous = output.measures
    assert (alpha.name, alpha.unit) == ("krippendorff_alpha", "alpha")
    assert alpha.low < alpha.value < alpha.high
    assert (contradicted.value, ambiguous.value) == (2, 0)


def test_a_row_that_the_others_contradict_is_told_with_their_votes() -> None:
    [one] = told(run("LAB003", long([*AGREED, "001"])).findings)
    assert one.message == "labelled refund, but the annotators together say delivery: delivery (2), refund (1)"
    assert one.rows == (182,)
    assert (one.severity, one.disqualifies) == (Severity.WARNING, False)
    assert one.evidence["suggested_label"] == "delivery"
    assert one.evidence["dissenting"] == ["ann 2"]
    assert one.confidence >= 0.9


def test_of_a_row_with_several_annotations_its_own_label_is_contradicted() -> None:
    rows = wide([*AGREED, "001", "001"])
    rows = [{**row, "label": row["annotations"][0]} for row in rows]
    rows[61]["label"] = "refund"
    [one] = told(run("LAB003", rows).findings)
    assert one.rows == (61,)
    assert one.evidence["dissenting"] == ["ann 2"]


def test_ambiguous_items_are_one_note_without_places() -> None:
    output = run("LAB003", long([*["0000", "1111"] * 30, "0011", "1100"]))
    [note] = [finding for finding in output.findings if "ambiguous" in finding.message]
    assert (note.severity, note.locations) == (Severity.INFO, ())
    assert note.message == "2 items divide the annotators: ambiguous, not wrong"
    assert note.evidence["examples"][0]["votes"] == {"delivery": 2, "refund": 2}


def test_many_contradictions_are_told_one_by_one_up_to_a_number() -> None:
    output = run("LAB003", long([*AGREED * 3, *["001"] * 5]), listed=2)
    assert len(told(output.findings)) == 2
    [note] = [finding for finding in output.findings if "more item" in finding.message]
    assert note.message == "3 more items whose label a consensus of 90 % or more contradicts"


def test_each_label_and_each_annotator_is_in_the_evidence() -> None:
    [note] = [finding for finding in run("LAB003", long([*AGREED, "001"])).findings if "alpha" in finding.message]
    assert note.message.endswith("on 61 items, which is good")
    assert [one["label"] for one in note.evidence["labels"]] == ["delivery", "refund"]
    assert [one["items"] for one in note.evidence["annotators"]] == [61, 61, 61]


def test_few_shared_items_are_not_judged() -> None:
    output = run("LAB003", long(["00", "11"] * 20 + ["0."] * 100))
    assert (output.skipped, output.missing) == ("40 items have two annotations or more, 50 are needed", True)


def test_one_label_for_everything_is_not_judged() -> None:
    output = run("LAB003", long(["000"] * 60))
    assert output.skipped is not None
    assert "same label" in output.skipped


def test_accepted_annotations_are_evidence_only() -> None:
    accepted, own = long(["00.", "11."] * 30), long(["..0", "..1"] * 29 + ["..1", "..1"])
    [one] = told(run("LAB003", own, accepted).findings)
    assert one.rows == (58,)
    assert told(run("LAB003", long(["..0", "..1"] * 30), long(["00.", "11."] * 29 + ["01.", "11."])).findings) == []
