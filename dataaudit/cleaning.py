"""Cleaning: the rows that pass go to one file, byte for byte; the others to another, each with its reasons.

The quarantine is JSON Lines, each with the row's own bytes. Rows of Parquet have no text: JSON tells what they say, but
not whether that was a timestamp or NaN. A quarantine whose name ends in .parquet has them as they were.

A row passes if it is a clean example: readable, of the majority format, and pointed at by no disqualifying
check; of a group of duplicates the one to keep stays. Where a check crashed nothing is written: the rows that it
would have removed could not be told from the others.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from dataaudit.dataset import Dataset, Record
from dataaudit.errors import InputError
from dataaudit.model import Finding, Outcome, Reason
from dataaudit.wording import plural, visible

if TYPE_CHECKING:
    from dataaudit.reading.editing import Change
    from dataaudit.reading.rewrite import Part
    from dataaudit.report import Report

#: Why a row is removed of which no finding says so, since the check that would have said it was left out.
_UNREADABLE, _DEVIATING = "FMT001", "FMT012"
_PARQUET = ".parquet"
#: The column of a quarantine in Parquet that is not the data's.
_COLUMN = "dataaudit"
#: Rows that a dry run quotes of each check, and how much of them.
_SHOWN, _WIDTH = 3, 80


class Removal(NamedTuple):
    """A row that does not pass, and why; reasons are in the order of their codes."""

    row: int
    reasons: tuple[Reason, ...]


def removals(
    dataset: Dataset,
    findings: Iterable[Finding],
    clean: frozenset[int],
    left_out: Mapping[int, Reason] = MappingProxyType({}),
) -> tuple[Removal, ...]:
    """The rows of a dataset that are not clean, in order; `left_out` are those that somebody decided to leave out."""
    found = {row: [reason] for row, reason in left_out.items()}
    for finding in findings:
        for row in dict.fromkeys(finding.rows):
            found.setdefault(row, []).append(Reason(finding.code, finding.message))
    removed = (row for row in range(len(dataset.records)) if row not in clean)
    return tuple(Removal(row, tuple(sorted(found.get(row) or _unsaid(dataset, row)))) for row in removed)


def _unsaid(dataset: Dataset, row: int) -> list[Reason]:
    record = dataset.records[row]
    if record.value is None:
        return [Reason(_UNREADABLE, problem.message) for problem in record.problems if problem.fatal]
    return [Reason(_DEVIATING, f"not in the format of the others, {dataset.format}")]


def check_places(
    sources: Iterable[str | Path],
    out: str | Path | None,
    quarantine: str | Path | None,
    others: Iterable[str | Path] = (),
) -> None:
    """Raise InputError where a file would be overwritten that is read, or can't hold what is meant for it.

    `sources` are the files of the data (what is none, such as standard input, is passed over), `others` those
    that are read besides.
    """
    from dataaudit.reading.rewrite import check_kind

    paths = [str(path) for path in sources]
    read = [path for path in (*paths, *others) if os.path.exists(path)]
    written = [str(path) for path in (out, quarantine) if path is not None]
    for path in written:
        if os.path.exists(path) and any(os.path.samefile(path, other) for other in read):
            raise InputError(f"{path} is read here and would be overwritten: choose another place.")
    if len({os.path.realpath(path) for path in written}) < len(written):
        raise InputError(f"{out}: the rows that pass and those that don't can't go to one file.")
    for path in written:
        if path == str(out) or path.endswith(_PARQUET):
            check_kind(path, paths)


def write_rows(
    report: Report, dataset: Dataset, clean: frozenset[int], out: str | Path | None, quarantine: str | Path | None
) -> None:
    """Write the clean rows of a report's dataset to `out`, the others to `quarantine`; None where not wanted.

    Raises
    ------
    InputError
        A check crashed, no row passes, `out` doesn't fit the data, or a file can't be written.
    """
    check_places([source.path for source in dataset.sources], out, quarantine)
    _refuse_what_is_not_judged(report)
    if out is not None and not clean:
        raise InputError("No row passes, so there is nothing to write: `dataaudit audit` says why.")
    split_rows(dataset, report.removed, out, quarantine)


def split_rows(
    dataset: Dataset,
    removed: Sequence[Removal],
    out: str | Path | None,
    quarantine: str | Path | None,
    changes: Mapping[int, Change] = MappingProxyType({}),
) -> None:
    """Write the removed rows of a dataset to `quarantine`, the others to `out`, some with a value replaced.

    Raises
    ------
    InputError
        `out` doesn't fit the data, or a file can't be written.
    """
    from dataaudit.reading.rewrite import rewrite
    from dataaudit.writing import write_file

    gone = {removal.row for removal in removed}
    kept = None if out is None else rewrite(str(out), list(_parts(dataset, gone, changes)))
    apart = None if quarantine is None else _quarantine(dataset, removed, str(quarantine))
    if quarantine is not None and apart is not None:
        write_file(Path(quarantine), apart)
    if out is not None and kept is not None:
        write_file(Path(out), kept)


def summary(report: Report, out: str | Path, quarantine: str | Path | None) -> str:
    """What was written where, and how many rows each check removed; a row counts under its first reason."""
    removed = report.removed
    lines = [f"kept {_kept(report, removed)}: {out}"]
    if removed:
        lines.append(f"removed {plural(len(removed), 'row')}" + (f": {quarantine}" if quarantine else ""))
    for code, own in _by_code(removed).items():
        lines.append(_line_of(report, code, own))
    return "\n".join([*lines, *_not_judged(report)]) + "\n"


def dry_run_summary(report: Report) -> str:
    """What `clean` would keep and remove, with the first rows of each check, in the words of `summary`.

    Raises
    ------
    InputError
        As `clean` would: a check crashed, so which rows pass is not known.
    ValueError
        The report was loaded from JSON and has no data.
    """
    _refuse_what_is_not_judged(report)
    dataset, removed = report._dataset(), report.removed
    lines = [f"would keep {_kept(report, removed)}"]
    if removed:
        lines.append(f"would remove {plural(len(removed), 'row')}")
    for code, own in _by_code(removed).items():
        lines += [_line_of(report, code, own), *(_row_line(dataset, removal.row) for removal in own[:_SHOWN])]
        if len(own) > _SHOWN:
            lines.append(f"    and {len(own) - _SHOWN:,} more")
    advice = "nothing was written: -o FILE writes the rows that pass, --quarantine FILE the others"
    return "\n".join([*lines, *_not_judged(report), advice]) + "\n"


def _kept(report: Report, removed: Sequence[Removal]) -> str:
    return f"{report.counts.rows - len(removed):,} of {plural(report.counts.rows, 'row')}"


def _by_code(removed: Iterable[Removal]) -> dict[str, list[Removal]]:
    """The removals by the code of their first reason, in the order of codes."""
    found: dict[str, list[Removal]] = {}
    for removal in removed:
        found.setdefault(removal.reasons[0].code, []).append(removal)
    return dict(sorted(found.items()))


def _line_of(report: Report, code: str, removed: Sequence[Removal]) -> str:
    """How many rows a check removed."""
    name = next((result.name for result in report.results if result.code == code), "")
    return f"  {code}  {len(removed):>7,}  {name}".rstrip()


def _row_line(dataset: Dataset, row: int) -> str:
    """Where a row stands and what it says, on one line, secrets masked."""
    from dataaudit.quoting import quoted

    record = dataset.records[row]
    place = f"{record.source}:{record.line}" if record.line else f"{record.source} row {row}"
    text = record.raw.decode("utf-8", "backslashreplace") if record.raw else json.dumps(record.value)
    return f"    {visible(place)}: {quoted(text, _WIDTH)}"


def _not_judged(report: Report) -> list[str]:
    """The checks that would have removed rows and didn't judge."""
    from dataaudit.registry import disqualifying_codes

    disqualifying = disqualifying_codes()
    return [f"not judged: {code}, {reason}" for code, reason in _unjudged(report) if code in disqualifying]


def _unjudged(report: Report) -> list[tuple[str, str]]:
    return [(result.code, result.reason or "") for result in report.results if result.missing]


def _refuse_what_is_not_judged(report: Report) -> None:
    """Crashed checks, and those that the policy requires, would have removed rows that nobody knows."""
    required = {reason.code for reason in report.verdict.reasons}
    for result in report.results:
        if result.outcome is Outcome.ERROR or (result.missing and result.code in required):
            raise InputError(
                f"{result.code} could not be judged ({result.reason}), so which rows pass is not known: "
                "nothing was written."
            )


def _parts(dataset: Dataset, gone: set[int], changes: Mapping[int, Change]) -> Iterator[Part]:
    from dataaudit.reading.rewrite import Part

    start = 0
    for source in dataset.sources:
        rows = range(start, start + source.rows)
        start = rows.stop
        own = {row - rows.start: change for row, change in changes.items() if row in rows}
        yield Part(source, [dataset.records[row] for row in rows], [row not in gone for row in rows], own)


def _quarantine(dataset: Dataset, removed: Sequence[Removal], path: str) -> bytes:
    """The content of the quarantine, which is of the kind that its name says."""
    from dataaudit.reading.content import compress
    from dataaudit.reading.rewrite import rewrite

    if path.endswith(_PARQUET):
        passing = set(range(len(dataset.records))) - {removal.row for removal in removed}
        about = [_about(dataset, removal) for removal in removed]
        return rewrite(path, list(_parts(dataset, passing, {})), {_COLUMN: about})
    lines = b"".join(_quarantined(dataset, removal) for removal in removed)
    return compress(lines, Path(path).suffix)


def _about(dataset: Dataset, removal: Removal) -> dict[str, Any]:
    """Where a removed row stood, and why it was removed."""
    record = dataset.records[removal.row]
    reasons = [reason._asdict() for reason in removal.reasons]
    return {"source": record.source, "line": record.line, "row": removal.row, "reasons": reasons}


def _quarantined(dataset: Dataset, removal: Removal) -> bytes:
    """A line of the quarantine."""
    line = {**_about(dataset, removal), **_written(dataset.records[removal.row])}
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _written(record: Record) -> dict[str, str | None]:
    """The record's own bytes as text, in Base64 where they are none; JSON of what has no bytes of its own."""
    if record.raw is None:
        value = record.value
        return {"record": None if value is None else json.dumps(value, ensure_ascii=False)}
    try:
        return {"record": record.raw.decode()}
    except UnicodeDecodeError:
        return {"record_base64": base64.b64encode(record.raw).decode()}
