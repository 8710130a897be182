"""Real inputs that the training data doesn't cover.

## What it does

Compares a sample of real inputs (`--reference`) with the training data, and names the kinds of input that
training lacks: how much of the traffic each is, what it looks like, and how many examples to add.

## Why it matters

A fine-tuned model answers what it has seen. On inputs of another kind it guesses in the style it has learnt,
fluently and wrongly, and an evaluation on data like the training data doesn't show it.

## How it is measured

Two witnesses, on sentence embeddings, without labels. *Isolation*: how much farther an input is from its ten
nearest training inputs than these are from their own neighbours, in robust z-scores of what is usual within the
training data. *Lack*: how many times fewer training inputs choose it as their neighbour than would if training
were spread like the real inputs. A tree is built over the real inputs; branches with enough of both are gaps.
Single inputs more isolated than 95 % of training are `scattered_share`, less the 5 % that one expects.
`uncovered_share` is gaps and scattered together, with its Wilson interval (95 %).

## Thresholds and their source

Warns if more than 10 % may be uncovered (upper end), fails if even the lower end is above 20 % or one gap has
5 % of the traffic (default policy; no source validates a coverage threshold against the quality of models).
The settings of the test are ours, calibrated on CLINC150 with 0 to 30 of its 150 intents taken from training.
Fewer than 100 different real inputs are not judged, fewer than 200 with low confidence.

## When it is wrong

What the encoder can't tell apart is not told apart here: a recipe from its ingredients, "cancel" from "confirm".
A gap that few of the real inputs fall into is not seen (of 1,000, about half of the kinds with 7 inputs are).
Where less than a quarter of the inputs is covered, or training repeats a template, the share is rough.

## What to do

Read the examples of each gap. If the model has to serve them, collect or write about as many examples as are
asked for; if not, leave such inputs out of the reference.

## References

Breunig et al. 2000, LOF; Lin, Ding and Han 2023, Estimation based on nearest neighbor matching; Kulldorff et al.
2003, A tree-based scan statistic; Grootendorst 2022, BERTopic (arXiv 2203.05794), for the names.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dataaudit.checks.coverage.comparison import Comparison, compare
from dataaudit.checks.coverage.gaps import GapTest
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Gap, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check
from dataaudit.wording import interval, percent, plural

