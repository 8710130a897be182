import pytest

from dataaudit.formats.corruption import corruptions, entities, is_plain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cafÃ© au lait", "mojibake"),
        ("Itâ€™s late", "mojibake"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "mojibake"),
        ("God's�window", "replacement character"),
        ("a\x00b", "control character"),
        ("red \x1b[31m alert", "control character"),
        ("itâ\x80\x99s", "control character"),
        (r"One.\n\nTwo.", "escape sequence"),
        (r"One\nTwo\n- three", "escape sequence"),
        (r"caf\u00e9", "escape sequence"),
    ],
)
def test_damage_is_named(text: str, kind: str) -> None:
    assert kind in [fault.kind for fault in corruptions(text)]
    assert not is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "plain\ttext\r\n",
        "naïve café’s, „Käse“, «à»",
        "x² ± 3 µm, Ärger, Ñandú",
        "你好，世界",
        "line\x85end",
        r"C:\new and $\nabla$",
        'printf("a\\n\\nb");',
        r"`\n\n` parts paragraphs",
        "One.\nTwo\\nThree",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert corruptions(text) == []


@pytest.mark.parametrize("text", ["R&amp;D team", "&amp;quot;Hi&amp;quot;", "10&nbsp;ms", "Grace&#39;s"])
def test_an_entity_in_prose_is_found(text: str) -> None:
    assert [fault.kind for fault in entities(text)] == ["HTML entity"]


@pytest.mark.parametrize("text", ["AT&T", "<b>a &amp; b</b>", "write `&amp;`", "a && b; c", "&c."])
def test_markup_may_have_entities(text: str) -> None:
    assert entities(text) == []


def test_the_place_is_shown() -> None:
    [fault] = corruptions("x" * 100 + "\ufffd" + "y" * 100)
    assert fault.shown == "x" * 20 + "\ufffd" + "y" * 20
