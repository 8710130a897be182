"""Good rows with one or two faults each, of the kinds that people really make; the same for the same seed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

Row = dict[str, Any]
Random = np.random.Generator

MESSAGES = ("messages", "interactions", "conversations", "prompt", "completion", "chosen", "rejected")
ROLES = ("system", "user", "assistant", "tool", "developer", "function", "human", "gpt", "model", "bot", "")
OTHERS: tuple[Any, ...] = (None, 0, 1, 7, 1.0, 0.5, True, False, "", "text", "[]", "{", [], ["text"], {}, {"a": 1})
COLUMNS: tuple[str, ...] = (
    "id", "source", "system", "system_prompt", "text", "content", "prompt", "completion", "response", "chosen",
    "rejected", "label", "kto_tag", "tools", "available_tools", "functions", "interactions", "messages", "weight",
)  # fmt: skip
KEYS = ("name", "weight", "text", "value", "from", "tool_calls", "tool_call_id", "prefix", "refusal", "id")
CALL = {"id": "Ab3Cd5Ef7", "type": "function", "function": {"name": "track", "arguments": '{"parcel": "A1"}'}}
PARTS = ({"type": "text", "text": "Hi"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBO"}})


def mutated(rows: Sequence[Row], n: int, seed: int) -> Iterator[Row]:
    """So many rows, each one of `rows` after one or two mutations that found something to change."""
    random = np.random.default_rng(seed)
    while n:
        row = json.loads(json.dumps(rows[random.integers(len(rows))]))
        for _ in range(random.integers(1, 3)):
            MUTATIONS[random.integers(len(MUTATIONS))](row, random)
        if row:
            n -= 1
            yield row


def pick(items: Sequence[Any], random: Random) -> Any:
    return items[random.integers(len(items))]


def objects(value: Any) -> list[dict[str, Any]]:
    """All objects in a value, itself among them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [own for item in inner for own in objects(item)]
    return [value, *found] if isinstance(value, dict) else found


def conversation(row: Row, random: Random) -> list[Any]:
    """One of the lists of messages; an empty one where there is none."""
    given = row.get("input")
    lists = [row.get(key) for key in MESSAGES] + [given.get("messages") if isinstance(given, dict) else None]
    own = [item for item in lists if isinstance(item, list) and item]
    return pick(own, random) if own else []


def message(row: Row, random: Random) -> dict[str, Any]:
    own = [item for item in conversation(row, random) if isinstance(item, dict)]
    return pick(own, random) if own else {}


def drop_key(row: Row, random: Random) -> None:
    own = [item for item in objects(row) if item]
    if own:
        chosen = pick(own, random)
        del chosen[pick(sorted(chosen), random)]


def change_type(row: Row, random: Random) -> None:
    own = [item for item in objects(row) if item]
    if own:
        chosen = pick(own, random)
        chosen[pick(sorted(chosen), random)] = pick(OTHERS, random)


def rename_key(row: Row, random: Random) -> None:
    chosen = message(row, random) or row
    names = {"content": "text", "role": "from", "messages": "interactions", "completion": "response", "text": "content"}
    own = [key for key in names if key in chosen]
    if own:
        key = pick(own, random)
        chosen[names[key]] = chosen.pop(key)


def add_column(row: Row, random: Random) -> None:
    row[pick(COLUMNS, random)] = pick(OTHERS, random)


def add_key(row: Row, random: Random) -> None:
    if chosen := message(row, random):
        chosen[pick(KEYS, random)] = pick(OTHERS, random)


def change_role(row: Row, random: Random) -> None:
    if chosen := message(row, random):
        chosen["from" if "from" in chosen else "role"] = pick(ROLES, random)


def swap_roles(row: Row, random: Random) -> None:
    one, other = message(row, random), message(row, random)
    if "role" in one and "role" in other:
        one["role"], other["role"] = other["role"], one["role"]


def repeat_turn(row: Row, random: Random) -> None:
    if turns := conversation(row, random):
        at = int(random.integers(len(turns)))
        turns.insert(at, json.loads(json.dumps(turns[at])))


def drop_turn(row: Row, random: Random) -> None:
    if turns := conversation(row, random):
        del turns[int(random.integers(len(turns)))]


def reverse_turns(row: Row, random: Random) -> None:
    conversation(row, random).reverse()


def change_content(row: Row, random: Random) -> None:
    if chosen := message(row, random):
        chosen["value" if "value" in chosen else "content"] = pick((None, "", " ", 7, [], {}, list(PARTS)), random)


def parts(row: Row, random: Random) -> None:
    for item in conversation(row, random):
        if isinstance(item, dict) and isinstance(item.get("content"), str):
            item["content"] = [{"type": "text", "text": item["content"]}]
    if random.random() < 0.5 and isinstance(content := message(row, random).get("content"), list):
        content.append(json.loads(json.dumps(pick(PARTS, random))))


def weigh(row: Row, random: Random) -> None:
    if chosen := message(row, random):
        chosen["weight"] = pick((0, 1, 2, -1, 1.0, 0.5, True, "1", None), random)


def call_tool(row: Row, random: Random) -> None:
    if chosen := message(row, random):
        chosen["tool_calls"] = [json.loads(json.dumps(CALL))]
        if random.random() < 0.7:
            chosen.pop("content", None)


MUTATIONS: tuple[Callable[[Row, Random], None], ...] = (
    drop_key, change_type, rename_key, add_column, add_key, change_role, swap_roles, repeat_turn, drop_turn,
    reverse_turns, change_content, parts, weigh, call_tool,
)  # fmt: skip
