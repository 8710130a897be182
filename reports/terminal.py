"""What people see first: the verdict, why, the worst rows with their text, and what to do about it.

A bad set takes about 60 lines of 100 columns: everything but the findings is put together first, and the
findings, spread over the codes, get what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dataaudit.model import Outcome, PillarScore, Severity
from dataaudit.report import Report
from dataaudit.reports.advice import advice
from dataaudit.reports.annotations import without_commands
from dataaudit.reports.changes_terminal import changes_parts
from dataaudit.reports.gaps import other_shares
from dataaudit.reports.places import data_name
from dataaudit.reports.selection import (
    Step,
    blocking,
    capped,
    next_steps,
    open_findings,
    outcome_word,
    result_names,
    steadiness,
    taken_by,
    unjudged,
)
from dataaudit.reports.steps import condensed
from dataaudit.reports.terminal_findings import worst_findings
from dataaudit.wording import estimate, excerpt, percent, plural, visible

WIDTH = 100
#: How long the report gets at most; nobody needs as many warnings beside a GO.
LINES = {"GO": 32, "NO-GO": 60, "UNDECIDED": 60}
LONGEST_TEXT = 400
MOST_REASONS, MOST_GAPS, MOST_STEPS, MOST_UNJUDGED = 8, 4, 8, 4

_VERDICT = {"GO": "bold white on green", "NO-GO": "bold white on red", "UNDECIDED": "bold black on yellow"}
_STYLE = {
    Outcome.PASS: "green",
    Outcome.WARN: "yellow",
    Outcome.FAIL: "red",
    Outcome.ERROR: "magenta",
    Outcome.NOT_APPLICABLE: "dim",
}
_UNDECIDED = "Nothing fails, but something that the verdict needs could not be judged: see below."
#: With which arithmetic a machine is fast is told in the other reports; this one is the same on all machines.
_SAME_ENCODER = {"minilm-bf16": "minilm"}

Row = Sequence[RenderableType]


def render(report: Report, width: int = WIDTH, color: bool = False) -> str:
    """The report as text, at most `width` columns wide; with `color` it carries ANSI codes."""
    file = StringIO()
    system: Any = "standard" if color else None
    console = Console(
        file=file,
        width=width,
        force_terminal=color,
        color_system=system,
        no_color=not color,
        legacy_windows=False,
    )
    print_report(report, console)
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().rstrip().split("\n"))


def print_report(report: Report, console: Console) -> None:
    """Print the report on a rich console, in no more than its width and WIDTH columns."""
    options = console.options.update(width=min(console.width, WIDTH))
    width = options.max_width - 1
    head: list[RenderableType] = [_header(report), _verdict(report), _pillars(report, options.ascii_only)]
    head += [*_trainers(report), *_changes(report), *_accepted(report)]
    tail = [*_gaps(report), *_path(report), *_unjudged(report), _next(report, width)]
    taken = sum(len(console.render_lines(_block(part), options)) for part in [*head, *tail])
    blocks = [*head, *_findings(report, width, LINES[report.verdict.decision] - taken - 3), *tail]
    with console.capture() as printed:
        console.print(Group(*map(_block, blocks)), width=options.max_width, end="")
    console.file.write("\n".join(map(without_commands, printed.get().split("\n"))))


def _block(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 1, 1))


def _text(text: str, style: str = "") -> Text:
    """Foreign text of reasonable length, control characters made visible, nothing in it taken as markup."""
    return Text(excerpt(text, LONGEST_TEXT), style)


def _grid(rows: Iterable[Row], widths: Sequence[int | None]) -> Table:
    """Columns without borders; one without a width takes what is left and wraps."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
    for width in widths:
        grid.add_column(width=width, ratio=None if width else 1, no_wrap=bool(width), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) if isinstance(cell, str) else cell for cell in row))
    return grid


def _header(report: Report) -> Text:
    """What was judged, and by which encoder; how many rows it has stands beside the verdict."""
    data, encoder = report.dataset, report.settings["encoder"]
    facts = ["", data["format"], data["task"]]
    if encoder is not None:
        facts.append(f"encoder {_SAME_ENCODER.get(encoder['name'], encoder['name'])}")
    return Text.assemble((visible(data_name(report)), "bold"), (visible(" · ".join(facts)), "dim"))


def _verdict(report: Report) -> Group:
    verdict, counts = report.verdict, report.counts
    score = "no score" if verdict.score is None else f"score {verdict.score}"
    numbers = f"{counts.rows:,} rows, {counts.readable:,} readable, {counts.clean:,} clean"
    if counts.reviewed is not None:
        numbers += f", {counts.reviewed:,} reviewed"
    badge = (f" {verdict.decision} ", _VERDICT[verdict.decision])
    line = Text.assemble(badge, (f"  {score}", "bold"), (f"  {numbers}", "dim"))
    steady = steadiness(report)
    parts: list[RenderableType] = [line, *([_text(steady, "dim")] if steady else [])]
    parts.append(_grid(_reasons(report), (7, None)))
    if verdict.decision == "UNDECIDED":
        parts.append(Text(_UNDECIDED, "yellow"))
    if (told := advice(report)) is not None:
        because = "; ".join(reason.message for reason in told.reasons)
        parts.append(_text(f"Worth training? {told.choice}: {because}"))
    return Group(*parts)


def _reasons(report: Report) -> list[Row]:
    """Why: what blocks, else what warns."""
    blockers = blocking(report)
    reasons = blockers or report.verdict.reasons
    style, first = "red" if blockers else "yellow", capped(reasons, MOST_REASONS)
    rows: list[Row] = [(_text(reason.code, style), _text(reason.message)) for reason in first]
    if rest := reasons[len(first) :]:
        codes = " ".join(reason.code for reason in rest)
        rows.append(("", _text(f"and {plural(len(rest), 'more reason')}: {codes}", "dim")))
    return rows


def _pillars(report: Report, ascii_only: bool) -> Table:
    rows = [_pillar(pillar, "#." if ascii_only else "█░") for pillar in report.pillars]
    return _grid(rows, (10, 10, 3, 7, None))


def _pillar(pillar: PillarScore, blocks: str) -> Row:
    style, score = _STYLE[pillar.outcome], pillar.score
    full = round((score or 0) / 10)
    bar = "" if score is None else blocks[0] * full + blocks[1] * (10 - full)
    word = outcome_word(pillar.outcome)
    digits = "–" if score is None else str(score)
    quiet = "dim" if pillar.outcome is Outcome.NOT_APPLICABLE else ""
    return (
        Text(pillar.name),
        Text(bar, style),
        Text(digits, justify="right"),
        Text(word, style),
        _text(pillar.summary, quiet),
    )


def _trainers(report: Report) -> list[Table]:
    """Which trainers take the data as they are, where none was chosen and any does."""
    told = taken_by(report)
    if told is None or not told.evidence["taken_by"]:
        return []
    names = _text(", ".join(told.evidence["taken_by"]))
    return [_grid([(Text("taken by", "bold"), names), ("", _text(told.suggestion, "dim"))], (10, None))]


def _changes(report: Report) -> Iterable[RenderableType]:
    """What got better and worse since the previous report, where there is one."""
    if report.changes is not None:
        yield Group(*changes_parts(report.changes, "Since the previous report"))


def _accepted(report: Report) -> Iterable[RenderableType]:
    """How many findings somebody decided to keep: they count no longer, but nobody should forget them."""
    if n := sum(finding.accepted for finding in report.findings):
        yield Text(f"{plural(n, 'finding')} accepted by decision, not counted; --report report.html lists them", "dim")


def _findings(report: Report, width: int, lines: int) -> list[Group]:
    texts = worst_findings(report, width, lines)
    severities = {finding.severity for finding in open_findings(report)}
    titles = {Severity.ERROR: "Worst findings", Severity.WARNING: "Warnings", Severity.INFO: "Findings"}
    title = next((words for severity, words in titles.items() if severity in severities), "")
    return [Group(Text(title, "bold"), *texts)] if texts else []


def _gaps(report: Report) -> list[Group]:
    if not (gaps := report.gaps):
        return []
    first = capped(gaps, MOST_GAPS)
    rows: list[Row] = [
        (_text(gap.name), estimate(gap.share, gap.low, gap.high), f"{plural(gap.needed, 'example')} needed")
        for gap in first
    ]
    if left := len(gaps) - len(first):
        rows.append((Text(f"and {plural(left, 'more gap')}", "dim"), "", ""))
    if (scattered := other_shares(report).scattered) is not None:
        rows.append((Text("scattered inputs", "dim"), Text(percent(scattered), "dim"), ""))
    title = Text.assemble(("Gaps", "bold"), ("  real inputs that nothing covers, and their share", "dim"))
    return [Group(title, _grid(rows, (None, 22, 22)))]


def _path(report: Report) -> list[Group]:
    if not (steps := condensed(report.verdict.path_to_go)):
        return []
    first = capped(steps, MOST_STEPS)
    rows: list[Row] = [
        (f"{number}.", _text(step.message), _text(step.code, "dim")) for number, step in enumerate(first, 1)
    ]
    if left := len(steps) - len(first):
        rows.append(("", Text(f"and {plural(left, 'more step')}", "dim"), ""))
    return [Group(Text("Path to GO", "bold"), _grid(rows, (2, None, 7)))]


def _unjudged(report: Report) -> list[Group]:
    if not (groups := unjudged(report)):
        return []
    names, first = result_names(report), capped(groups, MOST_UNJUDGED)
    labels = [_label(item.codes, names) for item in first]
    rows: list[Row] = [
        (_text(label, "magenta" if item.crashed else ""), _text(f"{'crashed: ' * item.crashed}{item.reason}"))
        for label, item in zip(labels, first, strict=True)
    ]
    if left := len(groups) - len(first):
        rows.append(("", Text(f"and {left} more", "dim")))
    return [Group(Text("Not judged", "bold"), _grid(rows, (min(34, max(map(len, labels))), None)))]


def _label(codes: Sequence[str], names: Mapping[str, str]) -> str:
    return " ".join(codes) if len(codes) > 1 else f"{codes[0]} {names.get(codes[0], '')}".strip()


def _next(report: Report, width: int) -> Group:
    lines = [line for step in next_steps(report) for line in _command(step, width)]
    return Group(Text("Next", "bold"), *lines)


def _command(step: Step, width: int) -> list[Text]:
    r"""A command as it can be pasted, broken with `\` where it is too long, and its purpose behind it."""
    lines = [""]
    for word in map(visible, step.command):
        if lines[-1] and len(lines[-1]) + len(word) > width - 4:
            lines.append(" ")
        lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    texts = [Text(f"{line} \\") for line in lines[:-1]]
    fits = len(lines[-1]) + len(step.purpose) + 2 <= width
    purpose = Text(f"  {step.purpose}", "dim")
    return [*texts, Text(lines[-1]) + purpose] if fits else [*texts, Text(lines[-1]), purpose]
