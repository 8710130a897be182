"""Runs of COV001, and of what users would try otherwise, against training data that lacks some intents; their scores.

An intent is found if most of its real inputs lie in gaps; a gap is true if most of its inputs have a missing intent.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from intents import Intents, Rows
from numpy.typing import NDArray
from peers import Peer
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist
from scipy.stats import chi2, t
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from dataaudit import audit
from dataaudit.evidence import encode_distinct
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
from dataaudit.evidence.neighbours import build_graph, query_graph
from dataaudit.evidence.text import normalise
from dataaudit.intervals import Estimate, wilson
from dataaudit.model import Gap

Vectors = NDArray[np.float32]
Options = Mapping[str, Any]

#: Flagged inputs are grouped by average linkage, cut at this cosine distance; smaller groups don't count.
CUT, LEAST = 0.5, 5
#: The usual level: as far off as 5 % of training.
TAIL = 0.05
DATALAB = "cleanlab[datalab]==2.9.0", "scikit-learn==1.9.1", "numpy==2.4.6"
BY_CLEANLAB = """
import contextlib, io, sys
import numpy as np
from cleanlab import Datalab
from cleanlab.outlier import OutOfDistribution

given = np.load(sys.argv[1])
training, real = given["training"], given["real"]
with contextlib.redirect_stdout(io.StringIO()):
    lab = Datalab({"row": list(range(len(training) + len(real)))})
    lab.find_issues(features=np.concatenate([training, real]), issue_types={"outlier": {}})
    fitted = OutOfDistribution()
    own = fitted.fit_score(features=training)
    scores = fitted.score(features=real)
issues = lab.get_issues("outlier").tail(len(real))
np.savez(
    sys.argv[2],
    joined_scores=1 - issues["outlier_score"].to_numpy(), joined_flags=issues["is_outlier_issue"].to_numpy(),
    fitted_scores=1 - scores, fitted_flags=scores < np.percentile(own, 5),
)
"""


class Case(NamedTuple):
    """Training rows, real inputs with their intents, and the intents that training lacks."""

    train: Rows
    real: Rows
    missing: frozenset[str]

    @property
    def lacking(self) -> NDArray[np.bool_]:
        """(m,) which real inputs have a missing intent."""
        return np.array([row["label"] in self.missing for row in self.real])


class Group(NamedTuple):
    """Rows of the real inputs that are taken for a kind, and what COV001 says of them."""

    rows: frozenset[int]
    gap: Gap | None = None
    thin: bool = False

    @property
    def name(self) -> str:
        """As COV001 names it."""
        return self.gap.name if self.gap else ""


class Found(NamedTuple):
    """COV001's gaps, its uncovered share, and what it says beside."""

    groups: list[Group]
    uncovered: Estimate
    remarks: list[str]


class Flagged(NamedTuple):
    """How much each of m real inputs is out of place, and which are by the method's own bar."""

    scores: NDArray[np.float64]
    flags: NDArray[np.bool_]


class Score(NamedTuple):
    """Counts of a run: missing intents found, told as thin, in all; gaps true, named after their intent, in all.

    Then the rows: those in gaps that have a missing intent, those in gaps, those that have one.
    """

    found: int
    thin: int
    intents: int
    true: int
    named: int
    gaps: int
    hits: int
    inside: int
    lacking: int


def drawn_case(intents: Intents, removed: int, real: int | None, seed: int, kept: float = 0.0) -> Case:
    """Intents drawn at random are taken from training; see `case_without`."""
    labels = sorted({row["label"] for row in intents.train})
    missing = np.random.default_rng(seed).choice(labels, removed, replace=False).tolist()
    return case_without(intents, missing, real, seed, kept)


def case_without(intents: Intents, missing: Sequence[str], real: int | None, seed: int, kept: float = 0.0) -> Case:
    """Intents are taken from training but for a share that is kept; `real` inputs of the test split, None for all."""
    random = np.random.default_rng((seed, 1))
    chosen = random.permutation(len(intents.test))[:real].tolist()
    return Case(_thinned(intents.train, missing, kept, random), [intents.test[i] for i in chosen], frozenset(missing))


def _thinned(rows: Rows, labels: Sequence[str], kept: float, random: np.random.Generator) -> Rows:
    dropped: set[int] = set()
    for label in labels:
        own = [i for i, row in enumerate(rows) if row["label"] == label]
        dropped.update(random.permutation(own)[round(kept * len(own)) :].tolist())
    return [row for i, row in enumerate(rows) if i not in dropped]


def by_audit(train: Any, reference: Iterable[str], options: Options) -> Found:
    """What COV001 finds through the public interface, against training rows or a file of them."""
    texts = [{"text": text} for text in reference]
    report = audit(train, reference=texts, select=["COV001"], config={}, **options)
    told = {(f.evidence.get("gap"), f.evidence.get("share")): f for f in report.findings}
    own = [told.pop((gap.name, gap.share)) for gap in report.gaps]
    groups = [
        Group(frozenset(gap.reference_rows), gap, finding.evidence["coverage"] == "thin")
        for gap, finding in zip(report.gaps, own, strict=True)
    ]
    said = next(m for result in report.results for m in result.measures if m.name == "uncovered_share")
    uncovered = Estimate(said.value or 0.0, said.low or 0.0, 1.0 if said.high is None else said.high)
    return Found(groups, uncovered, [finding.message for finding in told.values()])


def score(case: Case, groups: Sequence[Group], words: Mapping[str, Collection[str]] | None = None) -> Score:
    """Hold groups against the missing intents; without `words` of each intent no name counts."""
    lacking, labels = case.lacking, [row["label"] for row in case.real]
    inside = frozenset().union(*(group.rows for group in groups))
    rows_of = {label: {i for i, own in enumerate(labels) if own == label} for label in case.missing}
    found = [rows for rows in rows_of.values() if 2 * len(inside & rows) > len(rows)]
    holding = [max(groups, key=lambda group, rows=rows: len(group.rows & rows)) for rows in found]  # type: ignore[misc]
    true = [group for group in groups if 2 * sum(lacking[i] for i in group.rows) > len(group.rows)]
    intent = [max(sorted(rows_of), key=lambda label, own=group: len(own.rows & rows_of[label])) for group in true]  # type: ignore[misc]
    return Score(
        found=len(found),
        thin=sum(group.thin for group in holding),
        intents=sum(map(bool, rows_of.values())),
        true=len(true),
        named=sum(
            bool(content_words(group.name) & set(words[label])) for group, label in zip(true, intent, strict=True)
        )
        if words
        else 0,
        gaps=len(groups),
        hits=int(sum(lacking[i] for i in inside)),
        inside=len(inside),
        lacking=int(lacking.sum()),
    )


def content_words(name: str) -> set[str]:
    """Lower-case words of two letters or more, without scikit-learn's English stop words."""
    analyse = CountVectorizer(stop_words="english").build_analyzer()
    return set(analyse(name.replace("_", " ")))


def typical_words(rows: Rows) -> dict[str, set[str]]:
    """Of each intent the content words of its name, and the three of its rows with the highest class-based TF-IDF.

    tf · log(1 + A / f) as in BERTopic (Grootendorst 2022), tf being the rows of the intent with the word.
    """
    vectoriser = CountVectorizer(stop_words="english", binary=True)
    counts, labels = vectoriser.fit_transform(row["text"] for row in rows), np.array([row["label"] for row in rows])
    names, vocabulary = np.unique(labels).tolist(), vectoriser.get_feature_names_out()
    own = np.stack([np.asarray(counts[labels == name].sum(axis=0))[0] for name in names])
    weights = own * np.log1p(own.sum() / len(names) / own.sum(axis=0))
    best = np.argsort(-weights, axis=1, kind="stable")[:, :3]
    return {name: content_words(name) | set(vocabulary[top]) for name, top in zip(names, best, strict=True)}


def vectors_of(rows: Rows, encoder_name: str, cache: Cache) -> Vectors:
    """(n, d) the vectors that COV001 sees, of every row."""
    encoder = load_encoder(encoder_name, cache=cache)
    assert encoder is not None
    texts = [normalise(row["text"]) for row in rows]
    nodes = sorted(set(texts))
    place = {text: i for i, text in enumerate(nodes)}
    vectors: Vectors = encode_distinct(nodes, encoder, cache)[[place[text] for text in texts]]
    return vectors


def by_peers(training: Vectors, real: Vectors, datalab: Peer, seed: int) -> dict[str, Flagged]:
    """What users would try: the nearest neighbour's distance, cleanlab in two ways, a domain classifier."""
    training = np.unique(training, axis=0)
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "given.npz", Path(folder) / "found.npz"
        np.savez(given, training=training, real=real)
        datalab.run(BY_CLEANLAB, given, found)
        cleanlab = dict(np.load(found))
    return {
        "nearest neighbour's distance": _by_distance(training, real),
        "Datalab, training and real joined": Flagged(cleanlab["joined_scores"], cleanlab["joined_flags"]),
        "cleanlab's OutOfDistribution": Flagged(cleanlab["fitted_scores"], cleanlab["fitted_flags"]),
        "domain classifier": _by_classifier(training, real, seed),
    }


def _by_distance(training: Vectors, real: Vectors) -> Flagged:
    own = 1 - build_graph(training, 1).similarities[:, 0].astype(np.float64)
    distances = 1 - query_graph(training, real, 1).similarities[:, 0].astype(np.float64)
    return Flagged(distances, distances > np.quantile(own, 1 - TAIL))


def _by_classifier(training: Vectors, real: Vectors, seed: int) -> Flagged:
    """Told from training out of fold by logistic regression, both weighing the same."""
    is_real = np.repeat([0, 1], [len(training), len(real)])
    model = LogisticRegression(class_weight="balanced", max_iter=1000)
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    vectors = np.concatenate([training, real])
    probability = cross_val_predict(model, vectors, is_real, cv=folds, method="predict_proba")[is_real == 1, 1]
    return Flagged(probability, probability > 0.5)


def grouped(vectors: Vectors, flags: NDArray[np.bool_]) -> list[Group]:
    """The flagged inputs in groups."""
    rows = np.flatnonzero(flags)
    if len(rows) < LEAST:
        return []
    part = fcluster(linkage(pdist(vectors[rows], "cosine"), "average"), CUT, "distance")
    members = (rows[part == number].tolist() for number in np.unique(part))
    return [Group(frozenset(own)) for own in members if len(own) >= LEAST]


def quality(scores: Sequence[Score]) -> tuple[str, str, str, str, str]:
    """Cells of several runs: intents found, gaps true, false gaps a run, precision and recall of the rows in gaps."""
    total = Score(*map(sum, zip(*scores, strict=True)))
    return (
        share(total.found, total.intents),
        share(total.true, total.gaps),
        rate(total.gaps - total.true, len(scores)),
        mean([own.hits / own.inside for own in scores if own.inside]),
        mean([own.hits / own.lacking for own in scores if own.lacking]),
    )


def uncovered(cases: Sequence[Case], runs: Sequence[Found]) -> tuple[str, str, str]:
    """Cells of several runs: the uncovered share, what it is in truth, how often that lies in its interval."""
    truths = [round(float(case.lacking.mean()), 4) for case in cases]
    within = sum(run.uncovered.low <= own <= run.uncovered.high for run, own in zip(runs, truths, strict=True))
    return mean([run.uncovered.value for run in runs]), f"{np.mean(truths):.3f}", share(within, len(runs))


def share(hits: int, n: int) -> str:
    """A share of n, with Wilson's interval."""
    return interval(hits / n, *wilson(hits / n, n)) if n else ""


def rate(events: int, runs: int) -> str:
    """Events a run, with the exact interval of a Poisson mean (Garwood 1936)."""
    low = chi2.ppf(0.025, 2 * events) / 2 if events else 0.0
    return interval(events / runs, low / runs, chi2.ppf(0.975, 2 * events + 2) / 2 / runs)


def mean(values: Sequence[float]) -> str:
    """The mean over runs, with Student's interval where there are several."""
    if len(values) < 2:
        return "".join(f"{value:.3f}" for value in values)
    half = float(t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / np.sqrt(len(values)))
    centre = float(np.mean(values))
    return interval(centre, max(0.0, centre - half), centre + half)


def interval(value: float, low: float, high: float, between: str = "\n") -> str:
    """The value, and below it the ends of its interval."""
    return f"{value:.3f}{between}{low:.3f}–{high:.3f}"
