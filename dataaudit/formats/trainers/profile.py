"""Profiles as they are written in their files, and as `dataaudit explain FMT002 --trainer NAME` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from textwrap import fill
from typing import Any, Literal

import orjson

from dataaudit.errors import ConfigError

#: Kinds of rules: what a row must be, and what the files as a whole must be.
ROW_TESTS = frozenset({"schema", "turns", "tool_results", "same"})
WHOLE_TESTS = frozenset(
    {"rows", "bytes", "endings", "problems", "labels", "columns", "balance", "all_or_none", "absent"}
)
_RULE_KEYS = frozenset({"id", "consequence", "says", "source", "formats"})


class Consequence(StrEnum):
    """What follows from breaking a rule, the worst first."""

    REJECT = "reject"
    DROP = "drop"
    MISTRAIN = "mistrain"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `kind` and `test` say what must hold, `says` says it in words.

    `formats` are the record formats it is about, empty for all that the trainer reads.
    """

    id: str
    consequence: Consequence
    says: str
    source: str
    formats: tuple[str, ...]
    kind: str
    test: Any

    def is_about(self, format: str) -> bool:
        """Whether it holds for data of this format."""
        return not self.formats or format in self.formats


@dataclass(frozen=True, slots=True)
class Tokens:
    """How long an example may be, and what becomes of a longer one.

    `over` is "cut" (the end is cut off), "drop" (the row is left out) or "reject"; `unless_trained` says that a
    row is left out once the cut leaves nothing to train on.
    """

    limit: int
    over: Literal["cut", "drop", "reject"]
    source: str
    unless_trained: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What one trainer takes, as of a date. There is one object of each, so that they compare by identity."""

    name: str
    title: str
    as_of: str
    sources: tuple[str, ...]
    formats: tuple[str, ...]
    rules: tuple[Rule, ...]
    tokens: Tokens | None

    def rules_for(self, format: str) -> tuple[Rule, ...]:
        """The rules for data of this format."""
        return tuple(rule for rule in self.rules if rule.is_about(format))


@cache
def profile_names() -> tuple[str, ...]:
    """The names of all profiles, sorted."""
    return tuple(sorted(item.name.removesuffix(".json") for item in _folder().iterdir() if item.name.endswith(".json")))


@cache
def load_profile(name: str) -> Profile:
    """The profile of this name.

    Raises
    ------
    ConfigError
        There is none; the nearest is named.
    ValueError
        Its file is not as it should be.
    """
    if name not in profile_names():
        nearest = get_close_matches(name, profile_names(), n=1)
        hint = f" (did you mean {nearest[0]}?)" if nearest else ""
        raise ConfigError(f"--trainer {name}: no such trainer{hint}; there are {', '.join(profile_names())}")
    data = orjson.loads(_folder().joinpath(f"{name}.json").read_bytes())
    return _profile(name, data)


def describe(profile: Profile) -> str:
    """The profile in words."""
    lines = [f"{profile.name}: {profile.title}, as of {profile.as_of}", ""]
    lines += [_wrapped(f"reads {', '.join(profile.formats)}", "")]
    if profile.tokens is not None:
        lines.append(_wrapped(f"takes {profile.tokens.limit:,} tokens an example: {profile.tokens.source}", ""))
    for consequence in Consequence:
        own = [rule for rule in profile.rules if rule.consequence is consequence]
        lines += ["", f"## {consequence}", ""] if own else []
        lines += [_described(rule) for rule in own]
    lines += ["", "## Sources", "", *(_wrapped(source, "  ") for source in profile.sources)]
    return "\n".join(lines) + "\n"


def _described(rule: Rule) -> str:
    about = f" [{', '.join(rule.formats)}]" if rule.formats else ""
    return "\n".join([_wrapped(f"{rule.id}: {rule.says}{about}", "  "), _wrapped(rule.source, "      ")])


def _wrapped(text: str, indent: str) -> str:
    return fill(text, 100, initial_indent=indent, subsequent_indent=indent + "  ", break_on_hyphens=False)


def _folder() -> Any:
    return files("dataaudit.formats.trainers")


def _profile(name: str, data: Mapping[str, Any]) -> Profile:
    inherited = _raw_rules(data["extends"]) if "extends" in data else {}
    rules = {**inherited, **{rule["id"]: rule for rule in data.get("rules", ())}}
    kept = [rule for key, rule in rules.items() if key not in data.get("without", ())]
    parent = load_profile(data["extends"]) if "extends" in data else None
    tokens = Tokens(**data["tokens"]) if "tokens" in data else parent.tokens if parent else None
    return Profile(
        name=name,
        title=data["title"],
        as_of=data["as_of"],
        sources=tuple(data["sources"]),
        formats=tuple(data["formats"] if "formats" in data or parent is None else parent.formats),
        rules=tuple(_rule(name, rule) for rule in kept),
        tokens=tokens,
    )


def _raw_rules(name: str) -> dict[str, Any]:
    """The rules of a profile that another one extends, by id."""
    data = orjson.loads(_folder().joinpath(f"{name}.json").read_bytes())
    inherited = _raw_rules(data["extends"]) if "extends" in data else {}
    return {**inherited, **{rule["id"]: rule for rule in data["rules"]}}


def _rule(profile: str, data: Mapping[str, Any]) -> Rule:
    kinds = sorted(data.keys() - _RULE_KEYS)
    if len(kinds) != 1 or kinds[0] not in ROW_TESTS | WHOLE_TESTS:
        raise ValueError(f"{profile}.json: rule {data.get('id')} has the tests {kinds}, not one that is known")
    return Rule(
        id=data["id"],
        consequence=Consequence(data["consequence"]),
        says=data["says"],
        source=data["source"],
        formats=tuple(data.get("formats", ())),
        kind=kinds[0],
        test=data[kinds[0]],
    )
