"""Whether more examples of the same kind would help.

## What it does

Draws the learning curve of a cheap probe and says what twice as many examples would change: more would help, they
would hardly, or it can't be told. It names the classes that are still being learnt while others have been.

## Why it matters

Examples cost the most. Where the curve is flat, more of the same changes little: right labels, missing kinds of input
or another task definition do. Where it still falls, examples are what to pay for.

## How it is measured

Distinct inputs are dealt into nine blocks, several times; near copies and what has one `group` stay together. Each
block is held out once, and the probe learns from one, two, four and eight of the others. Classification: a
linear discriminant on the vectors; `probe_error` is its error with eight blocks. Otherwise `new_inputs` is the share
of inputs that are like none of the others (cosine below `alike`), and like none of an eighth, a quarter or a half of
them. a·n^-b+c and an arctangent (of what is new, a gamma-Poisson mixture and Clench's curve) are fitted to the curve
and to bootstrap samples of it; the envelope of their 90 % intervals at twice the examples is that of
`probe_error_doubled` (`new_inputs_doubled`) and of `doubling_gain`. Suspect labels stay in: without what a probe
contradicts the curve would look steeper than it is.
With `--against` the accepted examples count too.

## Thresholds and their source

None: it tells, and neither warns nor fails. The gain helps above 1 point at its lower end, and is little below 1
point at its upper end. From each of 20 random halves of BANKING77, CLINC150 (full, small, imbalanced), SNIPS and TREC
the error of the whole lay in the interval in 90-100 %, and no such decision was wrong (MiniLM and static; the first
and the last set were tuned on). benchmarks/learning_curves.py prints it.

## When it is wrong

The probe is not the LLM: the direction is what counts, not the number. A fine-tuned model needs fewer examples for
the same error, and may go on learning where a plane can't. "More" means more of the same: inputs of a kind that
the data lack don't show here (COV001). Wrong labels are errors that no number of examples cures.

## What to do

If it helps, collect more, of the named classes first. If not, look at labels (LAB002, LAB003) and coverage (COV001)
before paying for more.

## References

Cortes et al. 1993, Learning curves: asymptotic values and rate of convergence; Figueroa et al. 2012, Predicting
sample size required for classification performance; Viering and Loog 2021, The shape of learning curves (arXiv
2103.10948); Hurlbert 1971, rarefaction; Good 1953.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from dataaudit.checks.size.gains import Probed, class_finding, gain_finding
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.labels.sample import labelled_sample
from dataaudit.model import CheckOutput, Pillar
from dataaudit.registry import check
from dataaudit.sufficiency.class_gains import still_learning
from dataaudit.sufficiency.curves import ERROR, NEW
from dataaudit.sufficiency.learning_curve import forecast
from dataaudit.sufficiency.novelty import SHARES, groups_alike, new_to_part
from dataaudit.sufficiency.probes import missed_by_probe
from dataaudit.sufficiency.splits import BLOCKS, STEPS, Numbers, group_inputs

CODE = "SIZE004"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of SIZE004."""

    helps: float = field(default=0.01, metadata={"source": "ours: a gain of one point is worth collecting for"})
    min_inputs: int = field(default=100, metadata={"source": "ours: the first step then learns from eleven"})
    repeats: int = field(default=2, metadata={"source": "ours: of nine splits each; 4 cost twice the time"})
    alike: float = field(
        default=0.75, metadata={"source": "measured: of nearest inputs beyond it 4 in 5 have the same intent"}
    )
    alike_static: float = field(default=0.8, metadata={"source": "the same for the encoder static"})
    most_inputs: int = field(default=5000, metadata={"source": "ours: beyond, a seeded sample is compared with all"})
    class_inputs: int = field(default=20, metadata={"source": "the warning limit of SIZE002"})
    max_q: float = field(default=0.05, metadata={"source": "Benjamini and Hochberg 1995, the usual rate"})


@check(CODE, "more-data-would-help", Pillar.SIZE, {"text", "embeddings", "neighbours"}, params=Params, uses={"labels"})
def more_data_would_help(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Say what twice as many examples would change, by the learning curve of a probe."""
    del dataset
    frame = evidence.corpus.frame
    groups = group_inputs(evidence.neighbours, evidence.text.node, frame.get("group"))
    return _by_labels(evidence, groups, params) if evidence.has("labels") else _by_novelty(evidence, groups, params)


def _by_labels(evidence: EvidenceView, groups: Numbers, params: Params) -> CheckOutput:
    if len(evidence.labels.names) < 2:
        return CheckOutput.not_applicable("there are no two labels")
    sample = labelled_sample(evidence.corpus, evidence.text, evidence.labels, min_inputs=1)
    own = np.unique(groups[sample.nodes], return_inverse=True)[1]
    if len(sample.names) < 2 or own.max() + 1 < params.min_inputs:
        return _too_few(int(own.max(initial=-1)) + 1, params)
    missed = missed_by_probe(
        evidence.embeddings[sample.nodes],
        sample.labels,
        own,
        repeats=params.repeats,
        seed=evidence.seed,
        jobs=evidence.jobs,
    )
    sizes = [round(len(own) * step / BLOCKS) for step in STEPS]
    probed = Probed("probe_error", "the probe's error", sizes, forecast(ERROR, missed, own, evidence.seed))
    learning = still_learning(
        missed,
        sample.labels,
        own,
        least_inputs=params.class_inputs,
        least_gain=params.helps,
        max_q=params.max_q,
    )
    findings = (gain_finding(CODE, probed, params.helps), *class_finding(CODE, learning, sample.names))
    return CheckOutput(probed.measures(), findings)


def _by_novelty(evidence: EvidenceView, groups: Numbers, params: Params) -> CheckOutput:
    count = len(np.unique(groups))
    if count < params.min_inputs:
        return _too_few(count, params)
    chosen = np.sort(np.random.default_rng(evidence.seed).permutation(len(groups))[: params.most_inputs])
    least = params.alike_static if evidence.encoder.name == "static" else params.alike
    alike = groups_alike(evidence.embeddings, groups, chosen, least, evidence.jobs)
    curve = forecast(NEW, new_to_part(alike, count), groups[chosen], evidence.seed)
    sizes = [round((count - 1) * share) for share in SHARES]
    probed = Probed("new_inputs", "the share of new inputs", sizes, curve)
    return CheckOutput(probed.measures(), (gain_finding(CODE, probed, params.helps),))


def _too_few(count: int, params: Params) -> CheckOutput:
    return CheckOutput.not_judged(f"{count} independent inputs, {params.min_inputs} are needed")
