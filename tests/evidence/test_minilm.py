"""The real encoder: several seconds."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import MINILM_SHA256, Encoder, load_encoder

pytestmark = pytest.mark.encoder

TEXTS = [
    "where is my parcel",
    "when will my parcel arrive",
    "cancel my order",
    "I want to talk about the long history of the postal service " * 3,
    "",
    "half a pair \ud800",
    "word " * 400,
    *(f"request number {n} of many about topic {n % 5}" for n in range(40)),
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    found = load_encoder("minilm", cache=Cache(tmp_path_factory.mktemp("notes")), jobs=2)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def vectors(encoder: Encoder) -> np.ndarray:
    return encoder.encode(TEXTS)


def test_vectors_are_of_length_one_and_of_the_stated_dimension(encoder: Encoder, vectors: np.ndarray) -> None:
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    assert encoder.sha256 == MINILM_SHA256


def test_like_texts_are_near(vectors: np.ndarray) -> None:
    parcel, arrival, cancel = vectors[:3]
    assert parcel @ arrival > 0.7 > parcel @ cancel


def test_a_vector_depends_on_its_text_alone(encoder: Encoder, vectors: np.ndarray) -> None:
    order = np.random.default_rng(0).permutation(len(TEXTS))
    shuffled = encoder.encode([TEXTS[i] for i in order])
    assert (shuffled == vectors[order]).all()
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS[:8]])
    assert (alone == vectors[:8]).all()


def test_the_number_of_threads_changes_no_byte(vectors: np.ndarray, tmp_path: Path) -> None:
    one = load_encoder("minilm", cache=Cache(tmp_path), jobs=1)
    assert one is not None
    assert one.encode(TEXTS).tobytes() == vectors.tobytes()


def test_vectors_are_those_of_sentence_transformers(encoder: Encoder, vectors: np.ndarray) -> None:
    texts = [text for text in TEXTS if text.isascii()]
    plain = encoder._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    ours = vectors[[text.isascii() for text in TEXTS]]
    tolerance = 1e-2 if encoder.name.endswith("bf16") else 1e-6
    assert np.abs(plain - ours).max() < tolerance


def test_torch_has_as_many_threads_as_before(encoder: Encoder) -> None:
    import torch

    before = torch.get_num_threads()
    encoder.encode(["a"])
    assert torch.get_num_threads() == before


def test_a_local_folder_is_an_encoder_too(encoder: Encoder, vectors: np.ndarray, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    local = load_encoder(str(encoder._folder), cache=cache, jobs=2)
    assert local is not None
    assert local.dimension == 384
    assert np.abs(local.encode(TEXTS[:3]) - vectors[:3]).max() < 1e-2


WARM = """
import sys
from pathlib import Path
from dataaudit.evidence import encode_distinct
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
cache = Cache(Path(sys.argv[1]))
vectors = encode_distinct(sys.argv[2:], load_encoder("minilm", cache=cache), cache)
sys.stdout.write(vectors.tobytes().hex())
assert ("torch" in sys.modules) == ("sentence_transformers" in sys.modules)
sys.exit(10 if "torch" in sys.modules else 0)
"""


def test_what_is_cached_needs_no_torch_and_is_the_same_to_the_byte(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", WARM, str(tmp_path), *TEXTS[:3]]
    cold = subprocess.run(command, check=False, capture_output=True)
    warm = subprocess.run(command, check=False, capture_output=True)
    assert (cold.returncode, cold.stderr) == (10, b"")
    assert (warm.returncode, warm.stderr) == (0, b"")
    assert warm.stdout == cold.stdout
