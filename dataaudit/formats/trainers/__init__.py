"""What each trainer and provider takes: dated profiles (the .json files beside this one) and their judge.

A profile is data. It names the formats that a trainer reads and its rules, each with what follows from
breaking it:

    reject    the upload or the run stops
    drop      the row is lost, silently or with a line in a log
    mistrain  the run succeeds and learns something else than was meant
    warn      advice of the trainer's documentation, or a matter of its settings

A rule holds for rows (`schema`, `turns`, `tool_results`, `same`) or for the files as a whole (`rows`, `bytes`,
`endings`, `problems`, `labels`, `columns`, `balance`, `all_or_none`, `absent`). To change a rule, edit its file
and the date in it.
"""

from __future__ import annotations

from dataaudit.formats.trainers.judging import Breach, breaches_of_rows, breaches_of_whole, first_refusal
from dataaudit.formats.trainers.profile import (
    Consequence,
    Profile,
    Rule,
    Tokens,
    describe,
    load_profile,
    profile_names,
)

__all__ = [
    "Breach",
    "Consequence",
    "Profile",
    "Rule",
    "Tokens",
    "breaches_of_rows",
    "breaches_of_whole",
    "describe",
    "first_refusal",
    "load_profile",
    "profile_names",
]
