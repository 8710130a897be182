"""Where checks are found. The core reaches `dataaudit.checks` through here and nowhere else."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from dataaudit.errors import InputError
from dataaudit.model import CheckFunction, CheckSpec, Pillar, Remedy

if TYPE_CHECKING:
    from dataaudit.report import Report

Renderer = Callable[["Report"], str | bytes]


class Requirement(NamedTuple):
    """What a check may require; `absent` is what to say where the data has none.

    With `missing` its absence leaves something unjudged that should be; without it the check doesn't apply.
    """

    absent: str
    missing: bool


REQUIREMENTS: dict[str, Requirement] = {
    "text": Requirement("no readable example", True),
    "scaffolds": Requirement("no readable example", True),
    "near": Requirement("no readable example", True),
    "signals": Requirement("no readable example", True),
    "embeddings": Requirement("no encoder was chosen (--encoder)", True),
    "neighbours": Requirement("no encoder was chosen (--encoder)", True),
    "semantic": Requirement("no encoder was chosen (--encoder)", True),
    "reference": Requirement("no sample of real inputs was given (--reference)", True),
    "held_out": Requirement("no held-out data was given (--eval)", True),
    "labels": Requirement("the answers are not a closed set of labels", False),
    "annotations": Requirement("no column says who labelled what; name it with --map annotator=COLUMN", True),
    "baseline": Requirement("no results of a prompt baseline were given (--baseline)", True),
    "topics": Requirement("no topics are declared ([coverage] topics)", True),
    "review": Requirement("no verdicts of a reviewer were given (--reviewed)", True),
    "clean": Requirement("no readable example", True),
    "doubt": Requirement("no readable example", True),
}


@dataclass(frozen=True, slots=True)
class NoParams:
    """A check without settings."""


def check(
    code: str,
    name: str,
    pillar: Pillar,
    requires: Iterable[str] = (),
    *,
    params: type = NoParams,
    disqualifies: bool = False,
    remedy: Remedy | None = None,
    uses: Iterable[str] = (),
) -> Callable[[CheckFunction], CheckSpec]:
    """Make a check of a function `(dataset, evidence, params) -> CheckOutput`.

    The docstring of the module the function stands in is the check's documentation; the other arguments are
    the fields of `CheckSpec`.
    """

    def register(function: CheckFunction) -> CheckSpec:
        module = inspect.getmodule(function)
        needs, more = frozenset(requires), frozenset(uses)
        if unknown := (needs | more) - REQUIREMENTS.keys():
            raise ValueError(f"{code} requires {', '.join(sorted(unknown))}, which nobody provides")
        doc = inspect.cleandoc((module.__doc__ if module else None) or "")
        return CheckSpec(code, name, pillar, needs, params, doc, function, disqualifies, remedy, more)

    return register


@cache
def all_checks() -> dict[str, CheckSpec]:
    """Every check by code, ours and those of installed packages (entry points `dataaudit.checks`)."""
    modules = list(_modules("dataaudit.checks"))
    modules += [point.load() for point in entry_points(group="dataaudit.checks")]
    found: dict[str, CheckSpec] = {}
    for spec in (value for module in modules for value in vars(module).values() if isinstance(value, CheckSpec)):
        if found.setdefault(spec.code, spec) is not spec:
            raise ValueError(f"two checks are called {spec.code}")
    return dict(sorted(found.items()))


@cache
def disqualifying_codes() -> frozenset[str]:
    """The codes of the checks whose rows are no clean examples, where their findings say so."""
    return frozenset(code for code, spec in all_checks().items() if spec.disqualifies)


def _modules(package_name: str) -> Iterable[ModuleType]:
    package = importlib.import_module(package_name)
    for info in pkgutil.walk_packages(package.__path__, package_name + "."):
        yield importlib.import_module(info.name)


def renderer_for(path: Path) -> Renderer:
    """The function that renders a report for a file of this ending.

    Raises
    ------
    InputError
        No report has this ending.
    """
    from dataaudit.reports import MODULES

    fitting = [ending for ending in MODULES if path.name.lower().endswith(ending)]
    if not fitting:
        endings = " ".join(MODULES)
        raise InputError(f"{path}: no report has the ending {path.suffix!r}; use one of {endings}")
    return renderer(MODULES[max(fitting, key=len)])


def renderer(module: str) -> Renderer:
    """The `render` of a module of `dataaudit.reports`."""
    render: Renderer = importlib.import_module(f"dataaudit.reports.{module}").render
    return render
