"""How this machine computes: its threads, and whether bfloat16 is worth while on it."""

from __future__ import annotations

import contextlib
import copy
import importlib.metadata
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: bf16 costs accuracy, so it must be clearly faster. Where it is at all (AMX), it is two to four times.
_WORTHWHILE_SPEEDUP = 1.5


def forward(model: Any, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """(b, d) vectors of (b, t) token ids without padding."""
    return _forward(model, token_ids, "sentence_embedding")


def forward_tokens(model: Any, token_ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """(b, t, d) vectors of each of (b, t) token ids, where it stands."""
    return _forward(model, token_ids, "token_embeddings")


def _forward(model: Any, token_ids: NDArray[np.int64], wanted: str) -> NDArray[np.float32]:
    import torch

    ids = torch.from_numpy(token_ids)
    with torch.inference_mode():
        output = model({"input_ids": ids, "attention_mask": torch.ones_like(ids)})[wanted]
        vectors: NDArray[np.float32] = torch.nn.functional.normalize(output.float(), dim=-1).numpy()
    return vectors


def to_bf16(model: Any) -> Any:
    """A copy of the model that computes in bfloat16."""
    return copy.deepcopy(model).bfloat16()


def bf16_is_faster(model: Any) -> bool:
    """Time a few batches of the real model; the best of each counts, as other work only ever slows."""
    ids = np.full((16, 16), 2000)
    seconds = {}
    with torch_threads(1):
        for candidate in (model, to_bf16(model)):
            seconds[candidate] = min(_seconds(candidate, ids) for _ in range(4))
    fp32, bf16 = seconds.values()
    return fp32 >= _WORTHWHILE_SPEEDUP * bf16


def _seconds(model: Any, ids: NDArray[np.int64]) -> float:
    start = time.thread_time()
    forward(model, ids)
    return time.thread_time() - start


def bf16_machine() -> str | None:
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
def torch_threads(count: int) -> Iterator[None]:
    """Let torch use this many threads, and then as many as before: the process may be somebody's notebook."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@contextlib.contextmanager
def one_thread_each(jobs: int) -> Iterator[ThreadPoolExecutor]:
    """A pool whose workers run torch on one thread: faster for short texts than one batch on several."""
    import torch

    with torch_threads(1):
        pool = ThreadPoolExecutor(jobs, initializer=torch.set_num_threads, initargs=(1,))
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def available_cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
