"""Where work runs: in this process, on as many threads as there are jobs.

Checks spend their time in numpy, scikit-learn and hashing, which release the interpreter lock; they share the
evidence without copying it. Results come back in the order of the items, whatever the number of jobs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Engine:
    """Runs a function over items on `jobs` threads."""

    jobs: int = 1

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """The results in the order of the items."""
        if self.jobs == 1:
            return [function(item) for item in items]
        with ThreadPoolExecutor(self.jobs) as pool:
            return list(pool.map(function, items))
