"""LAB005 on contradictions planted under paraphrased inputs, on copies that must stay silent, on sets as they are.

    DATAAUDIT_DATA=/path/to/public/data python benchmarks/contradictions.py [--encoder static] [--plants 150] [SET ...]

A plant is a copy of an example whose input is put in other words by rules and whose answer is changed in a known way.
It is found if a finding holds both rows. All kinds are planted at once in a large set, under different examples; one
after the other in a small one. "wording missed" are plants whose pair was not taken to ask the same.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
from duplicate_plants import KINDS, Corpus, Example, Random, corpus_of
from rich.console import Console
from rich.table import Table

from dataaudit.answers.paraphrases import find_paraphrases
from dataaudit.checks.labels.contradictory_answers import CODE, Params, contradictory_answers
from dataaudit.evidence import Evidence
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.formats import shape
from dataaudit.intervals import Estimate
from dataaudit.model import CheckResult
from dataaudit.reading import read
from dataaudit.runner import Runner
from dataaudit.wording import estimate

SETS = {
    "alpaca-52k": "alpaca-52k/alpaca_data.json.gz",
    "demos/alpaca_en": "llama-factory-demos/alpaca_en_demo.json.gz",
    "demos/v1_sft": "llama-factory-demos/v1_sft_demo.jsonl.gz",
    "demos/glaive": "llama-factory-demos/glaive_toolcall_en_demo.json.gz",
    "lima": "lima/lima.json.gz",
    "toolformer": "gpteacher-toolformer/toolformer_dedupe_only.json.gz",
    "chat/sharegpt_500": "chat-format-samples/fastchat_sharegpt_500.json",
    "chat/axolotl": "chat-format-samples/axolotl_alpaca.json",
}
LONGEST_INPUT, LONGEST_OUTPUT = 60, 300
SMALL = 5000

#: The verb of a request, and others for it.
_VERBS = {
    "describe": "explain", "explain": "describe", "name": "list", "list": "name", "give": "provide", "provide": "give",
    "identify": "determine", "determine": "find", "find": "determine", "calculate": "compute", "compute": "calculate",
    "state": "tell me", "suggest": "propose", "generate": "create", "create": "generate", "write": "compose",
    "classify": "categorize", "summarize": "sum up", "convert": "change", "discuss": "talk about", "tell": "inform",
}  # fmt: skip
_FRAMES = ("Could you {}", "Please {}", "I would like you to {}", "I want you to {}", "Can you {}", "Your task: {}")
_ASKED = ("Tell me: {}", "I have a question: {}", "I would like to know: {}", "Please tell me, {}", "Question: {}")
_CREATIVE = re.compile(
    r"\b(?:write|create|generate|compose|design|invent|imagine|suggest|story|poem|example|random|come up|joke|password|"
    r"construct|make|develop|build|edit|rewrite|produce|name (?:a|an|some|one)\b|give (?:me )?(?:a|an|some)\b)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,/$-])\d+(?:\.\d+)?(?![\w,/-]|\.\d)")
_FORMULA = frozenset("`$={};\\")
_ITEM = re.compile(r"^\s*\d+[.):]", re.MULTILINE)
_YES_NO = re.compile(r"(yes|no|true|false)\b(?=[,.;:! ]|$)", re.IGNORECASE)
_FLIPPED = {"yes": "No", "no": "Yes", "true": "False", "false": "True"}
_COPULA = re.compile(r"\b(is|are|was|were|can|should|will)\b(?! not|n['’]t|not)")
_REFUSALS = (
    "I'm sorry, but I can't help with that.", "I cannot assist with this request.",
    "Sorry, I am unable to provide this information.", "As an AI language model, I cannot answer this question.",
    "I apologize, but I'm not able to help with that request.", "Unfortunately, I can't answer that.",
    "I'm afraid I can't assist with that.", "I won't be able to help you with this.",
)  # fmt: skip

Answer = Callable[[str, Random], "str | None"]


class Plant(NamedTuple):
    """A planted row: its kind, its number, and that of the row it was made from."""

    kind: str
    row: int
    source: int


def in_other_words(text: str, random: Random) -> str | None:
    """A request with another verb and a frame around it, a question with an announcement before it."""
    first, space, rest = text.partition(" ")
    if text.rstrip().endswith("?"):
        return str(random.choice(_ASKED)).format(text[0].lower() + text[1:])
    other = _VERBS.get(first.lower())
    if other is None or not space:
        return None
    return str(random.choice(_FRAMES)).format(f"{other} {rest}")


def number_changed(output: str, random: Random) -> str | None:
    """With another number, in prose: in code and formulas two numbers may come to the same."""
    if not _FORMULA.isdisjoint(output):
        return None
    items = {found.end() for found in _ITEM.finditer(output)}
    numbers = [found for found in _NUMBER.finditer(output) if found.end() + 1 not in items]
    if not numbers:
        return None
    found = numbers[int(random.integers(len(numbers)))]
    digits = len(found[0].partition(".")[2])
    factor = random.uniform(0.3, 0.7) if random.random() < 0.5 else random.uniform(1.5, 3)
    other = f"{float(found[0]) * factor:.{digits}f}"
    return None if other == found[0] else f"{output[: found.start()]}{other}{output[found.end() :]}"


def yes_no_flipped(output: str, random: Random) -> str | None:
    del random
    found = _YES_NO.match(output)
    return None if found is None else _FLIPPED[found[1].lower()] + output[found.end() :]


def negated(output: str, random: Random) -> str | None:
    """With "not" in its first sentence."""
    del random
    found = _COPULA.search(output.partition(". ")[0])
    return None if found is None or _YES_NO.match(output) else f"{output[: found.end()]} not{output[found.end() :]}"


def refused(output: str, random: Random) -> str:
    del output
    return str(random.choice(_REFUSALS))


def as_json(output: str, random: Random) -> str | None:
    if output.lstrip().startswith(("{", "[", "<")) or "```" in output:
        return None
    return json.dumps({str(random.choice(["answer", "result", "response", "output"])): output})


def same(output: str, random: Random) -> str:
    del random
    return output


def reworded(output: str, random: Random) -> str | None:
    """With a courtesy before it, contractions, British spelling, or without its first article."""
    edits = [KINDS[kind](Example(output, ""), random, Corpus([], [])) for kind in ("contraction", "spelling")]
    texts = [edit.input for edit in edits if edit is not None and edit.input != output]
    without = re.sub(r"\b(?:the|an?) (?=[a-z])", "", output, count=1)
    texts += [f"Sure! {output}", f"{output} I hope this helps!"] + ([without] if without != output else [])
    return texts[int(random.integers(len(texts)))]


PLANTED: dict[str, Answer] = {
    "number": number_changed, "yes/no": yes_no_flipped, "negation": negated, "refusal": refused, "JSON": as_json,
}  # fmt: skip
SILENT: dict[str, Answer] = {"same answer": same, "reworded": reworded}
#: Another fact in the input, and another number in the answer.
CHANGED = "changed fact"
ANSWERS = {**PLANTED, **SILENT, CHANGED: number_changed}


class Planted(NamedTuple):
    """The examples of a set with the copies behind them."""

    rows: list[dict[str, str]]
    plants: list[Plant]


def planted(examples: list[Example], kinds: Iterable[str], count: int, random: Random) -> Planted:
    rows = [{"instruction": example.input, "output": example.output} for example in examples]
    plants: list[Plant] = []
    free = [int(i) for i in random.permutation(len(examples)) if _fits(examples[int(i)])]
    words = corpus_of(examples[:SMALL])
    for kind in kinds:
        for source, copy in _copies(examples, free, kind, random, count, words):
            plants.append(Plant(kind, len(rows), source))
            rows.append({"instruction": copy.input, "output": copy.output})
    return Planted(rows, plants)


def _fits(example: Example) -> bool:
    """Short enough to be one question with one answer, and not a wish that many answers fulfil."""
    short = len(example.input.split()) <= LONGEST_INPUT and 0 < len(example.output.split()) <= LONGEST_OUTPUT
    return short and example.input.strip() != "" and _CREATIVE.search(example.input) is None


def _copies(
    examples: list[Example], free: list[int], kind: str, random: Random, count: int, words: Corpus
) -> Iterator[tuple[int, Example]]:
    """Up to `count` copies of examples, which are then no longer free."""
    made = 0
    for source in list(free):
        if made == count:
            return
        asked = in_other_words(examples[source].input, random)
        answered = ANSWERS[kind](examples[source].output, random) if asked else None
        if asked is None or answered is None:
            continue
        copy = Example(asked, answered)
        other = KINDS[str(random.choice(["number", "name", "date"]))](copy, random, words) if kind == CHANGED else copy
        if other is not None and (kind != CHANGED or other.input != asked):
            free.remove(source)
            made += 1
            yield source, other


def audited(rows: list[dict[str, str]] | Path, encoder: str) -> tuple[CheckResult, Evidence]:
    reading = read(rows)
    dataset = shape(reading.records, reading.sources)
    cache = Cache()
    evidence = Evidence(dataset, encoder=load_encoder(encoder, cache=cache), cache=cache, jobs=2)
    [result] = Runner(dataset, evidence, {CODE: Params()}, frozenset()).run([contradictory_answers])
    return result, evidence


def proposed(evidence: Evidence) -> set[tuple[int, int]]:
    """The pairs of rows whose inputs are taken to ask the same."""
    params, units = Params(), evidence.units
    least = params.static_similarity if evidence.encoder and evidence.encoder.name == "static" else params.similarity
    pairs = find_paraphrases(evidence.corpus, units, evidence.text, evidence.semantic, least)
    return {(int(units.shown[one]), int(units.shown[other])) for one, other in pairs}


def planted_lines(name: str, path: Path, encoder: str, count: int, seed: int) -> Iterator[tuple[str, ...]]:
    reading = read(path)
    frame = shape(reading.records, reading.sources).examples
    texts = zip(frame["input"].fillna(""), frame["output"].fillna(""), strict=True)
    examples = [Example(str(asked), str(answered)) for asked, answered in texts]
    for kinds in [[kind] for kind in ANSWERS] if len(examples) < SMALL else [list(ANSWERS)]:
        data = planted(examples, kinds, count, np.random.default_rng(seed))
        result, evidence = audited(data.rows, encoder)
        together, alike = [set(finding.rows) for finding in result.findings], proposed(evidence)
        for kind in kinds:
            own = [plant for plant in data.plants if plant.kind == kind]
            hits = sum(any({plant.row, plant.source} <= rows for rows in together) for plant in own)
            missed = sum(not {(p.row, p.source), (p.source, p.row)} & alike for p in own)
            share = estimate(*Estimate.of(hits / len(own), len(own))) if own else ""
            yield name, encoder, kind, f"{len(own)}", f"{hits}", share, f"{missed}"


def as_it_is(name: str, path: Path, encoder: str) -> tuple[str, ...]:
    started = perf_counter()
    result, evidence = audited(path, encoder)
    measures = {measure.name: measure for measure in result.measures}
    share, pairs = measures.get("contradictory_share"), measures.get("paraphrase_pairs")
    rungs = ", ".join(sorted(str(finding.evidence["rung"]) for finding in result.findings))
    rows = f"{len(evidence.dataset.examples):,}"
    shown = "" if share is None else estimate(share.value, share.low, share.high)
    counted = result.reason if pairs is None else f"{pairs.value:,.0f} pairs"
    seconds = f"{result.seconds:.1f} of {perf_counter() - started:.0f} s"
    return name, encoder, rows, str(counted), f"{len(result.findings)}", shown, rungs, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="SET", help=", ".join(SETS))
    parser.add_argument("--encoder", default="minilm", choices=["minilm", "static"])
    parser.add_argument("--plants", type=int, default=150)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--planted-only", action="store_true")
    options = parser.parse_args()
    root = Path(os.environ["DATAAUDIT_DATA"])
    chosen = {name: root / SETS[name] for name in options.sets or SETS}
    console = Console(width=150)
    plants = Table("set", "encoder", "planted", "n", "found", "share", "wording missed", title="Plants and controls")
    for name in [name for name in chosen if name in ("alpaca-52k", "lima", "demos/alpaca_en")]:
        for line in planted_lines(name, chosen[name], options.encoder, options.plants, options.seed):
            plants.add_row(*line)
    console.print(plants)
    if options.planted_only:
        return
    sets = Table("set", "encoder", "rows", "asking the same", "findings", "share", "rungs", "time", title="As they are")
    for name, path in chosen.items():
        sets.add_row(*as_it_is(name, path, options.encoder))
    console.print(sets)


if __name__ == "__main__":
    main()
