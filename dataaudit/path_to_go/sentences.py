"""The steps of the path in words: one imperative sentence each, with the number and what to do."""

from __future__ import annotations

from dataaudit.model import Action, CheckResult, Gap, Reason
from dataaudit.path_to_go.aftermath import Aftermath
from dataaudit.path_to_go.edits import Edit, Step
from dataaudit.quoting import quoted
from dataaudit.wording import interval, percent, plural

_WIDTH = 60
#: What is wrong with the rows, by check; of the others the name of the check says it.
_BECAUSE = {
    "DUP001": "exact copies of others",
    "DUP002": "copies of others but for case, punctuation or spacing",
    "DUP003": "copies of others but for a few words",
    "DUP005": "they repeat held-out rows",
    "LAB006": "labels that are not declared",
    "FMT001": "unreadable",
    "FMT002": "not valid in their format, or refused by the trainer",
    "FMT003": "answers off the common format",
    "FMT006": "answers that are cut off",
    "FMT007": "corrupt text",
    "FMT008": "too long for the trainer",
    "FMT011": "against the contract",
    "FMT012": "in another record format",
    "FMT013": "empty",
    "SIZE003": "nobody has reviewed them, or somebody called them wrong",
    "PRV001": "secrets, to be withdrawn at their issuers too",
}
#: What may be done with a class instead of adding examples to it.
_INSTEAD = {Step.RELABEL: "merge it with a near label", Step.DROP: "drop it"}
_VERBS = {
    Step.DROP: "drop",
    Step.FIX: "fix",
    Step.RELABEL: "relabel",
    Step.REVIEW: "review",
}


def action_of(edit: Edit, after: Aftermath, result: CheckResult) -> Action:
    """The step as reports show it."""
    rows = tuple(edit.rows.tolist())
    message = _addition(edit, after) if edit.step is Step.ADD else _work(edit, after, result)
    return Action(edit.step, edit.code, edit.count, message, rows)


def provision(result: CheckResult) -> Action:
    """The step that gives a required check what it lacks."""
    return Action(Step.PROVIDE, result.code, 0, f"give {result.code} what it needs: {result.reason or 'its input'}")


def remaining(reason: Reason, result: CheckResult) -> Action:
    """What no edit of rows is known to mend, as a step."""
    suggestions = dict.fromkeys(finding.suggestion for finding in result.findings if finding.suggestion)
    advice = f" ({next(iter(suggestions))})" if suggestions else ""
    return Action(Step.FIX, reason.code, 0, f"look into what no edit is known to mend: {reason.message}{advice}")


def _work(edit: Edit, after: Aftermath, result: CheckResult) -> str:
    """What to do with rows, and with what is wrong with the data as a whole."""
    whole = [f"mend the whole: {message}" for message in edit.whole]
    return "; ".join([_rows(edit, after, result)] * bool(edit.count) + whole[:1])


def _rows(edit: Edit, after: Aftermath, result: CheckResult) -> str:
    noun, rows, either = after.contents.noun, plural(edit.count, "row"), " or drop" if edit.instead else ""
    if edit.code == "LAB001":
        drop = ", or drop them all" if edit.instead else ""
        kept = "one row" if len(edit.healed) else "the accepted row"
        one = f"settle the {noun} of {plural(edit.groups, 'input')} and keep {kept} of each{drop}"
        return f"{one}: {rows} with different {noun}s"
    if edit.code == "LAB002":
        drop = "relabel or drop" if edit.instead else "relabel"
        return f"read {rows} again, {drop} those that are wrong, and keep the others with --decisions: suspect labels"
    if edit.step is Step.RESPLIT:
        return f"take out of the held-out data what {rows} of training repeat: training can't spare them"
    return f"{_VERBS[edit.step]}{either} {rows}: {_BECAUSE.get(edit.code, result.name.replace('-', ' '))}"


def _addition(edit: Edit, after: Aftermath) -> str:
    target = edit.choice.target
    examples = plural(edit.count, "clean example")
    if isinstance(target, Gap):
        share = f"{percent(target.share)} of real inputs {interval(target.low, target.high)}"
        some = "" if edit.label is None else f", {edit.of_label:,} or more of them{_label_of(edit, after)}"
        return f"write {examples} on '{target.name}'{some}: {share}"
    if target is not None:
        return f"write {examples} of the declared topic '{quoted(target, _WIDTH)}'"
    if edit.label is None:
        return f"write {examples} of any kind"
    ways = [_INSTEAD[step] for step in edit.instead]
    return ", or ".join([f"write {examples}{_label_of(edit, after)}", *ways])


def _label_of(edit: Edit, after: Aftermath) -> str:
    """The label that the examples are to have."""
    if edit.label is None:
        return ""
    added = sum(other.of_label for other in after.edits if other.label == edit.label)
    has = int(after.class_sizes[edit.label]) - added
    return f" of '{quoted(after.contents.classes[edit.label], _WIDTH)}' (it has {has})"
