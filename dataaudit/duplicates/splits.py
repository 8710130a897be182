"""Which files of a dataset are held out, by their names: train.jsonl beside test.jsonl."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from pathlib import PurePath

_HELD_OUT = frozenset({"test", "eval", "evaluation", "valid", "validation", "val", "dev", "holdout", "heldout"})
_TRAINING = frozenset({"train", "training"})
_WORD = re.compile(r"[^\W\d_]+")


def held_out_sources(paths: Iterable[str]) -> frozenset[str]:
    """The files that their names call held out, if not all of them.

    Looked at are the words of the file's name and of the folders that not all files are in:
    data/test-00000-of-00001.parquet, data/dev/part1.jsonl. A name that says "train" too is training data.
    """
    paths = list(paths)
    parts = {path: PurePath(path.replace("\\", "/")).parts for path in paths}
    shared = sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, zip(*parts.values(), strict=False)))
    held_out = frozenset(path for path, names in parts.items() if _says_held_out(names[shared:]))
    return held_out if len(held_out) < len(parts) else frozenset()


def _says_held_out(names: Iterable[str]) -> bool:
    """Whether the last of these names that says anything says it."""
    for name in reversed(list(names)):
        words = set(_WORD.findall(name.casefold().replace("held_out", "heldout").replace("held-out", "heldout")))
        if words & (_HELD_OUT | _TRAINING):
            return not words & _TRAINING
    return False
