"""The audit: from data to a report, each step one plain structure passed on to the next.

    files ──read──> records ──shape──> Dataset ──gather──> Evidence ──check──> results ──judge──> Report

The steps are imported as they run, so that `--help` costs nothing and a warm audit never loads torch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from dataaudit.errors import ConfigError, FormatError

if TYPE_CHECKING:
    from dataaudit.config import Config
    from dataaudit.dataset import Dataset, Task
    from dataaudit.evidence.cache import Cache
    from dataaudit.formats.results import Results
    from dataaudit.report import Report


def audit(
    data: Any,
    reference: Any = None,
    against: Any = None,
    eval: Any = None,
    baseline: Any = None,
    format: str = "auto",
    trainers: Iterable[str] = (),
    columns: Mapping[str, str] | None = None,
    config: Config | Mapping[str, Any] | str | Path | None = None,
    encoder: str = "auto",
    seed: int = 0,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    reviewed: Any = None,
    decisions: str | Path | None = None,
    previous: Report | str | Path | None = None,
    jobs: int | None = None,
    cache: bool = True,
    cache_dir: str | Path | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> Report:
    """Audit a dataset: is it ready to fine-tune on?

    Parameters
    ----------
    data
        A path or several, a folder or glob, "-" for JSON Lines on standard input, a DataFrame, a list of
        dicts, or anything with `to_pandas()`. Several are one dataset.
    reference
        A sample of real inputs that the model must serve; coverage is measured against it.
    against
        Data already accepted: evidence, not audited.
    eval
        Held-out data: leakage between them and the audited data.
    baseline
        What a prompt makes of real inputs: input, output or expected, and passed or score (COV005). A tuple of two
        are an older prompt and a newer one, which are compared; all else is about the newer.
    format
        The data's format, "auto" by default.
    trainers
        Trainers and providers whose rules the data must keep (FMT002, FMT008).
    columns
        Which column is input, output, label, system, annotator, batch, timestamp, reviewed, group or id.
    config
        A settings file, settings as nested dictionaries, or a Config; by default the nearest dataaudit.toml
        or pyproject.toml above the data.
    encoder
        "auto" (minilm up to 20,000 distinct texts, static beyond), "minilm", "static", a sentence-transformers
        model or local path, or "none".
    seed
        The seed of whatever is random.
    select, ignore
        Codes or prefixes of the checks to run or leave out.
    reviewed
        A reviewer's verdicts: the table that `Report.review_sample` made, filled in; a CSV file or a DataFrame.
    decisions
        What was decided about findings: a file that the HTML report exported. What was kept counts no longer, what
        is to be fixed or dropped is not clean.
    previous
        The report of an earlier audit, or its JSON file, to be told what got better and worse (`Report.changes`).
    jobs
        Threads, one per core by default. The result doesn't depend on it.
    cache, cache_dir
        Whether and where vectors are kept.
    announce
        Called with the name of each step before it starts.

    Returns
    -------
    Report
        The verdict with everything it rests on.

    Raises
    ------
    DataAuditError
        One sentence on what is wrong with the input or the settings.

    Examples
    --------
    >>> from dataaudit import audit
    >>> audit([{"text": "hello", "label": "greeting"}] * 2, encoder="none").verdict.decision
    'NO-GO'
    """
    started = perf_counter()
    if isinstance(previous, str | Path):
        from dataaudit.report import Report

        previous = Report.load(previous)  # before the work, not after it
    from dataaudit.assembly import assemble
    from dataaudit.config import selected, with_trainers
    from dataaudit.engine import Engine
    from dataaudit.evidence import Evidence
    from dataaudit.evidence.cache import Cache
    from dataaudit.evidence.encoders import choose_encoder, load_encoder
    from dataaudit.path_to_go import Contents, Planner
    from dataaudit.recommendation import recommend
    from dataaudit.registry import all_checks, disqualifying_codes
    from dataaudit.review.matching import read_review
    from dataaudit.runner import Runner
    from dataaudit.stability import held, with_stability
    from dataaudit.triage.decisions import Triage, read_triage
    from dataaudit.verdict import judge

    settings = with_trainers(_settings(config, data), tuple(trainers))
    specs = all_checks()
    codes = selected(specs.values(), tuple(select) or settings.audit.select, tuple(ignore) or settings.audit.ignore)
    deselected = dict.fromkeys(specs.keys() - codes, "left out by --select or --ignore")
    jobs = jobs or os.cpu_count() or 1

    announce("reading")
    fields = columns or settings.audit.map
    shape_as = format if format != "auto" else settings.audit.format
    vectors = Cache(Path(cache_dir) if cache_dir else None) if cache else None
    accepted = None if against is None else _load_accepted(against, fields, vectors)
    dataset = _load(data, shape_as, fields, accepted.task if accepted else None)
    real_inputs = None if reference is None else _load_inputs(reference)
    held_out = None if eval is None else _load_held_out(eval, fields)
    review = None if reviewed is None else read_review(reviewed, dataset)
    triage = Triage() if decisions is None else read_triage(decisions, dataset)
    results = None if baseline is None else _load_results(baseline, settings.policy.pass_score)

    chosen = encoder if encoder != "auto" else settings.audit.encoder
    evidence = Evidence(
        dataset,
        encoder=load_encoder(choose_encoder(chosen, _distinct_texts(dataset, accepted)), cache=vectors, jobs=jobs),
        cache=vectors,
        accepted=accepted,
        reference=real_inputs,
        held_out=held_out,
        review=review,
        results=results,
        topics=settings.coverage.topics,
        seed=seed,
        jobs=jobs,
        announce=lambda step, texts: announce(f"{step} {texts:,} texts"),
    )
    disqualifying = disqualifying_codes()
    runner = Runner(dataset, evidence, settings.params, disqualifying, triage, Engine(jobs), announce)
    found = runner.run(specs[code] for code in codes)
    params = settings.params if previous is None else held(settings.params, previous.results)
    rows = len(dataset.records)
    found = with_stability(found, evidence.clean_rows, rows, params, settings.policy, deselected, seed)

    judgement = judge(found, params, settings.policy, deselected)
    contents = Contents.of(evidence, found, triage.left_out)
    planner = Planner(found, specs, params, settings.policy, disqualifying, deselected, contents)
    advice, path = recommend(found, settings.project), planner.plan(judgement)
    judgement = replace(judgement, verdict=replace(judgement.verdict, recommendation=advice, path_to_go=path))
    seconds = perf_counter() - started
    report = assemble(judgement, evidence, settings, disqualifying, triage, seconds)
    return report if previous is None else replace(report, changes=report.changes_since(previous))


def _distinct_texts(*datasets: Dataset | None) -> int:
    """How many different inputs there are, or outputs where there is no input."""
    texts = (data.examples["input"].fillna(data.examples["output"]) for data in datasets if data is not None)
    return len({text for column in texts for text in column})


def _settings(config: Config | Mapping[str, Any] | str | Path | None, data: Any) -> Config:
    from dataaudit.config import Config, default_config, find_config, load_config, parse_config

    if isinstance(config, Config):
        return config
    if isinstance(config, Mapping):
        return parse_config(config, "config")
    if config is None:
        config = find_config(data)
    return default_config() if config is None else load_config(Path(config))


def _load(data: Any, format: str, columns: Mapping[str, str] | None, task: Task | None = None) -> Dataset:
    from dataaudit.formats import shape
    from dataaudit.reading import read

    headerless = bool(columns) and all(column.isdigit() for column in (columns or {}).values())
    reading = read(data, header=not headerless)
    return shape(reading.records, reading.sources, format=format, columns=columns, task=task)


def _load_accepted(data: Any, columns: Mapping[str, str] | None, cache: Cache | None) -> Dataset:
    """Data accepted before may have a format of their own: the columns hold for them only if they are there."""
    from dataaudit.accepted import load_accepted

    def load() -> Dataset:
        try:
            return _load(data, "auto", columns)
        except (ConfigError, FormatError):
            return _load(data, "auto", None)

    return load_accepted(data, columns, load, cache)


def _load_held_out(data: Any, columns: Mapping[str, str] | None) -> Dataset:
    """Held-out data may have a format of their own, or be inputs alone."""
    try:
        return _load(data, "auto", columns)
    except (ConfigError, FormatError):
        return _load_inputs(data)


def _load_inputs(data: Any) -> Dataset:
    from dataaudit.formats import shape_inputs
    from dataaudit.reading import read

    reading = read(data)
    return shape_inputs(reading.records, reading.sources)


def _load_results(data: Any, pass_score: float) -> Results:
    """What a prompt made of real inputs; of two prompts the newer one, which knows the older."""
    from dataaudit.formats.results import shape_results
    from dataaudit.reading import read

    baselines = data if isinstance(data, tuple) else (data,)
    if len(baselines) not in (1, 2):
        raise ConfigError(f"baseline: {len(baselines)} are given; give one, or an older and a newer one (--baseline)")
    readings = [read(one) for one in baselines]
    found = [shape_results(reading.records, reading.sources, pass_score) for reading in readings]
    return found[0] if len(found) == 1 else replace(found[1], earlier=found[0])
