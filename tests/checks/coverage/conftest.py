"""Data about a few topics, and checks run on them with the words as vectors."""

import random
from itertools import combinations
from typing import Any

import pytest
from fakes import WordEncoder

from dataaudit.evidence import Evidence
from dataaudit.formats import shape, shape_inputs
from dataaudit.model import CheckOutput
from dataaudit.reading import read
from dataaudit.registry import all_checks

Row = dict[str, Any]

TOPICS = {
    "refund": "refund money charged returned card paid amount twice",
    "delivery": "parcel courier late address tracking driver door missed",
    "password": "password login reset locked account email code forgot",
    "invoice": "invoice tax vat receipt company number copy billing",
    "parrot": "parrot cage seeds feathers squawk wings perch beak",
}
FILLERS = ("please", "hello", "today", "again")


class Topics:
    """Makes texts of a topic: four of its eight words and one that says nothing; all texts of a seed differ."""

    def texts(self, topic: str, n: int, seed: int = 0) -> list[str]:
        rng = random.Random(f"{topic} {seed}")
        bags = list(combinations(TOPICS[topic].split(), 4))
        rng.shuffle(bags)
        shift = rng.randrange(4)
        return [" ".join(rng.sample([*bags[i % 70], FILLERS[(i + i // 70 + shift) % 4]], 5)) for i in range(n)]

    def rows(self, seed: int = 0, **sizes: int) -> list[Row]:
        return [{"text": text, "label": topic} for topic, n in sizes.items() for text in self.texts(topic, n, seed)]

    def run(
        self,
        code: str,
        data: list[Row],
        reference: list[Row] | None = None,
        params: dict[str, Any] | None = None,
        **options: Any,
    ) -> CheckOutput:
        """One check on labelled rows, or on `instruction` and `output`, against a reference."""
        reading = read(data)
        dataset = shape(reading.records, reading.sources)
        real = None
        if reference is not None:
            found = read([{"text": row["text"]} for row in reference])
            real = shape_inputs(found.records, found.sources)
        evidence = Evidence(dataset, encoder=WordEncoder(), cache=None, reference=real, **options)
        spec = all_checks()[code]
        output: CheckOutput = spec.function(dataset, evidence.view(spec.sees), spec.params(**params or {}))
        return output


@pytest.fixture(scope="session")
def topics() -> Topics:
    return Topics()
