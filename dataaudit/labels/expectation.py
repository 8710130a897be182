"""What the text of an item says about who labels it and how: out-of-fold scores of a linear regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

_FOLDS = 5
#: Regularisation per item: the vectors have length 1.
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """Linear scores of items for several targets, each from a regression that has not seen the item.

    Attributes
    ----------
    vectors
        (items, d) with a constant.
    fold
        (items,) int.
    coefficients
        (folds, targets, d).
    """

    vectors: Floats
    fold: Indices
    coefficients: Floats

    @classmethod
    def learn(cls, vectors: Floats, item: Indices, targets: list[tuple[Indices, int]], seed: int) -> Self:
        """Fit ridge regressions of indicators.

        Parameters
        ----------
        item
            (n,) int, the item of each observation.
        targets
            Codes (n,) with their number: each code is a target of its own, -1 for none.
        """
        from scipy.sparse import csr_array
        from threadpoolctl import threadpool_limits

        vectors = np.hstack([np.asarray(vectors, dtype=np.float64), np.ones((len(vectors), 1))])
        fold = np.random.default_rng(seed).permutation(len(vectors)) % _FOLDS
        products, sums = [], []
        with threadpool_limits(1):
            for number in range(_FOLDS):
                mine = np.flatnonzero(fold[item] == number)
                own = vectors[item[mine]]
                products.append(own.T @ own)
                sides = [
                    csr_array((codes[mine] >= 0, (np.maximum(codes[mine], 0), np.arange(len(mine)))), (n, len(mine)))
                    for codes, n in targets
                ]
                sums.append(np.vstack([side @ own for side in sides]))
            ridge = _RIDGE * len(item) * np.eye(vectors.shape[1])
            coefficients = [
                np.linalg.solve(sum(products) - product + ridge, (sum(sums) - total).T).T
                for product, total in zip(products, sums, strict=True)
            ]
        return cls(vectors, fold, np.array(coefficients))

    def scores(self, items: Indices, target: int) -> Floats:
        """(m,) the score of each of these items for a target."""
        scores: Floats = np.einsum("ij,ij->i", self.vectors[items], self.coefficients[self.fold[items], target])
        return scores
