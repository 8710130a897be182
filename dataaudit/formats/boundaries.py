"""The seam between prompt and completion, where a trainer puts nothing of its own between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

#: Endings of prompts up to this length are looked at: "\\n\\n### Response:\\n" has 17 characters.
_LONGEST_ENDING = 24
#: What this share of the rows do is their policy; the rest deviates. Ours: four in five are no accident.
_POLICY = 0.8
_NOTHING, _LINE, _BLANK = "no white space", "a line break", "a space"


class Seam(NamedTuple):
    """Something about the seam, the positions of the rows that deviate if any do, and whether rows differ."""

    message: str
    positions: tuple[int, ...] = ()
    differs: bool = True


def seams(prompts: Sequence[str], completions: Sequence[str]) -> list[Seam]:
    """What is not the same in all rows, or missing from all.

    Looked at: white space at the end of prompts and at the beginning of completions, and the ending that
    prompts share ("\\\\n\\\\n###\\\\n\\\\n", " ->", "### Response:").
    """
    ends = [_space(prompt[len(prompt.rstrip()) :]) for prompt in prompts]
    begins = [_space(text[: len(text) - len(text.lstrip())]) for text in completions]
    found = _mixed(ends, "prompts end with") + _mixed(begins, "completions begin with")
    if not found and ends and set(ends) == {_BLANK}:
        found.append(Seam("prompts end with a space, which tokenizers join to the word after it"))
    ending = _common_ending(prompts)
    if ending:
        without = tuple(i for i, prompt in enumerate(prompts) if not prompt.endswith(ending))
        if without and not found:
            found.append(Seam(f"the prompts have the ending {ending!r}, but not here", without))
    elif set(ends) == set(begins) == {_NOTHING}:
        message = "nothing parts prompts and completions: no white space, no common ending"
        found.append(Seam(message, differs=False))
    return found


def _space(edge: str) -> str:
    return _NOTHING if not edge else _LINE if "\n" in edge else _BLANK


def _mixed(edges: Sequence[str], what: str) -> list[Seam]:
    """Where there is more than one policy: the rows that deviate from the usual one, none where none is usual."""
    counts = Counter(edges)
    if len(counts) < 2:
        return []
    usual = max(sorted(counts), key=lambda edge: counts[edge])
    if counts[usual] < _POLICY * len(edges):
        return [Seam(f"{what} " + ", ".join(f"{edge} ({counts[edge]:,})" for edge in sorted(counts)))]
    others = tuple(i for i, edge in enumerate(edges) if edge != usual)
    return [Seam(f"most {what} {usual}, but not here", others)]


def _common_ending(prompts: Sequence[str]) -> str:
    """The longest ending of two characters or more that the policy's share of prompts have; not mere letters."""
    found = ""
    for length in range(2, _LONGEST_ENDING + 1):
        endings = Counter(prompt[-length:] for prompt in prompts if len(prompt) > length)
        ending, n = max(sorted(endings.items()), key=lambda item: item[1], default=("", 0))
        if n < _POLICY * len(prompts):
            break
        found = ending
    return "" if found.isalnum() else found
