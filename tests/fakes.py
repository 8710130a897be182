"""Stand-ins for what is slow or far away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest


class WordEncoder:
    """A stand-in for a sentence encoder: texts that share words are near."""

    name = "words"
    dimension = 64
    sha256 = "0" * 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = [self._counts(text.split() or [""]) for text in texts]
        return np.array(vectors, np.float32).reshape(-1, self.dimension)

    def _counts(self, words: list[str]) -> NDArray[np.float64]:
        buckets = [xxh3_64_intdigest(word.encode()) % self.dimension for word in words]
        counts = np.bincount(buckets, minlength=self.dimension).astype(np.float64)
        return counts / np.sqrt(counts @ counts)
