"""What `openai tools fine_tunes.prepare_data` looked at: sameness, capitals, and the seam of prompt and completion."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dataaudit.dataset import Dataset
from dataaudit.formats.base import lookup
from dataaudit.formats.boundaries import seams
from dataaudit.model import Finding, Severity
from dataaudit.quoting import quoted
from dataaudit.wording import plural

#: In fewer letters capitals are an abbreviation or two.
_MIN_LETTERS = 1_000
_QUOTED = 60


def preparation(dataset: Dataset, code: str) -> Iterator[Finding]:
    """What is the same in all rows or differs between them, as findings of a check."""
    for name in ("input", "output"):
        texts = [text for text in dataset.examples[name].tolist() if text]
        if len(texts) > 1 and len(set(texts)) == 1:
            message = f"the {name} of {plural(len(texts), 'row')} is the same: {quoted(texts[0], _QUOTED)}"
            yield Finding(code, message, severity=Severity.WARNING, suggestion=f"vary the {name}")
        elif _is_mostly_capitals(texts):
            message = f"the {name}s have more than half as many capitals as small letters"
            yield Finding(code, message, severity=Severity.WARNING, suggestion="write them as people do")
    if dataset.format == "prompt-completion":
        yield from _seams(dataset, code)


def _is_mostly_capitals(texts: list[str]) -> bool:
    letters = np.frombuffer("".join(texts).encode("utf-8", "replace"), np.uint8)
    upper, lower = (np.count_nonzero((letters >= ord(a)) & (letters <= ord(z))) for a, z in ("AZ", "az"))
    return bool(upper + lower >= _MIN_LETTERS and 2 * upper > lower)


def _seams(dataset: Dataset, code: str) -> Iterator[Finding]:
    """The seam of prompts and completions that are plain texts; between messages stands a template."""
    rows, pairs = [], []
    for row in dataset.examples.index.tolist():
        value = dataset.records[row].value or {}
        pair = [lookup(value, dataset.columns[name]) for name in ("input", "output")]
        if all(isinstance(text, str) for text in pair):
            rows.append(row)
            pairs.append(pair)
    for message, positions, differs in seams([pair[0] for pair in pairs], [pair[1] for pair in pairs]):
        places = dataset.locate_all(rows[position] for position in positions)
        severity = Severity.WARNING if differs else Severity.INFO
        yield Finding(code, message, places, severity, 0.8, suggestion="write the same seam in all rows")
