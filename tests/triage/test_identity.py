"""A finding is known again wherever its rows stand, and is another one when their content changes."""

import json
from pathlib import Path

from triaged import CONFLICT, COPY, PLAIN, examine, only

from dataaudit import audit
from dataaudit.report import Report
from dataaudit.triage.identity import entries, fingerprint


def test_neither_order_nor_lines_nor_the_saved_report_change_it() -> None:
    first = only(examine([*PLAIN, *CONFLICT]), "LAB001")
    moved = examine([CONFLICT[1], *PLAIN[:40], CONFLICT[0], *PLAIN[40:]])
    loaded = Report.from_dict(json.loads(json.dumps(moved.to_dict())))
    assert fingerprint(only(moved, "LAB001")) == fingerprint(first) == fingerprint(only(loaded, "LAB001"))


def test_an_id_doesn_t_change_it_and_a_word_does() -> None:
    first = only(examine([*PLAIN, *CONFLICT]), "LAB001")
    numbered = [{**row, "id": str(number)} for number, row in enumerate([*PLAIN, *CONFLICT])]
    assert fingerprint(only(examine(numbered), "LAB001")) == fingerprint(first)
    edited = [{**row, "text": row["text"] + " today"} for row in CONFLICT]
    assert fingerprint(only(examine([*PLAIN, *edited]), "LAB001")) != fingerprint(first)


def test_another_copy_makes_another_finding_that_shares_its_entries() -> None:
    two, three = (only(examine([*PLAIN, *[COPY] * n]), "DUP001") for n in (2, 3))
    assert fingerprint(two) != fingerprint(three)
    assert set(entries(two)) == set(entries(three))
    assert (len(entries(two)), len(entries(three))) == (2, 3)


def test_rows_that_can_t_be_read_are_known_by_their_bytes(tmp_path: Path) -> None:
    found = []
    for name, lines in (("a", ["{broken", *map(json.dumps, PLAIN)]), ("b", [*map(json.dumps, PLAIN), "{broken"])):
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(lines))
        found.append(only(audit(path, encoder="none", cache=False), "FMT001"))
    assert fingerprint(found[0]) == fingerprint(found[1])


def test_of_a_finding_about_no_row_the_figures_don_t_count() -> None:
    one, other = (
        next(f for f in examine(PLAIN[:n]).findings if not f.locations and f.code == "FMT002") for n in (60, 70)
    )
    assert fingerprint(one) == fingerprint(other)
