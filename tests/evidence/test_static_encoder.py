"""The static encoder, distilled from a small made-up model, and once from the real one (several seconds)."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_parts import random_vectors
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from dataaudit.evidence import encoders, static
from dataaudit.evidence.arithmetic import forward_tokens
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import MiniLM, choose_encoder, load_encoder
from dataaudit.evidence.static import StaticEncoder, TokenCounter, distil

TOKENS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    ".",
    "a",
    "the",
    "parcel",
    "order",
    "cancel",
    "##s",
    "##ed",
    "[",
    "]",
    "cl",
]
TEXTS = ["the parcel", "the parcels.", "cancel a parcel", "Cancelled ORDERS", "", "unheard of", "a [CLS] a"]


class MadeUpModel:
    sha256 = "1" * 64

    def __init__(self, folder: Path) -> None:
        self.tokenizer_file = folder / "tokenizer.json"
        self.asked = 0
        tokenizer = Tokenizer(models.WordPiece({token: i for i, token in enumerate(TOKENS)}, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.BertNormalizer()
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.add_special_tokens(TOKENS[:4])
        tokenizer.enable_padding(length=8)
        tokenizer.enable_truncation(8)
        tokenizer.save(str(self.tokenizer_file))

    def token_vectors(self) -> np.ndarray:
        self.asked += 1
        return random_vectors(len(TOKENS), 300)


@pytest.fixture
def model(tmp_path: Path) -> MadeUpModel:
    return MadeUpModel(tmp_path)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def encode(model: MadeUpModel, *texts: str) -> np.ndarray:
    return StaticEncoder(model, None).encode(texts)


def test_vectors_are_of_length_one(model: MadeUpModel) -> None:
    vectors = encode(model, *TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 256), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    assert encode(model).shape == (0, 256)


def test_a_text_is_the_sum_of_its_tokens(model: MadeUpModel) -> None:
    steps = distil(model.token_vectors(), np.array([True] * 4 + [False] * 11)).astype(float)
    total = sum(steps[TOKENS.index(token)] for token in ["the", "parcel", "##s", "."])
    assert encode(model, "The  parcels.")[0] == pytest.approx(total / np.linalg.norm(total), abs=1e-6)


def test_the_order_of_words_case_and_space_change_no_byte(model: MadeUpModel) -> None:
    vectors = encode(model, "cancel the parcels", "the cancel parcels", " Cancel\tTHE\nparcéls")
    assert (vectors == vectors[0]).all()


@pytest.mark.parametrize(("texts_at_once", "most_words"), [(1, 2**18), (3, 2), (2048, 0)])
def test_a_vector_depends_on_its_text_alone(
    texts_at_once: int, most_words: int, model: MadeUpModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = np.concatenate([encode(model, text) for text in TEXTS])
    monkeypatch.setattr(static, "_TEXTS_AT_ONCE", texts_at_once)
    monkeypatch.setattr(static, "_MOST_WORDS", most_words)
    encoder = StaticEncoder(model, None)
    order = np.random.default_rng(0).permutation(len(TEXTS))
    assert (encoder.encode([TEXTS[i] for i in order]) == expected[order]).all()
    assert (encoder.encode(TEXTS) == expected).all()


def test_what_the_vocabulary_lacks_counts_only_where_there_is_nothing_else(model: MadeUpModel) -> None:
    unknown, empty, known, both = encode(model, "unheard of", " ", "parcel", "unheard parcel")
    assert (unknown == empty).all()
    assert (both == known).all()
    assert (unknown != known).any()


def test_the_name_of_a_special_token_is_plain_text(model: MadeUpModel) -> None:
    assert (encode(model, "[CLS]") == encode(model, "[ cls ]")).all()
    assert (encode(model, "[CLS]") != encode(model, "")).any()


def test_half_of_a_surrogate_pair_is_encoded_too(model: MadeUpModel) -> None:
    assert (encode(model, "parcel \ud800") == encode(model, "parcel ?")).all()


def test_a_text_is_read_up_to_its_limit(model: MadeUpModel) -> None:
    start = "the parcel ".ljust(4096)
    assert (encode(model, start + "order") == encode(model, "the parcel")).all()
    assert (encode(model, start[1:] + "a") != encode(model, "the parcel")).any()


def test_frequent_tokens_weigh_less() -> None:
    vectors = np.repeat(random_vectors(1, 300), 1000, axis=0) * np.resize([1, -1], (1000, 1)).astype(np.float32)
    lengths = np.linalg.norm(distil(vectors, np.zeros(1000, np.bool_)).astype(float), axis=1)
    assert (np.diff(lengths) >= 0).all()
    frequency = 1 / sum(1 / rank for rank in range(1, 1001))
    assert lengths[0] / 2**14 == pytest.approx(1e-4 / (1e-4 + frequency), rel=0.05)


def test_components_are_those_of_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    vectors = random_vectors(2000, 300) * np.linspace(1, 0.1, 300, dtype=np.float32)
    theirs = PCA(256, svd_solver="covariance_eigh").fit_transform(vectors.astype(np.float64))
    ours = distil(vectors, np.zeros(2000, np.bool_))
    weights = static._sif_weights(2000)[:, None]
    assert np.abs(np.abs(ours) - np.abs(theirs) * weights * 2**14).max() < 0.51


def test_the_number_of_threads_changes_no_byte() -> None:
    from threadpoolctl import threadpool_limits

    vectors, special = random_vectors(3000, 300), np.zeros(3000, np.bool_)
    with threadpool_limits(2):
        assert distil(vectors, special).tobytes() == distil(vectors, special).tobytes()
    with threadpool_limits(1):
        one = distil(vectors, special)
    assert one.tobytes() == distil(vectors, special).tobytes()


def test_the_digest_is_known_before_anything_is_distilled(model: MadeUpModel) -> None:
    digest = StaticEncoder(model, None).sha256
    assert model.asked == 0
    assert digest == StaticEncoder(model, None).sha256
    model.sha256 = "2" * 64
    assert digest != StaticEncoder(model, None).sha256


def test_it_is_distilled_once_for_a_cache(model: MadeUpModel, cache: Cache) -> None:
    without = encode(model, *TEXTS)
    cold = StaticEncoder(model, cache).encode(TEXTS)
    assert model.asked == 2
    warm = StaticEncoder(model, cache).encode(TEXTS)
    assert model.asked == 2
    assert without.tobytes() == cold.tobytes() == warm.tobytes()


def test_another_model_or_recipe_is_distilled_anew(
    model: MadeUpModel, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    StaticEncoder(model, cache).encode(TEXTS)
    model.sha256 = "2" * 64
    StaticEncoder(model, cache).encode(TEXTS)
    monkeypatch.setattr(static, "_RECIPE", "another")
    StaticEncoder(model, cache).encode(TEXTS)
    assert model.asked == 3


def test_a_damaged_file_is_noticed_and_made_anew(model: MadeUpModel, cache: Cache) -> None:
    expected = StaticEncoder(model, cache).encode(TEXTS)
    [path] = [path for path in cache.path.rglob("*") if path.is_file()]
    content = bytearray(path.read_bytes())
    content[-200] ^= 1
    path.write_bytes(content)
    for asked in (2, 2):
        assert StaticEncoder(model, cache).encode(TEXTS).tobytes() == expected.tobytes()
        assert model.asked == asked


def test_two_may_distil_at_once(model: MadeUpModel, cache: Cache) -> None:
    other = StaticEncoder(model, cache)

    class Slower(MadeUpModel):
        def token_vectors(self) -> np.ndarray:
            other.encode(TEXTS)
            return super().token_vectors()

    slower = StaticEncoder(Slower(cache.path.parent), cache)
    third = StaticEncoder(model, cache)
    assert slower.encode(TEXTS).tobytes() == other.encode(TEXTS).tobytes() == third.encode(TEXTS).tobytes()
    assert model.asked == 1


def test_the_cache_knows_the_file(model: MadeUpModel, cache: Cache) -> None:
    StaticEncoder(model, cache).encode(TEXTS)
    assert cache.size() > len(TOKENS) * 256 * 2
    cache.clear()
    assert cache.size() == 0


@pytest.mark.parametrize(
    ("name", "texts", "chosen"),
    [("auto", 20_000, "minilm"), ("auto", 20_001, "static"), ("minilm", 10**6, "minilm"), ("./m", 1, "./m")],
)
def test_many_texts_are_encoded_by_static_unless_another_was_named(name: str, texts: int, chosen: str) -> None:
    assert choose_encoder(name, texts) == chosen


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    found = load_encoder("minilm")
    assert isinstance(found, MiniLM)
    return found


@pytest.fixture(scope="module")
def whole_texts(minilm: MiniLM) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(minilm.tokenizer_file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True
    return tokenizer


@pytest.fixture(scope="module")
def word_by_word(minilm: MiniLM) -> TokenCounter:
    return TokenCounter(minilm.tokenizer_file)


CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from(" \n\té.-'[]éñß한字\u0301\u200b")


@given(text=st.text(CHARACTERS, max_size=60))
def test_the_tokens_of_words_are_those_of_the_whole_text(
    text: str, whole_texts: Tokenizer, word_by_word: TokenCounter
) -> None:
    ids = whole_texts.encode(text, add_special_tokens=False).ids
    expected = np.bincount(ids, minlength=len(word_by_word.special))
    expected[word_by_word.unknown] = 0
    assert (word_by_word.counts([text]).toarray()[0] == expected).all()


def test_static_is_known_without_loading_anything() -> None:
    found = load_encoder("static")
    assert isinstance(found, StaticEncoder)
    assert (found.name, found.dimension, len(found.sha256)) == ("static", 256, 64)
    assert not {"_table", "_tokens"} & vars(found).keys()


@pytest.fixture(scope="module")
def distilled(tmp_path_factory: pytest.TempPathFactory) -> tuple[StaticEncoder, Cache]:
    cache = Cache(tmp_path_factory.mktemp("static"))
    found = load_encoder("static", cache=cache, jobs=2)
    assert isinstance(found, StaticEncoder)
    found.encode(["a"])
    return found, cache


SENTENCES = ["where is my parcel", "when will my parcel arrive", "cancel my order", "\U0001f600", "word " * 2000]

WARM = """
import sys
from pathlib import Path
from dataaudit.evidence.cache import Cache
from dataaudit.evidence.encoders import load_encoder
vectors = load_encoder("static", cache=Cache(Path(sys.argv[1]))).encode(sys.argv[2:])
sys.stdout.write(vectors.tobytes().hex())
assert not {"torch", "transformers", "sentence_transformers"} & sys.modules.keys()
"""


@pytest.mark.encoder
def test_afterwards_no_model_is_loaded_and_every_byte_is_the_same(distilled: tuple[StaticEncoder, Cache]) -> None:
    encoder, cache = distilled
    command = [sys.executable, "-W", "error", "-c", WARM, str(cache.path), *SENTENCES]
    warm = subprocess.run(command, check=False, capture_output=True)
    assert (warm.returncode, warm.stderr) == (0, b"")
    assert warm.stdout.decode() == encoder.encode(SENTENCES).tobytes().hex()


@pytest.mark.encoder
def test_like_texts_are_near(distilled: tuple[StaticEncoder, Cache]) -> None:
    parcel, arrival, cancel = distilled[0].encode(SENTENCES[:3])
    assert parcel @ arrival > 0.6 > 0.4 > parcel @ cancel


@pytest.mark.encoder
def test_a_vector_of_a_token_is_the_models_own_output_for_it(distilled: tuple[StaticEncoder, Cache]) -> None:
    model = distilled[0]._teacher._model
    [outputs] = model.encode(["parcel"], output_value="token_embeddings")
    ids = np.array([model.tokenizer("parcel")["input_ids"]])
    own = outputs[1].numpy() / np.linalg.norm(outputs[1].numpy())
    assert forward_tokens(model, ids)[0, 1] == pytest.approx(own, abs=1e-5)


@pytest.mark.encoder
def test_every_token_is_between_the_two_marks_of_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Vocabulary:
        cls_token_id, sep_token_id = 101, 102

        def __len__(self) -> int:
            return 600

    batches = []
    monkeypatch.setattr(MiniLM, "_model", SimpleNamespace(tokenizer=Vocabulary()))
    monkeypatch.setattr(encoders, "forward_tokens", lambda _, ids: (batches.append(ids), ids[..., None])[1])
    assert MiniLM(Path(), None, 1).token_vectors()[:, 0].tolist() == list(range(600))
    assert [batch.shape for batch in batches] == [(256, 3)] * 3
    assert {(first, last) for first, _, last in np.concatenate(batches).tolist()} == {(101, 102)}
