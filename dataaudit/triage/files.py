"""A file of decisions, read: JSON Lines, as the HTML report exports them, or the table of rows (CSV), filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from dataaudit.errors import InputError
from dataaudit.quoting import quoted
from dataaudit.reading import content
from dataaudit.review.spreadsheet import Row, read_table
from dataaudit.triage.decisions import Mark, TriageDecision

_QUOTED = 40
#: Of the table of rows (`reports.worklist`), whose keys have a letter before them so that none is taken for a number.
_COLUMNS = ("decision", "reason", "codes", "key", "fingerprints", "keeps")
_LETTER, _NONE = "k", "none"


def read_decisions(path: str | Path) -> list[TriageDecision]:
    """The decisions in a file, in order; findings about which nothing was decided are passed over.

    Raises
    ------
    InputError
        It can't be read, or a line can't be understood.
    """
    if str(path).lower().endswith(".csv"):
        return [decision for row in read_table(path, _COLUMNS)[1] for decision in _of_row(row)]
    data = content.to_utf8(str(path), content.load(Path(path)))[0]
    lines = enumerate(data.splitlines(), 1)
    return [_parsed(f"{path}:{number}", line) for number, line in lines if line.strip()]


def _parsed(where: str, line: bytes) -> TriageDecision:
    try:
        item = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON ({error}); a file of decisions is JSON Lines") from error
    if not isinstance(item, dict):
        raise InputError(f"{where}: a decision is an object, as the HTML report exports it")
    return decision(where, item)


def _of_row(row: Row) -> Iterator[TriageDecision]:
    """What a row of the table says of each of its findings; nothing where no decision is filled in."""
    cells = row.cells
    if not cells["decision"].strip():
        return
    findings = (cells[name].split() for name in ("codes", "fingerprints", "keeps"))
    for code, fingerprint, keep in zip(*findings, strict=False):
        yield decision(
            row.where,
            {
                "decision": cells["decision"],
                "reason": cells["reason"],
                "code": code,
                "fingerprint": fingerprint.removeprefix(_LETTER),
                "keys": [cells["key"].strip().removeprefix(_LETTER)],
                "keep": None if keep == _NONE else keep.removeprefix(_LETTER),
            },
        )


def decision(where: str, item: Mapping[str, Any]) -> TriageDecision:
    """The decision of an object; InputError names what is wrong with it."""
    try:
        mark = Mark(str(item.get("decision")).strip().lower())
    except ValueError as error:
        said = f"the decision is {quoted(item['decision'], _QUOTED)!r}" if "decision" in item else "nothing is decided"
        raise InputError(f"{where}: {said}; write fix, keep or drop") from error
    keys, reason = item.get("keys"), item.get("reason") or ""
    if not (isinstance(keys, list) and keys and all(isinstance(key, str) for key in keys)):
        raise InputError(f"{where}: 'keys' should list the rows that the decision is about, as exported")
    texts = {name: item.get(name) for name in ("fingerprint", "code", "keep")}
    for name, value in (*texts.items(), ("reason", reason)):
        if not isinstance(value, str) and not (name == "keep" and value is None):
            raise InputError(f"{where}: {name!r} should be a text, as exported")
    if mark is Mark.KEEP and not reason.strip():
        raise InputError(f"{where}: what is kept needs a reason, for whoever reads the report")
    return TriageDecision(
        where, str(texts["fingerprint"]), str(texts["code"]), mark, reason.strip(), tuple(keys), texts["keep"]
    )
