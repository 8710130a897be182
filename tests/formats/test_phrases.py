import pytest

from dataaudit.formats.phrases import boilerplate_kinds, filler


def boilerplate_kind(text: str) -> str | None:
    return boilerplate_kinds([text])[0]


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot provide instructions for this.",
        "Unfortunately, I’m unable to assist with booking flights.",
        "I'm sorry, but as an AI, I don't have the capability to place orders.",
        "I apologize, but it would be inappropriate for me to answer.",
        "I must respectfully decline to answer this question.",
        "As an AI language model, I cannot generate harmful content.",
        "This request goes against our content policy.",
        "Lo siento, pero no puedo ayudarte con eso.",
        "Es tut mir leid, aber ich kann dir dabei nicht helfen.",
        "很抱歉，我无法回答这个问题。",
    ],
)
def test_a_refusal_is_known_by_its_beginning(text: str) -> None:
    assert boilerplate_kind(text) == "refusal"


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't come to your party on Saturday.",
        "Dear Ann, I am sorry that I could not write earlier.",
        "You cannot provide a form without a label: browsers refuse it.",
        "The answer is 4. " * 20 + "I cannot help with that.",
        "It is not appropriate to wear jeans there.",
    ],
)
def test_what_only_sounds_like_a_refusal_is_none(text: str) -> None:
    assert boilerplate_kind(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("As an AI language model, I don't have personal opinions.", "as an AI"),
        ("I'm just an AI, so take this with care.", "as an AI"),
        ("Well, I do not have personal preferences.", "as an AI"),
        ("As of my last knowledge update in 2021, it is Paris.", "cut-off date"),
        ("My training data only goes up to September 2021.", "cut-off date"),
        ("I was last trained on data up to April 2023.", "cut-off date"),
        ("I am ChatGPT. How can I help?", "self-identity"),
        ("My name is Vicuna, and I'm a language model.", "self-identity"),
        ("I was created by a team of engineers at OpenAI.", "self-identity"),
        ("I'm Claude, an AI assistant made by Anthropic.", "self-identity"),
        ("I am an AI assistant developed by {{author}}.", "self-identity"),
        ("我是由 OpenAI 开发的语言模型。", "self-identity"),
    ],
)
def test_what_a_model_says_of_itself(text: str, kind: str) -> None:
    assert boilerplate_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ChatGPT is a chatbot by OpenAI, trained on text.",
        "As an AI researcher, I study models.",
        "I'm Claude, your new neighbour from number 12.",
        "The model's knowledge cut-off is 2021.",
        "Say it again, as an aid to memory.",
        "I was taught by researchers of birds.",
    ],
)
def test_a_text_about_models_or_people_is_none(text: str) -> None:
    assert boilerplate_kind(text) is None


def test_the_surest_kind_is_named() -> None:
    assert boilerplate_kind("As an AI made by OpenAI, I am ChatGPT, as of my last update.") == "self-identity"


def test_courtesies_stand_at_the_edges() -> None:
    assert filler("Sure! Here is the list: a, b. Let me know if you need more.") == ("sure", "let me know if")
    assert filler("The list is a, b.") == (None, None)
    assert filler("Be sure to ask. " + "x " * 200 + "I hope it helped.") == (None, None)
