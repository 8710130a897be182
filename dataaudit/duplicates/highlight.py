"""What differs between two texts, to be shown."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WORD = re.compile(r"\S+")
#: Beyond so many words a text is not compared, beyond so many runs none is shown: nobody reads on.
_MOST_WORDS = 600
_MOST_RUNS = 8
_LONGEST = 80


def changes(a: str, b: str) -> list[tuple[str, str]]:
    """Runs of words that one text has where the other has others.

    Parameters
    ----------
    a, b
        As they were written. Their first 600 words are compared; case and punctuation count.

    Returns
    -------
    Of each difference the words of a and those of b, "" where there are none; at most 8, each cut to 80 characters.
    """
    left, right = (_WORD.findall(text)[:_MOST_WORDS] for text in (a, b))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    runs = [operation[1:] for operation in matcher.get_opcodes() if operation[0] != "equal"]
    return [(_joined(left[i:j]), _joined(right[k:m])) for i, j, k, m in runs[:_MOST_RUNS]]


def _joined(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
