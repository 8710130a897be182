"""Defects of each kind, planted in sets of sound rows; the seed decides which, and how many.

Two may hit one row. Only, what hides a row's text is not planted where that text matters for another defect: nobody
could tell that an empty row is a copy, or a held-out one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from planted_sets import Example, Line, PlantedSet, Pool


def _insert(planted: PlantedSet, random: Random, lines: Iterable[Line]) -> None:
    for line in lines:
        planted.lines.insert(random.randrange(len(planted.lines) + 1), line)


def _sample(planted: PlantedSet, random: Random, n: int) -> list[int]:
    return random.sample(range(len(planted.lines)), min(n, len(planted.lines)))


def _without_copies(planted: PlantedSet, random: Random, n: int) -> list[int]:
    """Rows whose text is theirs alone: where a defect hides the text, nobody could tell what it is a copy of."""
    counts = Counter([line.example for line in planted.lines] + planted.held_out)
    alone = [i for i, line in enumerate(planted.lines) if counts[line.example] == 1]
    return random.sample(alone, min(n, len(alone)))


def _with_their_text(planted: PlantedSet, random: Random, n: int) -> list[int]:
    """Rows whose text no other defect hides."""
    shown = [i for i, line in enumerate(planted.lines) if _shows_its_text(line)]
    return random.sample(shown, min(n, len(shown)))


def _shows_its_text(line: Line) -> bool:
    return json.dumps(line.example.text) in line.written and "asistant" not in line.written


def exact_copies(planted: PlantedSet, random: Random, n: int) -> None:
    _insert(planted, random, [planted.lines[i] for i in _with_their_text(planted, random, n)])


def restyled_copies(planted: PlantedSet, random: Random, n: int) -> None:
    chosen = [planted.lines[i] for i in _with_their_text(planted, random, n)]
    _insert(planted, random, [Line.sound(one.example).said(text=one.example.text.upper() + " !!") for one in chosen])


def conflicts(planted: PlantedSet, random: Random, n: int) -> None:
    labels = planted.labels()
    chosen = [planted.lines[i] for i in _with_their_text(planted, random, n // 2)]
    others = [random.choice([name for name in labels if name != one.example.label]) for one in chosen]
    _insert(
        planted, random, [Line.sound(one.example).said(label=other) for one, other in zip(chosen, others, strict=True)]
    )


def wrong_labels(planted: PlantedSet, random: Random, n: int) -> None:
    labels = planted.labels()
    for i in _sample(planted, random, n):
        line = planted.lines[i]
        other = random.choice([name for name in labels if name != line.example.label])
        planted.lines[i] = Line.sound(line.example).said(label=other)


def leaks(planted: PlantedSet, random: Random, n: int) -> None:
    planted.held_out = planted.held_out or planted.pool.take(60, planted.labels())
    chosen = [planted.lines[i].example for i in _with_their_text(planted, random, n)]
    planted.held_out += [one for one in chosen if one not in planted.held_out]


def off_format(planted: PlantedSet, random: Random, n: int) -> None:
    for i in _sample(planted, random, n):
        own = planted.lines[i].example
        planted.lines[i] = Line.sound(own).said(label=f"The intent is {own.label}.")


def unreadable(planted: PlantedSet, random: Random, n: int) -> None:
    for i in _sample(planted, random, n):
        planted.lines[i] = replace(planted.lines[i], written=planted.lines[i].written[:-9])


def refused(planted: PlantedSet, random: Random, n: int) -> None:
    """A weight that nobody takes, which leaves the text readable, or a role that nobody knows, which doesn't."""
    for i in _sample(planted, random, n // 2):
        chat = planted.lines[i].example.chat()
        chat["messages"][2]["weight"] = 0.5
        planted.lines[i] = replace(planted.lines[i], written=json.dumps(chat))
    for i in _without_copies(planted, random, n - n // 2):
        chat = planted.lines[i].example.chat()
        chat["messages"][2]["role"] = "asistant"
        planted.lines[i] = replace(planted.lines[i], written=json.dumps(chat))


def foreign(planted: PlantedSet, random: Random, n: int) -> None:
    for i in _sample(planted, random, n):
        own = planted.lines[i].example
        planted.lines[i] = replace(planted.lines[i], written=json.dumps({"prompt": own.text, "completion": own.label}))


def secrets(planted: PlantedSet, random: Random, n: int) -> None:
    for i in _without_copies(planted, random, n):
        line = planted.lines[i]
        key = "AK" + "IA" + "".join(random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16))
        try:
            chat = json.loads(line.written)
            chat["messages"][1]["content"] += f" aws_access_key_id={key}"
        except (KeyError, ValueError):
            continue
        planted.lines[i] = replace(line, written=json.dumps(chat))


def empty_texts(planted: PlantedSet, random: Random, n: int) -> None:
    for i in _without_copies(planted, random, n):
        planted.lines[i] = Line.sound(planted.lines[i].example).said(text=" ")


def thin_classes(planted: PlantedSet, random: Random, n: int) -> None:
    """Of so many classes all but a few rows gone."""
    for label in random.sample(planted.labels(), n):
        rows = [line for line in planted.lines if line.example.label == label]
        _take_away(planted, rows[random.randint(2, 7) :])


def gaps(planted: PlantedSet, random: Random, n: int) -> None:
    """So many classes gone that real inputs ask for; real inputs are fresh ones of all classes."""
    labels = planted.labels()
    planted.real = planted.pool.take(20 * len(labels), labels)
    missing = random.sample(labels, n)
    _take_away(planted, [line for line in planted.lines if line.example.label in missing])


def _take_away(planted: PlantedSet, lines: Sequence[Line]) -> None:
    """Put rows back into the pool: nobody has seen them."""
    gone = set(map(id, lines))
    planted.lines = [line for line in planted.lines if id(line) not in gone]
    for line in lines:
        planted.pool.left[line.example.label].append(line.example)


DEFECTS: Mapping[str, tuple[Callable[[PlantedSet, Random, int], None], Sequence[float]]] = {
    "gaps": (gaps, (1, 2)),
    "thin classes": (thin_classes, (1, 2)),
    "wrong labels": (wrong_labels, (0.05, 0.2)),
    "exact copies": (exact_copies, (0.02, 0.08, 0.12)),
    "restyled copies": (restyled_copies, (0.02, 0.08, 0.12)),
    "conflicts": (conflicts, (0.008, 0.012, 0.03)),
    "leaks": (leaks, (1, 3, 8)),
    "off format": (off_format, (0.02, 0.06, 0.1)),
    "refused": (refused, (1, 5)),
    "foreign": (foreign, (1, 4)),
    "empty texts": (empty_texts, (2, 6)),
    "secrets": (secrets, (1, 4)),
    "unreadable": (unreadable, (1, 3)),
}

#: Planted before the others, which want classes that stay.
_WHOLE_CLASSES = ("gaps", "thin classes")


def planted_set(examples: Sequence[Example], seed: int, kinds: Sequence[str], rows: int, classes: int) -> PlantedSet:
    """A set of so many rows with 1 to 5 of the kinds of defects, decided by the seed; rows may have two of them."""
    random = Random(f"plan {seed}")
    labels = random.sample(sorted({one.label for one in examples}), classes)
    pool = Pool.of([one for one in examples if one.label in labels], random)
    planted = PlantedSet([Line.sound(one) for one in pool.take(rows, labels)], pool)
    random.shuffle(planted.lines)
    chosen = random.sample(list(kinds), random.randint(1, min(5, len(kinds))))
    for name in sorted(chosen, key=_WHOLE_CLASSES.__contains__, reverse=True):
        plant, sizes = DEFECTS[name]
        size = random.choice(sizes)
        plant(planted, random, int(size) if size >= 1 else max(2, round(size * len(planted.lines))))
    return replace(planted, planted=tuple(chosen))
