"""Settings: dataaudit.toml or `[tool.dataaudit]` in pyproject.toml, typed, with unknown keys refused.

[audit]                     # what the options of the same name say when they aren't given
format = "auto"
encoder = "auto"
select = ["DUP", "LAB001"]
ignore = []
map = { input = "question", output = "answer" }
trainers = ["together"]

[policy]
require = ["SIZE001", ...]  # no GO without the judgement of these
require_review = false      # only reviewed examples count as clean
pass_score = 0.5            # a score of --baseline from which an answer is right

[project]                   # what the model is for: what the recommendation (fine-tune, prompt, retrieve) rests on
goal = "behaviour"          # or knowledge, or cost
target = 0.9                # the share of real inputs that must be answered right
update_frequency = "yearly" # how often right answers change: never, yearly, monthly, weekly, daily
requests_per_day = 5000
prompt_input_price = 2.5    # of a million tokens, in one currency: of the model that is prompted (all four or none)
prompt_output_price = 10.0
tuned_input_price = 0.3     # of the fine-tuned model
tuned_output_price = 1.2
prompt_tokens = 1200        # of each request, that a fine-tuned model no longer needs; else those that the data repeat
data_cost = 4000            # paid once: collecting and labelling, review, training
review_cost = 800
training_cost = 300
maintenance_per_month = 150 # hosting, new examples, training again

[thresholds]                # one table a measure
clean_examples = { warn = 1000, fail = 300 }

[coverage]                  # what the data must have examples of (COV003): a sentence, or examples, the surer
topics = ["how to get a refund", { name = "late parcel", examples = ["where is my order", "it should be here by now"] }]

[checks.LAB002]             # one table a check; its settings are in `dataaudit explain LAB002`
folds = 5

[contract]                  # what FMT011 holds the data to; paths are relative to this file
suite = "expectations.json" # a suite of Great Expectations, run as it stands
columns = ["input", "label"]

[contract.fields.label]     # the rules of a field: dataaudit/contract/settings.py
values = ["refund", "track"]
severity = "critical"       # or warning, info
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_type_hints

from dataaudit.costs import cost_settings
from dataaudit.errors import ConfigError
from dataaudit.evidence.topics import Topic, parse_topics
from dataaudit.model import CheckSpec, Limit
from dataaudit.project import Project, checked
from dataaudit.registry import all_checks

#: Codes without whose judgement there is no GO (CONTRACT: default policy).
REQUIRED = ("SIZE001", "DUP001", "DUP002", "LAB001", "FMT001", "FMT002", "PRV001")


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """Defaults for the options of the same names."""

    format: str = "auto"
    encoder: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    map: Mapping[str, str] = field(default_factory=dict)
    trainers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the verdict demands besides the thresholds."""

    require: tuple[str, ...] = REQUIRED
    require_review: bool = False
    #: Scores of judges are in [0, 1]; from the middle on an answer is rather right than wrong.
    pass_score: float = 0.5


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the data are declared to cover."""

    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of an audit.

    `params` holds the settings of each check by code, defaults included; `sha256` is of the file they came
    from, None without one.
    """

    audit: AuditSettings = AuditSettings()
    policy: Policy = Policy()
    project: Project = field(default_factory=Project)
    coverage: Coverage = Coverage()
    params: Mapping[str, Any] = field(default_factory=dict)
    sha256: str | None = None


def default_config() -> Config:
    """The settings where nobody set anything."""
    return Config(params={code: spec.params() for code, spec in all_checks().items()})


def load_config(path: Path) -> Config:
    """Read a dataaudit.toml, or the `[tool.dataaudit]` of a pyproject.toml.

    Raises
    ------
    ConfigError
        The file can't be read, a key is unknown (the nearest known one is named) or a value is impossible.
    """
    try:
        content = path.read_bytes()
        tables = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    if path.name == "pyproject.toml":
        tables = tables.get("tool", {}).get("dataaudit", {})
    return replace(parse_config(tables, str(path), path.parent), sha256=hashlib.sha256(content).hexdigest())


def find_config(data: Any) -> Path | None:
    """The nearest settings file, looked for upwards from the data, or from here if they are no file or folder.

    Of several the first counts; dataaudit.toml goes before pyproject.toml.
    """
    first = data[0] if isinstance(data, list | tuple) and data else data
    start = Path(first) if isinstance(first, str | Path) else Path()
    start = (start if start.exists() else Path()).resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        if (own := folder / "dataaudit.toml").is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and b"[tool.dataaudit" in project.read_bytes():
            return project
    return None


def parse_config(tables: Mapping[str, Any], where: str, folder: Path = Path()) -> Config:
    """Settings from nested dictionaries.

    `where` names their origin in error messages; paths in them are relative to `folder`.
    """
    _known(tables, ("audit", "policy", "project", "thresholds", "coverage", "checks", "contract"), where, "table")
    checks = _table(tables, "checks", where)
    _known(checks, all_checks(), f"{where}: [checks]", "check")
    params = {
        code: _params(spec, _table(checks, code, where), f"{where}: [checks.{code}]")
        for code, spec in all_checks().items()
    }
    params["DUP004"] = replace(params["DUP004"], near_similarity=params["DUP003"].similarity)
    params["FMT011"] = replace(params["FMT011"], suite=_suite(_table(tables, "contract", where), where, folder))
    policy = _policy(_table(tables, "policy", where), f"{where}: [policy]")
    params["SIZE003"] = replace(params["SIZE003"], require_review=policy.require_review)
    project = _project(_table(tables, "project", where), f"{where}: [project]")
    params["COV005"] = replace(params["COV005"], target=project.target)
    params["FMT009"] = replace(params["FMT009"], tokenizer=params["FMT008"].tokenizer, **cost_settings(project))
    return Config(
        audit=_typed(AuditSettings, _table(tables, "audit", where), f"{where}: [audit]"),
        policy=policy,
        project=project,
        coverage=_coverage(_table(tables, "coverage", where), f"{where}: [coverage]"),
        params=_with_thresholds(params, _table(tables, "thresholds", where), f"{where}: [thresholds]"),
    )


def with_trainers(config: Config, trainers: tuple[str, ...]) -> Config:
    """The settings with these trainers, else with those of `[audit]`, in every check that asks trainers.

    Raises
    ------
    ConfigError
        A trainer that no profile describes.
    """
    from dataaudit.formats.trainers import load_profile

    names = tuple(dict.fromkeys(trainers or config.audit.trainers))
    for name in names:
        load_profile(name)
    asking = {code: own for code, own in config.params.items() if hasattr(own, "trainers")}
    params = {code: replace(own, trainers=names or own.trainers) for code, own in asking.items()}
    return replace(config, params={**config.params, **params})


def selected(specs: Iterable[CheckSpec], select: Iterable[str], ignore: Iterable[str]) -> set[str]:
    """The codes that --select and --ignore leave; both take codes or prefixes.

    Raises
    ------
    ConfigError
        A code or prefix that no check has: a misspelt one would silently switch nothing off or on.
    """
    codes = {spec.code for spec in specs}
    chosen = _matching(codes, select) or codes
    return chosen - _matching(codes, ignore)


def _matching(codes: set[str], prefixes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for prefix in prefixes:
        matches = {code for code in codes if code.startswith(prefix.upper())}
        if not matches:
            raise ConfigError(
                f"no check is called {prefix!r}{_hint(prefix.upper(), codes)}; `dataaudit explain` lists them"
            )
        found |= matches
    return found


def _policy(table: Mapping[str, Any], where: str) -> Policy:
    policy: Policy = _typed(Policy, table, where)
    if not 0 < policy.pass_score <= 1:
        raise ConfigError(f"{where}: pass_score = {policy.pass_score!r} is not above 0 and at most 1")
    _known(dict.fromkeys(policy.require), all_checks(), f"{where} require", "check")
    return policy


def _project(table: Mapping[str, Any], where: str) -> Project:
    project = checked(_typed(Project, table, where), where)
    _numbers({name: value for name, value in table.items() if isinstance(getattr(project, name), float)}, where)
    return project


def _coverage(table: Mapping[str, Any], where: str) -> Coverage:
    _known(table, ("topics",), where, "key")
    return Coverage(parse_topics(table.get("topics", []), where))


def _suite(table: Mapping[str, Any], where: str, folder: Path) -> Mapping[str, Any]:
    """The suite of Great Expectations that `[contract]` makes."""
    from dataaudit.contract.settings import Contract, FieldContract
    from dataaudit.contract.suite import contract_suite

    own = {key: value for key, value in table.items() if key != "fields"}
    contract = _typed(Contract, own, f"{where}: [contract]")
    tables = _table(table, "fields", f"{where}: [contract]")
    rules = {
        name: _typed(FieldContract, _table(tables, name, where), f"{where}: [contract.fields.{name}]")
        for name in tables
    }
    return contract_suite(replace(contract, fields=rules), folder, where)


def _params(spec: CheckSpec, table: Mapping[str, Any], where: str) -> Any:
    limits = {name for name, kind in get_type_hints(spec.params).items() if kind is Limit}
    for name in limits & table.keys():
        raise ConfigError(f"{where}: {name} is a threshold; set it in [thresholds]")
    for item in fields(spec.params):
        if item.name in table and "table" in item.metadata:
            raise ConfigError(f"{where}: {item.name} is made of {item.metadata['table']}; set it there")
    params = _typed(spec.params, table, where)
    for item in fields(spec.params):
        value, least = getattr(params, item.name), item.metadata.get("at_least")
        if least is not None and value < least:
            raise ConfigError(f"{where}: {item.name} = {value!r} is below {least}, from where on it is measured")
    return params


def _with_thresholds(params: dict[str, Any], table: Mapping[str, Any], where: str) -> dict[str, Any]:
    names = {limit.name for own in params.values() for limit in fields(own) if _is_limit(own, limit.name)}
    _known(table, names, where, "measure")
    for name in table:
        ends = _table(table, name, where)
        _known(ends, ("warn", "fail"), f"{where} {name}", "key")
        _numbers(ends, f"{where} {name}")
        for code, own in params.items():
            if _is_limit(own, name):
                params[code] = replace(own, **{name: replace(getattr(own, name), **ends)})
    return params


def _is_limit(params: Any, name: str) -> bool:
    return isinstance(getattr(params, name, None), Limit)


def _numbers(table: Mapping[str, Any], where: str) -> None:
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ConfigError(f"{where}: {key} = {value!r} is not a number")


def _typed(kind: type, table: Mapping[str, Any], where: str) -> Any:
    """A settings dataclass from a table of the file, each value checked against its field's type."""
    hints = get_type_hints(kind)
    _known(table, hints, where, "key")
    if not table:
        return kind()
    from pydantic import TypeAdapter, ValidationError

    values = {}
    for key, value in table.items():
        try:
            values[key] = TypeAdapter(hints[key]).validate_python(value)
        except ValidationError as error:
            raise ConfigError(f"{where}: {key} = {value!r}: {error.errors()[0]['msg']}") from error
    return kind(**values)


def _table(tables: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    table = tables.get(key, {})
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: {key} = {table!r} is not a table")
    return table


def _known(table: Iterable[str], known: Iterable[str], where: str, what: str) -> None:
    known = list(known)
    for key in table:
        if key not in known:
            raise ConfigError(f"{where}: unknown {what} {key!r}{_hint(key, known)}")


def _hint(name: str, known: Iterable[str]) -> str:
    nearest = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {nearest[0]!r}?" if nearest else ""
