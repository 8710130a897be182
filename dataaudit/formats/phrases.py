"""Phrases in which a model speaks of itself instead of answering.

They are the forms that recur in published sets whose answers a model wrote, and that the makers of cleaned
versions took out (of Alpaca and of ShareGPT). English in full, the commonest forms of a few other languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

REFUSAL, AS_AN_AI, CUT_OFF_DATE, SELF_IDENTITY = "refusal", "as an AI", "cut-off date", "self-identity"
#: The surest first.
KINDS = (REFUSAL, SELF_IDENTITY, CUT_OFF_DATE, AS_AN_AI)

#: A refusal stands at the beginning: further down it belongs to an answer.
_HEAD = 300
_EDGE = 200
#: Of longer texts only the beginning is read.
_LONGEST = 20_000


class _Saying(NamedTuple):
    """A pattern with what it begins with: looking for these words first is many times as fast."""

    kind: str
    beginnings: tuple[str, ...]
    pattern: re.Pattern[str]


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_OPENING = (
    r"[\W_]*(?:(?:oh|well|no|hi|hello|unfortunately|regrettably|thank you[^.!\n]{0,40})[\W_]+)?"
    r"(?:(?:i am |i'm |we're |we are )?(?:so |very |really |truly |deeply )?(?:sorry|afraid)[^.!?\n]{0,40}?[\W_]+|"
    r"(?:my |i |we )?(?:sincere(?:ly)? )?apolog(?:ies|i[sz]e)[^.!?\n]{0,40}?[\W_]+)?"
    r"(?:(?:but|however|that|unfortunately),? )*(?:as an? [^,.\n]{0,60}, )?"
)
_CANNOT = (
    r"(?:i|we)(?: really| simply| also| just)? ?(?:can(?:'t|not| not)|won't|couldn't|will not|"
    r"(?:am|'m|are|'re) (?:unable|not able|not allowed|not permitted|not programmed|not comfortable|not going)(?: to)?|"
    r"(?:do not|don't) (?:feel comfortable|(?:currently )?have the (?:ability|capability|capabilities) to))"
    r"(?: be able to)?(?: \w+ly| in good conscience)? ?"
)
#: What an assistant is asked for; "I'm sorry, I can't come to your party" is a letter.
_SERVICE = (
    r"(?:help(?:ing)?(?: (?:you|anyone))?(?: (?:with|to|in)\b|[.,!]|$)|assist|comply|fulfil|provid|answer|respond|"
    r"generat|creat|produc|writ|engag|discuss|participat|condon|endors|promot|encourag|facilitat|accommodate|"
    r"(?:offer|give)(?: you)?(?: any)? (?:advice|guidance|information|instructions|medical|legal|financial|specific)|"
    r"(?:complete|perform|place|book) (?:this|that|the|your|external|orders?|flights?)|do (?:that|this|so)\b|"
    r"(?:share|reveal|disclose) (?:personal|private|confidential|such|that|this|any)|"
    r"(?:browse|access|open|view|see|hear|watch) (?:the|any|your|real|external|links?|images?|files?|url))"
)
_REFUSED = _any(
    _CANNOT + _SERVICE,
    r"i (?:must|have to|will have to|need to)(?: respectfully| politely)? (?:refuse|decline (?:to|this|that|your req))",
    r"(?:it|that|this|doing so|your (?:request|question))(?:'s| is| would be| goes)[^.!?\n]{0,40}"
    r"(?:against (?:my|our|openai)|(?:in|not )appropriate (?:for me|to (?:provide|generate|make|discuss))|"
    r"(?:un|not )ethical (?:for me|to (?:provide|help|assist)))",
    r"(?:this|that|your|the) (?:request|prompt|question|content) (?:may |might |appears to |seems to )?"
    r"(?:violate|goes? against|is against)",
).pattern
_REFUSALS = _any(
    rf"{_OPENING}(?:{_REFUSED})",
    r"\W*(?:lo siento|lamento|disculp[ae])[^.!?\n]{0,30}no puedo (?:ayud|proporcion|respond|cumpl|gener|crear)",
    r"\W*(?:je suis )?(?:désolée?|navrée?)[^.!?\n]{0,30}je ne (?:peux|suis) pas",
    r"\W*(?:es )?tut mir leid[^.!?\n]{0,20}ich kann[^.!?\n]{0,60}nicht",
    r"\W*(?:desculpe|sinto muito)[^.!?\n]{0,20}não posso",
    r"\W*(?:很|非常|十分)?(?:抱歉|对不起|對不起)[，,。 ]?[^。\n]{0,8}(?:无法|不能|無法)",
)
#: Names that are also people's or animals' count only beside what says that a model is meant.
_MODEL = (
    r"(?:chat-?gpt|(?:instruct)?gpt-?[2345](?:\.\d|o)?(?:-turbo)?|vicuna|llama-?[23]|qwen|chatglm|mixtral|wizardlm|"
    r"stablelm|open ?assistant|baichuan|internlm|deepseek|ernie bot|lamda|bing chat|google bard|gemini pro|"
    r"(?:claude|gemini|bard|mistral|koala|dolly|alpaca|copilot|llama)"
    r"(?=[^.\n]{0,30}\b(?:ai|anthropic|google|assistant|language model|chatbot)\b))"
)
_MAKER = (
    r"(?:openai|anthropic|google|deepmind|meta|microsoft|lmsys|large model systems|alibaba|baidu|zhipu|mistral ai|"
    r"cohere|deepseek|hugging ?face|stability ai|eleutherai|bytedance|tencent|researchers|a team of)\b"
)
_MADE = r"(?:trained|developed|created|made|built|designed|produced|powered|fine-?tuned)"
_MACHINE = (
    r"(?:(?:large |ai )?language model|(?:ai|deep learning|machine learning) (?:language )?model|computer program|"
    r"(?:ai|virtual|digital)(?:[ -]\w+)? (?:assistant|chatbot|bot|companion)|chatbot|artificial intelligence|ai)\b"
)
_I_AM = ("i am ", "i'm ")
_SAYINGS = (
    _Saying(
        SELF_IDENTITY,
        (*_I_AM, "my name is ", "call me "),
        re.compile(rf"\b(?:i am|i'm|my name is|call me) (?:an? |the )?(?:\w+ ){{0,2}}?{_MODEL}(?![\w-])"),
    ),
    _Saying(
        SELF_IDENTITY,
        _I_AM,
        re.compile(rf"\b\S+(?: am)? [^.!?\n]{{0,60}}?\b{_MACHINE}[^.!?\n]{{0,40}}\b{_MADE} (?:and \w+ )?by\b"),
    ),
    _Saying(
        SELF_IDENTITY,
        ("i was ", "i have been ", "i've been "),
        re.compile(rf"\b\S+ (?:have )?(?:was |been )?{_MADE} (?:and \w+ )?(?:by|at) (?:[\w'-]+ ){{0,6}}?{_MAKER}"),
    ),
    _Saying(
        SELF_IDENTITY,
        ("my creator", "my developer", "my maker"),
        re.compile(rf"\bmy \w+(?:,| at| is| are) {_MAKER}"),
    ),
    _Saying(
        SELF_IDENTITY,
        ("我是",),
        _any(
            r"我是[^。！？\n]{0,12}(?:chatgpt|gpt-?[34]|通义千问|文心一言|讯飞星火|chatglm)",
            r"我是[^。！？\n]{0,40}由[^。！？\n]{1,20}(?:训练|开发|研发|创建|发明|打造)",
        ),
    ),
    _Saying(
        CUT_OFF_DATE,
        ("my ", "as of the "),
        re.compile(
            r"\b(?:my|as of the) (?:last |latest |current |most recent )?(?:knowledge|training|data|information)"
            r"(?: data| base)?(?:'s)?[ -](?:cut-?off|update\b|(?:only )?(?:goes|extends)\b|stops|ends|"
            r"(?:is|was) (?:current|limited|(?:last )?updated|up to))"
        ),
    ),
    _Saying(CUT_OFF_DATE, ("as of my ",), re.compile(r"\bas of my (?:last|latest|most recent) (?:update|training)")),
    _Saying(
        CUT_OFF_DATE,
        (*_I_AM, "i was ", "i have been "),
        re.compile(
            r"\bi\S* (?:have been |was |am )?(?:only |last )*(?:trained|updated)\b[^.!?\n]{0,40}"
            r"\b(?:to|until|till|through|in) [^.!?\n]{0,20}\b20\d\d"
        ),
    ),
    _Saying(CUT_OFF_DATE, ("截至",), re.compile(r"截至(?:到)?我的?(?:知识|训练|数据)")),
    _Saying(
        AS_AN_AI,
        ("as a ", "as an "),
        re.compile(
            rf"\bas an? (?:\w+[ -]){{0,3}}?{_MACHINE}(?: model| assistant| chatbot| system| program)?"
            rf"(?: (?:{_MADE}|programmed|with|without|that|who|which|like|and)\b[^,.;:\n]{{0,60}})?"
            r",? (?:i|i'm|i've|my|it(?:'s| is) (?:not |im)(?:possible|appropriate))\b"
        ),
    ),
    _Saying(
        AS_AN_AI,
        _I_AM,
        re.compile(
            rf"\bi(?:'m| am) (?:just |only |actually |simply |merely )?(?:an? )?(?:\w+ ){{0,2}}?{_MACHINE}(?=[.,;!?]|$|"
            r" (?:and|so|that|which|without|here|designed|programmed|language|model|assistant|chatbot)\b)"
        ),
    ),
    _Saying(
        AS_AN_AI,
        ("i do not ", "i don't "),
        re.compile(
            r"\bi (?:do not|don't) (?:have|possess|hold) (?:any )?(?:personal (?:opinion|belief|experience|preference|"
            r"feeling|emotion|view)|a physical (?:body|form))"
        ),
    ),
    _Saying(AS_AN_AI, ("作为",), re.compile(r"作为(?:一个|一名|一款)?(?:人工智能|ai|语言模型|大型语言模型)")),
)


_BY_BEGINNING = {
    words: tuple(saying for saying in _SAYINGS if words in saying.beginnings)
    for words in sorted({words for saying in _SAYINGS for words in saying.beginnings})
}

#: How any saying begins, for RE2; a text without one says nothing of itself.
_HINTS = r"(?i)i am |i(?:'|’)m |my |as a|as of |i was |i(?: ha|'|’)ve been |i do|call me |我是|截至|作为"

_FILLER_OPENING = re.compile(
    r"\W*(?:sure(?: thing)?|certainly|of course|absolutely|definitely|no problem|(?:great|good|excellent) question|"
    r"(?:i'm |i am |i'd be |i would be )?(?:happy|glad) to (?:help|assist)|thank you for (?:your|asking|reaching))\b"
)
_FILLER_CLOSING = re.compile(
    r"i hope (?:this|that|it) helps|(?:please )?let me know if|is there anything else|"
    r"if you have any (?:other|more|further|questions)|"
    r"(?:please )?(?:feel free|don't hesitate|do not hesitate) to (?:ask|reach|contact|let)"
)


def boilerplate_kinds(texts: Sequence[str]) -> list[str | None]:
    """What each answer says of its model, None where it says nothing of the sort.

    Parameters
    ----------
    texts
        Answers, all at once: few need more than one look. For a refusal only the beginning is looked at.

    Returns
    -------
    Of each the first of KINDS that it has: "refusal", "self-identity" (its name or its makers), "cut-off date"
    (of what it knows), "as an AI".
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = pa.array([text.encode("utf-8", "surrogatepass") for text in texts], type=pa.large_binary())
    maybe = pc.match_substring_regex(encoded, _HINTS).to_pylist()
    return [_kind(text, speaks_of_itself=hinted) for text, hinted in zip(texts, maybe, strict=True)]


def _kind(text: str, *, speaks_of_itself: bool) -> str | None:
    if _REFUSALS.match(text[:_HEAD].lower().replace("’", "'")):
        return REFUSAL
    if not speaks_of_itself:
        return None
    folded = text[:_LONGEST].lower().replace("’", "'")
    begun = [words for words in _BY_BEGINNING if words in folded]
    said = {kind for words in begun for kind in _said(words, folded)}
    return next((kind for kind in KINDS if kind in said), None)


def filler(text: str) -> tuple[str | None, str | None]:
    """The courtesies around an answer: how it opens ("Sure!") and how it closes ("Let me know if"), None without.

    Only its first and last 200 characters are looked at.
    """
    opening = _FILLER_OPENING.match(text[:_EDGE].lower().replace("’", "'"))
    end = text[-_EDGE:].lower().replace("’", "'")
    closing = _FILLER_CLOSING.search(end)
    return opening and opening[0], closing and closing[0]


def _said(words: str, text: str) -> Iterator[str]:
    """The kinds of the sayings that are begun with these words somewhere in a text."""
    place = text.find(words)
    while place >= 0:
        for saying in _BY_BEGINNING[words]:
            if saying.pattern.match(text, place):
                yield saying.kind
        place = text.find(words, place + 1)
