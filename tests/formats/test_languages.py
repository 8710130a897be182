"""The language of a text by its function words and its script."""

import pytest

from dataaudit.formats.languages import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is the one that you have in your hand.", "English"),
        ("Das ist nicht der Zug, mit dem wir fahren, und er ist auch nicht von hier.", "German"),
        ("Il est dans la maison avec les enfants et une amie qui ne parle pas.", "French"),
        ("El perro que vive en la casa es de los vecinos y no se ve por el día.", "Spanish"),
        ("Het is niet de trein die wij zoeken, maar er is ook een bus voor je.", "Dutch"),
        ("Это очень длинный ответ", "Cyrillic"),
        ("我的核心职责是根据用户的问题提供有用的信息", "Chinese"),
        ("これは日本語の文章です。漢字もあります。", "Japanese"),
        ("이것은 한국어 문장입니다", "Korean"),
    ],
)
def test_it_is_told_by_words_or_script(text: str, expected: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize("text", ["", "Refund", "12, 24, 48", "foo bar baz qux", "是"])
def test_what_is_too_short_or_has_no_function_words_is_unknown(text: str) -> None:
    assert language(text) is None


def test_a_quoted_name_in_another_script_changes_nothing() -> None:
    assert (
        language("The word for peace is 和平, and it is written with two of the characters that you have.") == "English"
    )
