"""How many tokens a request has, and how many of them are the same in many requests.

A prompt says in every request what a fine-tuned model has learnt: the instructions of a system prompt, the worked
examples at the head of a conversation, the text that heads many inputs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from dataaudit.costs import Range, RequestTokens
from dataaudit.duplicates.scaffolds import LEAST_SHARE, LEAST_TEXTS, LEAST_WORDS
from dataaudit.formats.base import is_blank
from dataaudit.formats.tokens import count_tokens

#: Characters of a text that are looked at: a head of more is counted as so many.
_LONGEST_HEAD = 100_000
#: Fewer characters are no eight words.
_SHORTEST = 2 * LEAST_WORDS - 1


def repeated_tokens(examples: pd.DataFrame, prompts: Mapping[str, Sequence[int]], tokenizer: str = "") -> Range:
    """Mean tokens of a request that are the same in many requests.

    Parameters
    ----------
    examples
        `Dataset.examples`, one request each.
    prompts
        The rows of each system prompt (`system_prompts.rows_by_prompt`).
    tokenizer
        The path of a tokenizer.json; empty for an estimate with its margin.
    """
    rows = {prompt: len(own) for prompt, own in prompts.items()}
    repeated = repeated_prompts(rows)
    inputs = Counter(_texts(examples, "input"))
    heads = repeated_heads(inputs)
    of_systems = _mean([(repeated[prompt], n) for prompt, n in rows.items()], len(examples), tokenizer)
    of_inputs = _mean([(heads.get(text, ""), n) for text, n in inputs.items()], len(examples), tokenizer)
    return _added(of_systems, of_inputs)


def request_tokens(examples: pd.DataFrame, repeated: Range, tokenizer: str = "") -> RequestTokens:
    """Mean tokens of a request, those that `repeated_tokens` counted apart from the others."""
    systems, inputs, answers = (
        _mean(Counter(_texts(examples, column)).items(), len(examples), tokenizer)
        for column in ("system", "input", "output")
    )
    whole = _added(systems, inputs)
    own = Range(*(round(max(0.0, end - part), 2) for end, part in zip(whole, repeated, strict=True)))
    return RequestTokens(repeated, own, answers)


def repeated_prompts(rows: Mapping[str, int]) -> dict[str, str]:
    """What each system prompt, which so many rows have, has in common with those of nine other rows or more.

    It is all of a prompt that ten rows have; of others the head that ten rows share, of eight words or more.
    """
    heads = shared_heads([prompt for prompt, n in rows.items() for _ in range(n)], LEAST_TEXTS)
    return {prompt: prompt if n >= LEAST_TEXTS else _long_enough(heads[prompt]) for prompt, n in rows.items()}


def repeated_heads(inputs: Iterable[str]) -> dict[str, str]:
    """The head of each different input that 1 % of them share, and ten: eight words or more.

    Of a conversation the input is all that was said before the answer, so that worked examples are its head.
    """
    different = sorted({text for text in inputs if not is_blank(text)})
    heads = shared_heads(different, max(LEAST_TEXTS, math.ceil(LEAST_SHARE * len(different))))
    return {text: _long_enough(head) for text, head in heads.items()}


def shared_heads(texts: Sequence[str], least: int) -> dict[str, str]:
    """The longest head of each text, in whole words, that `least` of the texts begin with, it among them.

    Texts that begin alike are neighbours once sorted: what the first and the last of `least` in a row share, all of
    them do. Heads of fewer than eight words may be missed.
    """
    ordered = sorted(text[:_LONGEST_HEAD] for text in texts)
    width = max(0, len(ordered) - least + 1)
    shared = [_shared(ordered[i], ordered[i + least - 1]) for i in range(width)]
    padded = pd.Series([*shared, *[0] * (len(ordered) - width)], dtype=np.int64)
    lengths: dict[str, int] = {}
    for text, length in zip(ordered, padded.rolling(least, min_periods=1).max().tolist(), strict=True):
        lengths[text] = max(int(length), lengths.get(text, 0))
    return {text: _whole_words(text[:_LONGEST_HEAD], lengths[text[:_LONGEST_HEAD]]) for text in texts}


def _shared(one: str, other: str) -> int:
    """With how many characters both begin; 0 where they are too few for eight words."""
    length = min(len(one), len(other))
    if one[:_SHORTEST] != other[:_SHORTEST]:
        return 0
    if one[:length] == other[:length]:
        return length
    codes = (np.frombuffer(text[:length].encode("utf-32-le", "surrogatepass"), np.uint32) for text in (one, other))
    return int(np.not_equal(*codes).argmax())


def _whole_words(text: str, length: int) -> str:
    """The first characters of a text, without the word that they would cut."""
    head = text[:length]
    if head and length < len(text) and not (head[-1].isspace() or text[length].isspace()):
        head = head.removesuffix(head.rsplit(None, 1)[-1])
    return head.rstrip()


def _long_enough(head: str) -> str:
    return head if len(head.split(None, LEAST_WORDS - 1)) == LEAST_WORDS else ""


def _texts(examples: pd.DataFrame, column: str) -> list[str]:
    """A column, empty where there is no text."""
    return [text if isinstance(text, str) else "" for text in examples[column].tolist()]


def _mean(texts: Iterable[tuple[str, int]], rows: int, tokenizer: str) -> Range:
    """The mean number of tokens over so many rows, of texts that so many of them have; equal ones are counted once."""
    weights: Counter[str] = Counter()
    for text, n in texts:
        weights[text] += n
    counts = count_tokens(list(weights), tokenizer)
    shares = np.array(list(weights.values()), dtype=np.float64) / max(1, rows)
    return Range(*(round(math.fsum(shares * tokens), 2) for tokens in counts))


def _added(one: Range, other: Range) -> Range:
    return Range(*(round(a + b, 2) for a, b in zip(one, other, strict=True)))
