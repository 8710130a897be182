"""The documentation of the checks, as `dataaudit explain` prints it: their docstrings and their settings."""

from __future__ import annotations

from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from dataaudit.errors import ConfigError
from dataaudit.model import CheckSpec, Limit, Pillar
from dataaudit.registry import all_checks

#: What `documentation` explains besides checks.
RECOMMENDATION = "recommendation"


def catalogue() -> str:
    """All checks, a line each, by pillar."""
    lines = []
    for pillar in Pillar:
        lines.append(str(pillar))
        own = (spec for spec in all_checks().values() if spec.pillar is pillar)
        lines.extend(f"  {spec.code:<7}  {spec.name:<22}  {spec.doc.splitlines()[0]}" for spec in own)
    lines += ["verdict", f"  {RECOMMENDATION:<31}  {_recommendation_rules().splitlines()[0]}"]
    return "\n".join(lines) + "\n"


def documentation(code: str, trainer: str | None = None) -> str:
    """A check's docstring, its settings and its thresholds, each with where the number comes from.

    Of "recommendation" it is the rules by which training is advised or not.

    With `trainer` it is that trainer's profile: the rules that a check which asks trainers holds data against.

    Raises
    ------
    ConfigError
        No check has this code, or no trainer this name; the nearest is named.
    """
    if code.lower() == RECOMMENDATION:
        return _recommendation_rules()
    checks = all_checks()
    spec = checks.get(code.upper())
    if spec is None:
        nearest = get_close_matches(code.upper(), checks, n=1)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        raise ConfigError(f"no check is called {code!r}{hint} `dataaudit explain` lists them all")
    if trainer is not None:
        return _trainer_rules(spec, trainer)
    return f"{spec.code} {spec.name} ({spec.pillar})\n\n{spec.doc}\n{_settings(spec)}"


def _recommendation_rules() -> str:
    from dataaudit import recommendation

    return f"{(recommendation.__doc__ or '').strip()}\n"


def _trainer_rules(spec: CheckSpec, trainer: str) -> str:
    from dataaudit.formats.trainers import describe, load_profile

    if not hasattr(spec.params(), "trainers"):
        raise ConfigError(f"{spec.code} doesn't depend on a trainer: leave out --trainer {trainer}")
    return describe(load_profile(trainer))


def _settings(spec: CheckSpec) -> str:
    defaults = spec.params()
    named = [(item.name, getattr(defaults, item.name), item.metadata.get("source", "")) for item in fields(defaults)]
    limits = [(name, value) for name, value, _ in named if isinstance(value, Limit)]
    others = [(name, value, source) for name, value, source in named if not isinstance(value, Limit)]
    lines = [""]
    if limits:
        lines += [
            "## Thresholds: [thresholds]",
            "",
            *(_limit_line(name, limit) for name, limit in limits),
            "",
        ]
    if others:
        lines += [f"## Settings: [checks.{spec.code}]", "", *(_line(*setting) for setting in others), ""]
    return "\n".join(lines)


def _limit_line(name: str, limit: Limit) -> str:
    ends = {end: value for end, value in (("warn", limit.warn), ("fail", limit.fail)) if value is not None}
    table = ", ".join(f"{end} = {value}" for end, value in ends.items())
    return f"{name} = {{ {table} }}  ({limit.direction.replace('_', ' ')})  # {limit.source}"


def _line(name: str, value: Any, source: str) -> str:
    return f"{name} = {value!r}  # {source}"
