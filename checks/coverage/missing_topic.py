"""Declared topics that the training data has no examples of.

## What it does

Counts how many different inputs of the training data are about each topic declared in `[coverage] topics`, and
reports those with none or hardly any.

## Why it matters

What a model must be able to do is often known before there is a sample of real inputs. A topic that nobody wrote
examples for is not seen in the data itself.

## How it is measured

On sentence embeddings, by example inputs of each topic, or by one sentence about it. An input is about the declared
topic that is most similar to it, if that is at least as similar as the fifth neighbour of three in four training
inputs is to them. Cosines are taken relative to how alike an input and its neighbours are. A sentence is not worded
like an input: all topics given by one are first moved towards the inputs, so that the upper quarter of them is as near
as inputs are to one another, and the bar is that of nine in ten. Of the `declared_topics`, `missing_topics` counts
those with nothing like them, `thin_topics` those with fewer than `enough` near inputs.

## Thresholds and their source

A topic given by examples fails as a missing one if not a single input is as near to it as 19 in 20 training inputs are
to their fifth neighbour: it was declared, and nothing like it is there. Fewer than `enough` near inputs warn. A topic
given by a sentence warns if there is none, and is only mentioned if there are fewer than `enough`. CLINC150 with 6 of
150 intents taken, all declared by three test inputs each, five seeds: 24 of 30 found and 4 % of the others reported
(static encoder 19, 4 %), 1 as missing, and none of the others. By a sentence of its name: 10 and 5 % (20, 13 %).
On Banking77, on which nothing was chosen: 20 of 30 and none (13, 1 %); by a sentence 21 and 5 % (21, 17 %).

## When it is wrong

The count is of inputs close to the examples, not of all that are about the topic. Neighbouring topics vouch for a
missing one, the more so the fewer topics are declared: a fifth to a half are not noticed, and of those given by a
sentence up to two thirds. With the static encoder one in seven topics given by a sentence is mentioned wrongly.

## What to do

Add examples of the topic. If it is there in other words, give the topic two or three more `examples` as users write
them.

## References

Conneau et al. 2018, Word translation without parallel data (arXiv 1710.04087), for the relative similarity.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dataaudit.coverage.topics import TopicTest, count_near
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.evidence.topics import Topic
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy, Severity
from dataaudit.quoting import quoted
from dataaudit.registry import check
from dataaudit.wording import plural

CODE = "COV003"
_LIMIT = Limit(None, 0, source="ours: a topic that was declared and that nothing is like")
_NAME_WIDTH = 80


@dataclass(frozen=True, kw_only=True)
class Params(TopicTest):
    """Settings of COV003."""

    missing_topics: Limit = _LIMIT
    enough: int = field(default=5, metadata={"source": "proposal, calibrated on CLINC150"})
    min_inputs: int = field(default=50, metadata={"source": "ours: fewer say little of what is near"})


@check(
    CODE,
    "missing-topic",
    Pillar.COVERAGE,
    {"text", "embeddings", "neighbours", "topics"},
    params=Params,
    remedy=Remedy.ADD,
)
def missing_topic(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report declared topics with no or hardly any training inputs; nothing in the data is wrong."""
    del dataset
    if (n := len(evidence.text.nodes)) < params.min_inputs:
        return CheckOutput.not_judged(f"{plural(n, 'different input')}, {params.min_inputs} are needed")
    topics = evidence.topics.topics
    described = [not topic.examples for topic in topics]
    counts = count_near(evidence.embeddings, evidence.neighbours, evidence.topics.vectors, described, params)
    counted = list(zip(topics, counts.near.tolist(), counts.remote.tolist(), strict=True))
    missing = [topic for topic, _, remote in counted if topic.examples and remote == 0]
    return CheckOutput(
        measures=(
            Measure("missing_topics", len(missing), "topics"),
            Measure("thin_topics", sum(near < params.enough for _, near, _ in counted), "topics"),
            Measure("declared_topics", len(topics), "topics"),
        ),
        findings=tuple(_finding(topic, near, remote) for topic, near, remote in counted if near < params.enough),
    )


def _finding(topic: Topic, near: int, remote: int) -> Finding:
    name = quoted(topic.name, _NAME_WIDTH)
    if topic.examples:
        severity, confidence = (Severity.ERROR, 0.9) if remote == 0 else (Severity.WARNING, 0.7)
    else:
        severity, confidence = (Severity.WARNING if near == 0 else Severity.INFO), 0.3
    doubt = "" if topic.examples else " (low confidence: it is declared by a sentence, not by examples)"
    return Finding(
        CODE,
        f"the topic '{name}' is declared, and training has {plural(near, 'input')} near it{doubt}",
        severity=severity,
        confidence=confidence,
        evidence={"topic": name, "near": near, "declared_by": "examples" if topic.examples else "a sentence"},
        suggestion="add examples of it"
        if topic.examples
        else "add examples of it, or declare it by two or three examples as users write them",
    )
