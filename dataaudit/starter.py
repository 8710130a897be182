"""Settings to begin with: a commented dataaudit.toml with a contract that fits the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataaudit.errors import FormatError, InputError

if TYPE_CHECKING:
    from dataaudit.dataset import Dataset

_HEADER = """\
Settings of dataaudit, written by `dataaudit init` for {data}:
{rows} of {format}, {task}.
What is commented out is the default. `dataaudit explain CODE` says more about a check and its settings."""

_AUDIT = """\
Options of `dataaudit audit`, for when they aren't given. Found in these data:"""

_GUESSED = """\
No known format has these columns. Which is which was guessed by their names: look whether it is right."""

_POLICY = {
    "require": "there is no GO before these have judged",
    "require_review": "true: only rows that a human has reviewed are clean",
    "pass_score": "from here on an answer of the prompt is right (--baseline)",
}

_PROJECT = """\
What the model is for: what the recommendation to fine-tune, prompt or retrieve rests on, and the break-even table.
Nothing is set; the values are examples. Money is in one currency, prices are of a million tokens, all four or none."""

_EXAMPLES: Mapping[str, tuple[Any, str]] = {
    "goal": ("behaviour", "or knowledge, or cost"),
    "target": (0.9, "the share of real inputs that must be answered right (--baseline)"),
    "update_frequency": ("yearly", "how often right answers change: never, yearly, monthly, weekly, daily"),
    "requests_per_day": (5000, "how often the model is asked"),
    "prompt_input_price": (2.5, "of the model that is prompted"),
    "prompt_output_price": (10.0, "of the model that is prompted"),
    "tuned_input_price": (0.3, "of the fine-tuned model"),
    "tuned_output_price": (1.2, "of the fine-tuned model"),
    "prompt_tokens": (
        1200,
        "of each request, not needed once trained; else those that the data repeat",
    ),
    "data_cost": (4000, "paid once: collecting and labelling"),
    "review_cost": (800, "paid once: review"),
    "training_cost": (300, "paid once: training and its evaluation"),
    "maintenance_per_month": (150, "hosting, new examples, training again"),
}

_THRESHOLDS = """\
Where a measure warns and where it fails, whose measure it is, and where the numbers come from. Warnings block nothing.
Shares are in [0, 1]. Take the # away from what you change."""

_CONTRACT = """\
What every example must keep (FMT011): true of these data as they were, and yours to change. max_length is twice
the longest text. A broken rule fails the verdict unless its severity is "warning" or "info". Misspelt labels are among
the values, too: strike them out, and their rows are named. Further rules: pattern, not_pattern, mostly; and
suite = "expectations.json" runs a suite of Great Expectations of your own."""


def init(
    data: Any,
    config: str | Path = "dataaudit.toml",
    *,
    format: str = "auto",
    columns: Mapping[str, str] | None = None,
    force: bool = False,
) -> Path:
    """Write settings that fit a dataset; of data of no known format also which column is which, if the names tell.

    Parameters
    ----------
    data, format, columns
        As in `audit`.
    config
        The file to write.
    force
        Whether to overwrite it.

    Returns
    -------
    Path
        The file that was written; an audit with it finds nothing that breaks the contract.

    Raises
    ------
    DataAuditError
        The file is there already or can't be written, or the data can't be read.
    """
    from dataaudit.writing import write_atomically

    path = Path(config)
    if path.exists() and not force:
        raise InputError(f"{path}: there already; --force overwrites it, --config FILE writes another")
    dataset, guessed = _load_or_guess(data, format, columns)
    text = starter_settings(dataset, format, columns, guessed)
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise InputError(f"{path}: can't be written: {error.strerror}; choose another place") from error
    return path


def _load_or_guess(
    data: Any, format: str, columns: Mapping[str, str] | None
) -> tuple[Dataset, Mapping[str, str] | None]:
    """The data, and what was guessed to be which column to read them, if so."""
    from dataaudit.audit import _load
    from dataaudit.formats.detect import guessed_map
    from dataaudit.reading import read

    try:
        return _load(data, format, columns), None
    except FormatError:
        names: list[str] = []
        with suppress(InputError):  # standard input can't be read twice
            names = next((list(record.value) for record in read(data).records if record.value), [])
        guessed = {field: column for field, column in guessed_map(names).items() if column is not None}
        if columns or format != "auto" or len(guessed) < len(guessed_map(names)):
            raise
    return _load(data, format, guessed), guessed


def starter_settings(
    dataset: Dataset,
    format: str = "auto",
    columns: Mapping[str, str] | None = None,
    guessed: Mapping[str, str] | None = None,
) -> str:
    """The text of a dataaudit.toml that fits a dataset.

    Parameters
    ----------
    format, columns
        What it was read with.
    guessed
        In place of columns, what was guessed.
    """
    from dataaudit.contract.fitting import fitted_contract

    audit = _audit(dataset, format, guessed or columns)
    parts = (_header(dataset), (_commented(_GUESSED) if guessed else "") + audit, _policy(), _project(), _thresholds())
    contract = _commented(_CONTRACT) + _toml({"contract": fitted_contract(dataset)})
    return "\n".join([*parts, contract])


def _header(dataset: Dataset) -> str:
    from dataaudit.wording import plural

    names = [source.path for source in dataset.sources]
    data = _value(names[0]) if len(names) == 1 else f"{len(names)} files"
    rows = plural(len(dataset.records), "row")
    return _commented(_HEADER.format(data=data, rows=rows, format=dataset.format, task=dataset.task))


def _audit(dataset: Dataset, format: str, columns: Mapping[str, str] | None) -> str:
    """What was given stays in force; what was found by itself is a comment."""
    given = ({"format": format} if format != "auto" else {}) | ({"map": dict(columns)} if columns else {})
    found = [f"{name} is {_value(column)}" for name, column in dataset.columns.items()]
    comments = [_AUDIT, ", ".join(found), *([] if "format" in given else [f"format = {_value(dataset.format)}"])]
    return _commented("\n".join(filter(None, comments))) + _toml({"audit": given})


def _policy() -> str:
    from dataclasses import asdict

    from dataaudit.config import Policy

    lines = (f"{name} = {_on_one_line(value)}  # {_POLICY[name]}" for name, value in asdict(Policy()).items())
    return "[policy]\n" + _commented("\n".join(lines))


def _project() -> str:
    lines = (f"{name} = {_value(value)}  # {what}" for name, (value, what) in _EXAMPLES.items())
    return _commented(_PROJECT) + "[project]\n" + _commented("\n".join(lines))


def _thresholds() -> str:
    return _commented(_THRESHOLDS) + "[thresholds]\n" + _commented("\n".join(_threshold_lines()))


def _threshold_lines() -> Iterator[str]:
    """Each limit once, with the first check that has it, from the checks themselves."""
    from dataclasses import fields

    from dataaudit.model import Limit
    from dataaudit.registry import all_checks

    named: set[str] = set()
    for code, spec in all_checks().items():
        defaults = spec.params()
        for name in (item.name for item in fields(defaults)):
            limit = getattr(defaults, name)
            if isinstance(limit, Limit) and name not in named:
                named.add(name)
                ends = {end: value for end in ("warn", "fail") if (value := getattr(limit, end)) is not None}
                table = ", ".join(f"{end} = {value}" for end, value in ends.items())
                about = f"{code} {spec.name}, {limit.direction.replace('_', ' ')}"
                yield f"{name} = {{ {table} }}  # {about}: {limit.source}"


def _toml(table: Mapping[str, Any]) -> str:
    import tomli_w

    return tomli_w.dumps(table)


def _value(value: Any) -> str:
    """A value as TOML writes it: on one line, whatever is in it."""
    return _toml({"value": value}).removeprefix("value = ").removesuffix("\n")


def _on_one_line(value: Any) -> str:
    return f"[{', '.join(map(_value, value))}]" if isinstance(value, tuple) else _value(value)


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.removesuffix("\n").split("\n"))
