"""Of copies a sound one stays, where there is one, and only one."""

from collections.abc import Iterable
from typing import Any

from dataaudit import audit
from dataaudit.duplicates.keepers import with_sound_keepers
from dataaudit.model import CheckResult, Finding, Location, Outcome, Pillar

CODES = frozenset({"DUP001", "DUP003", "FMT006"})


def finding(code: str, *rows: int, keep: int | None = None) -> Finding:
    evidence: dict[str, Any] = {} if keep is None else {"keep_row": keep, "keys": [f"key {row}" for row in rows]}
    return Finding(code, "wrong", tuple(Location(None, None, row) for row in rows), evidence=evidence)


def kept(*findings: Finding, rows: int = 6, left_out: Iterable[int] = ()) -> set[int]:
    """The rows that stay."""
    results = with_sound_keepers(results_of(findings), CODES, frozenset(left_out))
    gone = {row for result in results if result.code in CODES for row in result.disqualified}
    return set(range(rows)) - gone - set(left_out)


def results_of(findings: Iterable[Finding]) -> list[CheckResult]:
    return [CheckResult(one.code, one.code, Pillar.FORMAT, Outcome.PASS, findings=(one,)) for one in findings]


def test_the_next_copy_stays_where_the_first_is_removed() -> None:
    assert kept(finding("DUP003", 0, 2, 4, keep=0), finding("FMT006", 0)) == {1, 2, 3, 5}


def test_the_first_stays_where_it_is_sound() -> None:
    assert kept(finding("DUP003", 0, 2, 4, keep=0), finding("FMT006", 2)) == {0, 1, 3, 5}


def test_what_does_not_disqualify_elects_nobody() -> None:
    assert kept(finding("DUP003", 0, 2, keep=0), finding("PRV002", 0)) == {0, 1, 3, 4, 5}


def test_where_no_copy_is_sound_none_stays() -> None:
    assert kept(finding("DUP003", 0, 2, keep=0), finding("FMT006", 0, 2)) == {1, 3, 4, 5}


def test_a_decision_counts_like_a_check() -> None:
    assert kept(finding("DUP001", 0, 2, keep=0), left_out=[0]) == {1, 2, 3, 4, 5}


def test_of_all_groups_of_a_row_one_copy_stays() -> None:
    groups = finding("DUP001", 0, 1, keep=0), finding("DUP003", 0, 2, keep=0)
    assert kept(*groups, finding("FMT006", 0)) == {1, 3, 4, 5}


def test_of_copies_of_copies_one_stays() -> None:
    groups = finding("DUP001", 1, 2, keep=1), finding("DUP003", 0, 1, keep=0)
    assert kept(*groups, finding("FMT006", 1)) == {0, 3, 4, 5}
    assert kept(*groups, finding("FMT006", 0, 1)) == {2, 3, 4, 5}
    assert kept(*groups, finding("FMT006", 0)) == {1, 3, 4, 5}


def test_the_finding_names_the_row_that_stays_first_with_its_key() -> None:
    findings = finding("DUP003", 0, 2, 4, keep=0), finding("FMT006", 0)
    (group, _) = (result.findings[0] for result in with_sound_keepers(results_of(findings), CODES))
    assert [place.row for place in group.locations] == [2, 0, 4]
    assert group.evidence == {"keep_row": 2, "keys": ["key 2", "key 0", "key 4"]}
    assert group.rows == (0, 4)


def test_a_copy_outlives_the_one_that_breaks_the_contract() -> None:
    rows = [
        {"text": f"where is parcel {n // 2}", "label": "track", "channel": "fax" if n == 2 else "web"} for n in range(8)
    ]
    settings = {"contract": {"fields": {"channel": {"values": ["web"]}}}}
    report = audit(rows, encoder="none", config=settings, cache=False)
    assert {finding.code: finding.rows for finding in report.findings if 2 in finding.rows} == {
        "DUP001": (2,), "FMT011": (2,)
    }  # fmt: skip
    assert report.clean() == [rows[n] for n in (0, 3, 4, 6)]
    assert report.counts.removed == {"DUP001": 4}
