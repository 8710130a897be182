"""The types an audit is made of. All are frozen; none holds a data frame.

Reading order: `Location` and `Finding` (what is wrong, and where), `Measure` and `Limit` (how much, and how
much is allowed), `CheckSpec`, `CheckOutput` and `CheckResult` (a check before, during and after it ran),
`Verdict`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, NamedTuple

Direction = Literal["at_least", "at_most", "below"]
Decision = Literal["GO", "NO-GO", "UNDECIDED"]
#: Keys of objects and positions in lists that lead to a value of a record.
Place = tuple[str | int, ...]


class Severity(StrEnum):
    """How much a finding weighs once it has been judged: an error blocks, a warning doesn't."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Outcome(StrEnum):
    """How a check ended. The five are different things: crashed or skipped is never a pass."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


class Pillar(StrEnum):
    """What a check is about, in the order of the report."""

    SIZE = "size"
    DUPLICATES = "duplicates"
    LABELS = "labels"
    COVERAGE = "coverage"
    FORMAT = "format"
    PRIVACY = "privacy"


class Remedy(StrEnum):
    """What heals a defect, the least effort first."""

    DROP = "drop"
    FIX = "fix"
    RELABEL = "relabel"
    REVIEW = "review"
    ADD = "add"


class Location(NamedTuple):
    """A place in the audited data: `row` 0-based over all sources, `line` 1-based in its file or None."""

    source: str | None
    line: int | None
    row: int | None
    id: str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect and its places.

    Attributes
    ----------
    severity
        The most it can weigh. An error of a check that has limits is lowered to what these limits say
        (`verdict.judge`); warnings and infos stay what they are.
    confidence
        In [0, 1]; 1 is a fact.
    locations
        Of a group of duplicates all members, the one to keep first; of a conflict all its rows.
    evidence
        What a reader needs to agree: the other row, the neighbour's label, the text. JSON values only.
        `keep_row` names the row of a group on which nothing is to be done; `keys` are the contents of the rows, by
        which it is known again (`triage.identity`); `decision` is what somebody decided about it, and why.
    disqualifies
        Whether its rows are no clean examples, if its check disqualifies at all: what only warns may not.
    """

    code: str
    message: str
    locations: tuple[Location, ...] = ()
    severity: Severity = Severity.ERROR
    confidence: float = 1.0
    evidence: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str = ""
    disqualifies: bool = field(default=True, compare=False)

    @property
    def place(self) -> tuple[int, str]:
        """Its place among the findings of its check: by the first row, those about no row first."""
        row = self.locations[0].row if self.locations else None
        return -1 if row is None else row, self.message

    @property
    def accepted(self) -> bool:
        """Whether somebody decided that its rows may stay as they are."""
        decision = self.evidence.get("decision")
        return isinstance(decision, Mapping) and decision.get("decision") == "keep"

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that this finding tells to act on; none once it was accepted."""
        if self.accepted:
            return ()
        keep = self.evidence.get("keep_row")
        return tuple(place.row for place in self.locations if place.row is not None and place.row != keep)


@dataclass(frozen=True, slots=True)
class Limit:
    """What a measure may be: where it warns, where it fails, and where the numbers come from.

    "below" 0 is to have none, as is "at_most" 0.

    `warn_on` and `fail_on` say which end of an estimate's interval is compared, so that an estimate fails
    only when even its favourable end is beyond the limit.
    """

    warn: float | None
    fail: float | None
    direction: Direction = "at_most"
    warn_on: Literal["value", "low", "high"] = "value"
    fail_on: Literal["value", "low", "high"] = "value"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that a check found, with its interval [low, high] where it is an estimate.

    Measures of the same name from several checks are parts of one: their values add up before the limit
    applies (redundant rows are exact plus normalised plus near). `limit` and `direction` are filled in by
    the verdict. Shares are in [0, 1] with the unit "share". `rows` are those that it counts, where the check counts
    other rows in other measures.
    """

    name: str
    value: float | None
    unit: str = "rows"
    low: float | None = None
    high: float | None = None
    limit: float | None = None
    direction: Direction | None = None
    rows: frozenset[int] | None = field(default=None, repr=False, compare=False)

    def end(self, which: Literal["value", "low", "high"]) -> float | None:
        """The value, or an end of its interval; the value again where it has none."""
        found = {"value": self.value, "low": self.low, "high": self.high}[which]
        return self.value if found is None else found


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of real input that the training data does not serve; `share` is of the reference's traffic."""

    name: str
    terms: tuple[str, ...]
    examples: tuple[str, ...]
    share: float
    low: float
    high: float
    train_examples: int
    needed: int
    nearest_topic: str | None
    reference_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckOutput:
    """What a check returns: it measures and points at rows, and leaves judging to the verdict.

    `skipped` is the reason why there was nothing to measure; with `missing` it is for want of an input (and
    is listed as not judged), without it the check doesn't apply to this kind of data.
    """

    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    skipped: str | None = None
    missing: bool = False

    @classmethod
    def not_applicable(cls, reason: str) -> CheckOutput:
        """The check says nothing about this kind of data."""
        return cls(skipped=reason)

    @classmethod
    def not_judged(cls, reason: str) -> CheckOutput:
        """The check would apply, but what it needs is not there."""
        return cls(skipped=reason, missing=True)


CheckFunction = Callable[[Any, Any, Any], CheckOutput]


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """A check as it is registered.

    Attributes
    ----------
    requires
        What it needs, names of `registry.REQUIREMENTS`; it sees no other evidence.
    uses
        What it also sees if it is there, which `evidence.has` tells.
    params
        A frozen dataclass, the only home of the check's settings. A field of type `Limit` is the threshold
        of the measure of the same name.
    disqualifies
        Whether the rows it points at are not clean examples.
    remedy
        What the path to GO proposes for them; None where it has nothing to propose.
    """

    code: str
    name: str
    pillar: Pillar
    requires: frozenset[str]
    params: type
    doc: str
    function: CheckFunction
    disqualifies: bool = False
    remedy: Remedy | None = None
    uses: frozenset[str] = frozenset()

    @property
    def sees(self) -> frozenset[str]:
        """The evidence it is given."""
        return self.requires | self.uses


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check after it ran: its measures and findings, judged or not yet."""

    code: str
    name: str
    pillar: Pillar
    outcome: Outcome
    reason: str | None = None
    missing: bool = False
    measures: tuple[Measure, ...] = ()
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    seconds: float = 0.0

    @property
    def judged(self) -> bool:
        """Whether it ran and measured what it is about."""
        return self.outcome not in (Outcome.NOT_APPLICABLE, Outcome.ERROR)

    @property
    def rows(self) -> frozenset[int]:
        """The rows that its findings tell to act on."""
        return frozenset(row for finding in self.findings for row in finding.rows)

    @property
    def disqualified(self) -> frozenset[int]:
        """Those of them that are no clean examples, if the check disqualifies."""
        return frozenset(row for finding in self.findings if finding.disqualifies for row in finding.rows)


class Reason(NamedTuple):
    """Why the verdict is what it is; `code` is the check it rests on."""

    code: str
    message: str


class NotJudged(NamedTuple):
    """What nobody looked at, and why."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Action:
    """One step of the path to GO: what to do with which rows, or how many examples to add."""

    action: str
    code: str
    count: int
    message: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recommendation:
    """FINE-TUNE, PROMPT-FIRST, RAG-FIRST or None where the data can't tell; each reason rests on a check's measure."""

    choice: Literal["FINE-TUNE", "PROMPT-FIRST", "RAG-FIRST"] | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PillarScore:
    """A pillar at a glance. The score is for progress only; it never decides."""

    name: Pillar
    score: int | None
    outcome: Outcome
    summary: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """GO, NO-GO or UNDECIDED, and what it rests on."""

    decision: Decision
    score: int | None
    reasons: tuple[Reason, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    recommendation: Recommendation = Recommendation()
    path_to_go: tuple[Action, ...] = ()

    @property
    def open_questions(self) -> tuple[NotJudged, ...]:
        """What stands between a dataset without a failure and GO: required and not judged, or crashed."""
        reasons = {reason.code for reason in self.reasons}
        return tuple(item for item in self.not_judged if item.code in reasons)
