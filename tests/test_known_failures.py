"""What people really hit when they fine-tune: each failure ends in a finding with its line.

Every case is a file as somebody wrote it, the options with which it is audited, and the findings that must come
of it: the code, and the line of the file (None where the finding is about the file as a whole).
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dataaudit import audit

Row = dict[str, Any]
Found = set[tuple[str, int | None]]


def turn(role: str, content: Any = "Something to say.", **more: Any) -> Row:
    return {"role": role, "content": content, **more}


def chat(*turns: Row, **more: Any) -> Row:
    return {"messages": list(turns), **more}


def call(arguments: Any, name: str = "find", key: str = "a1B2c3D4e") -> Row:
    return {"id": key, "type": "function", "function": {"name": name, "arguments": arguments}}


def calling(arguments: Any) -> Row:
    """A conversation in which the assistant calls a tool once and then answers."""
    return chat(
        turn("user"),
        turn("assistant", None, tool_calls=[call(arguments)]),
        turn("tool", "42", tool_call_id="a1B2c3D4e"),
        turn("assistant"),
    )


def lines(*rows: Any) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


SYSTEM, USER, ASSISTANT, TOOL = (turn(role) for role in ("system", "user", "assistant", "tool"))
GOOD = chat(USER, ASSISTANT)
PAIR = {"prompt": "What is it?", "completion": " A pipe."}
DUEL = {"prompt": "What is it?", "chosen": "A pipe.", "rejected": "No idea."}
ALPACA = {"instruction": "Name a fruit.", "input": "", "output": "A pear."}
PROSE = "It depends on the weather, and on how far you want to walk."
MASKED = {"input_ids": [1, 5, 7, 2], "labels": [-100, -100, 7, 2]}


class Case(NamedTuple):
    """A failure: what is in the file, how it is audited, what must be found at least."""

    name: str
    content: bytes
    found: Found
    trainer: str = ""
    file: str = "train.jsonl"


CASES = [
    Case("1 roles don't alternate", lines(GOOD, chat(USER, USER, ASSISTANT)), {("FMT002", 2)}, "together"),
    Case("2 ends with a user", lines(GOOD, chat(USER, ASSISTANT, USER)), {("FMT002", 2)}, "mistral"),
    Case("3 system and assistant only", lines(GOOD, chat(SYSTEM, ASSISTANT)), {("FMT013", 2)}),
    Case("4 system in the middle", lines(GOOD, chat(USER, SYSTEM, ASSISTANT)), {("FMT002", 2)}, "torchtune"),
    Case(
        "5 user after tool",
        lines(GOOD, chat(*calling("{}")["messages"][:3], USER, ASSISTANT)),
        {("FMT002", 2)},
        "llama-factory",
    ),
    Case("6 no messages", lines(GOOD, chat()), {("FMT002", 2)}),
    Case("7 null content", lines(GOOD, chat(USER, turn("assistant", None))), {("FMT002", 2)}),
    Case(
        "8 null as the word None",
        lines(*[chat(USER, turn("assistant", PROSE))] * 3, chat(USER, turn("assistant", "None"))),
        {("FMT013", 4)},
    ),
    Case(
        "9 an argument of two types",
        lines(*[calling('{"id": 3}')] * 3, calling('{"id": "three"}')),
        {("FMT012", 4)},
    ),
    Case("10 arguments encoded twice", lines(calling('{"id": 3}'), calling('"{\\"id\\": 3}"')), {("FMT002", 2)}),
    Case(
        "11 padded with null",
        lines(*[chat(turn("user", tool_calls=None, name=None), turn("assistant", tool_calls=None, name=None))] * 3),
        {("FMT012", 1)},
    ),
    Case("12 mixed types", lines(*[GOOD | {"score": 3}] * 3, GOOD | {"score": "high"}), {("FMT012", 4)}),
    Case("13 the output is an object", lines(ALPACA, ALPACA | {"output": {"fruit": "pear"}}), {("FMT002", 2)}),
    Case("14 a role misspelt", lines(GOOD, chat(USER, turn("asistant"))), {("FMT002", 2)}),
    Case("14 a role of another format", lines(GOOD, chat(turn("human"), turn("gpt"))), {("FMT002", 2)}),
    Case("15 raw text among conversations", lines(GOOD, GOOD, {"text": "Once upon a time."}), {("FMT012", 3)}),
    Case("16 pretty-printed", b'{\n  "prompt": "a",\n  "completion": "b"\n}\n', {("FMT001", None)}),
    Case("17 byte-order mark", b"\xef\xbb\xbf" + lines(GOOD), {("FMT001", None)}),
    Case(
        "18 a line separator in a text",
        lines(GOOD, chat(USER, turn("assistant", "One.\u2028Two."))),
        {("FMT001", None)},
    ),
    Case("19 bare NaN", lines(GOOD) + b'{"messages": NaN}\n', {("FMT001", 2)}),
    Case(
        "20 labels that look missing",
        b"text,label\nIs it on?,NA\nIs it off?,null\n",
        {("FMT001", None)},
        file="train.csv",
    ),
    Case("21 two beginnings", lines(PAIR, PAIR | {"prompt": "<s><s>[INST] What? [/INST]"}), {("FMT007", 2)}),
    Case(
        "22 the end is masked with the padding",
        lines(*[{"input_ids": [1, 5, n, 2], "labels": [-100, -100, n, -100]} for n in range(10, 40)]),
        {("FMT002", None)},
    ),
    Case("23 nothing but -100", lines(MASKED, MASKED | {"labels": [-100] * 4}), {("FMT002", 2)}),
    Case(
        "24 a marker with a trailing space",
        lines(*[{"prompt": f"Question {n}?\n### Response: ", "completion": f"Answer {n}."} for n in range(40)]),
        {("FMT010", None)},
    ),
    Case(
        "25 white space at the boundary",
        lines(*[{"prompt": f"Question {n}?", "completion": f"{' ' * (n % 10 > 0)}Answer {n}."} for n in range(80)]),
        {("FMT010", 1)},
    ),
    Case(
        "26 truncation leaves no target",
        lines(GOOD, chat(turn("user", "word " * 3000), ASSISTANT)),
        {("FMT008", 2)},
        "trl",
    ),
    Case("27 trains on the prompt", lines(GOOD, GOOD), {("FMT002", None)}, "trl"),
    Case("28 chosen equals rejected", lines(DUEL, DUEL | {"rejected": "A pipe."}), {("FMT002", 2)}),
    Case("28 chosen begins rejected", lines(DUEL, DUEL | {"rejected": "A pipe. Or not."}), {("FMT002", 2)}),
    Case(
        "29 a system prompt in one answer",
        lines(
            *[{"chosen": [USER, ASSISTANT], "rejected": [USER, turn("assistant", "No.")]}] * 2,
            {"chosen": [SYSTEM, USER, ASSISTANT], "rejected": [USER, turn("assistant", "No.")]},
        ),
        {("FMT002", 3)},
    ),
    Case(
        "30 all thumbs up",
        lines(*[PAIR | {"prompt": f"What is {n}?", "label": True} for n in range(3)]),
        {("FMT002", None)},
        "trl",
    ),
    *(
        Case(f"31 {residue}", lines(GOOD, chat(USER, turn("assistant", f"Sure.\n{residue}"))), {("FMT007", 2)})
        for residue in ("<|im_start|>", "[INST]", "</s>", "### Response:", "<think>")
    ),
    Case(
        "31 unfilled slot",
        lines(*[GOOD] * 9, *[chat(turn("user", f"Who {n}?"), turn("assistant", "I am {{name}}.")) for n in range(3)]),
        {("FMT007", 10), ("FMT007", 11)},
    ),
    Case(
        "32 another provider's schema",
        lines(
            GOOD,
            GOOD,
            {"contents": [{"role": "user", "parts": [{"text": "q"}]}, {"role": "model", "parts": [{"text": "a"}]}]},
        ),
        {("FMT012", 3)},
    ),
    Case("32 all of another provider", lines(GOOD, GOOD), {("FMT002", None)}, "gemini"),
    Case("blank lines", lines(GOOD) + b"\n" + lines(GOOD), {("FMT001", None)}),
    Case("a key twice", lines(GOOD) + b'{"prompt": "a", "prompt": "b", "completion": "c"}\n', {("FMT001", 2)}),
    Case("half a surrogate pair", lines(PAIR) + b'{"prompt": "\\ud83d", "completion": "c"}\n', {("FMT001", 2)}),
    Case("nested too deeply", lines(PAIR) + b'{"prompt": ' + b"[" * 2000 + b"]" * 2000 + b"}\n", {("FMT001", 2)}),
    Case(
        "an integer beyond 64 bits",
        lines(PAIR) + b'{"prompt": "a", "completion": "b", "n": 99999999999999999999}\n',
        {("FMT001", 2)},
    ),
]


def findings(folder: Path, case: Case) -> Found:
    path = folder / case.file
    path.write_bytes(case.content)
    report = audit(path, trainers=[case.trainer] if case.trainer else (), select=["FMT"], encoder="none")
    places = [(finding.code, place.line) for finding in report.findings for place in finding.locations]
    return {*places, *((finding.code, None) for finding in report.findings)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_ends_in_a_finding_with_the_line(tmp_path: Path, case: Case) -> None:
    assert case.found <= findings(tmp_path, case)


FURTHER_DOWN = [case for case in CASES if all(line not in (1, None) for _, line in case.found)]


@pytest.mark.parametrize("case", FURTHER_DOWN, ids=lambda case: case.name)
def test_the_first_row_is_sound_and_not_pointed_at(tmp_path: Path, case: Case) -> None:
    codes = {code for code, _ in case.found}
    assert not {(code, 1) for code in codes} & findings(tmp_path, case)


HARMLESS: Sequence[tuple[str, bytes]] = [
    ("line ends of Windows", lines(GOOD, GOOD).replace(b"\n", b"\r\n")),
    ("no line end at the end", lines(GOOD, GOOD).rstrip(b"\n")),
    ("a line of ten megabytes", lines(GOOD, chat(turn("user", "word " * 2_000_000), ASSISTANT))),
]


@pytest.mark.parametrize(("name", "content"), HARMLESS, ids=[name for name, _ in HARMLESS])
def test_what_every_reader_takes_is_read_whole(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "train.jsonl"
    path.write_bytes(content)
    report = audit(path, select=["FMT001", "FMT002"], encoder="none")
    assert report.counts.readable == 2, name
    assert {result.outcome for result in report.results} == {"pass"}
