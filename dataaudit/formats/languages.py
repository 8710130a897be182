"""The language of a text, by its script and by its function words.

A table of function words suffices to tell whether a batch of answers is in another language than the rest: it needs
no model, costs microseconds, and a text of a few words is honestly unknown. Telling Czech from Slovak needs more.
"""

from __future__ import annotations

import re

#: Where the script alone tells the language, or all there is to tell.
_SCRIPTS = {
    "Greek": "\u0370-\u03ff",
    "Cyrillic": "\u0400-\u052f",
    "Hebrew": "\u0590-\u05ff",
    "Arabic": "\u0600-\u06ff",
    "Devanagari": "\u0900-\u097f",
    "Bengali": "\u0980-\u09ff",
    "Tamil": "\u0b80-\u0bff",
    "Thai": "\u0e00-\u0e7f",
    "Korean": "\uac00-\ud7af",
    "Japanese": "\u3040-\u30ff",
    "Chinese": "\u3400-\u9fff",
}
#: The most frequent words that carry no topic.
_FUNCTION_WORDS = {
    "English": "the and of to in is that it for with as was are this be on you not or have from by an at which but can "
    "your will has my they their we there these more",
    "German": "der die das und ist nicht ein eine zu den mit von sich auf für dem des im sie ich es auch werden wird "
    "sind oder wie bei aus nach einen einer durch",
    "French": "le la les et est une un des du dans pour que qui pas au sur avec ce il vous sont par plus ne ou cette "
    "en de je nous aux être",
    "Spanish": "el la los las es una un de que en por para con no se del su al lo como más está son sus puede",
    "Italian": "il lo la gli le un una di che in per con non del della si da come sono anche più nel alla dei",
    "Portuguese": "os as um uma de que em para com não se do da no na por mais como são ao dos das você",
    "Dutch": "de het een en is van dat niet te op voor met zijn er aan ook als maar om bij wordt worden naar in je",
    "Scandinavian": "och att det är som en ett på för med den inte av till har og er ikke af til jeg de på i",
    "Polish": "na nie się to jest że do jak ale po co przez dla oraz od są",
    "Turkish": "ve bir bu için ile de da çok daha olarak olan gibi ne var değil en",
    "Indonesian": "yang dan di untuk dengan ini itu dari pada adalah tidak dalam akan ke atau dapat anda",
    "Vietnamese": "và của là có cho không được một các trong với những này để khi",
}
_READ = 150
_MIN_HITS = 3
#: Neighbouring languages share words: the best must have clearly more than the next.
_LEAD = 1.3

_OTHER_SCRIPT = re.compile(f"[{''.join(_SCRIPTS.values())}]")
_IN_SCRIPT = {name: re.compile(f"[{characters}]") for name, characters in _SCRIPTS.items()}
#: Which languages have a word among theirs.
_SPEAKERS: dict[str, list[str]] = {}
for _name, _words in _FUNCTION_WORDS.items():
    for _word in dict.fromkeys(_words.split()):
        _SPEAKERS.setdefault(_word, []).append(_name)


def language(text: str) -> str | None:
    """The language or script of the beginning of a text, None where it is too short or too mixed to tell.

    Returns
    -------
    The language with the most different function words, else the name of a script ("Cyrillic"); a text in Han
    characters is "Japanese" with kana in it and "Chinese" without.
    """
    text = text[:_READ]
    if not text.isascii():
        foreign = _OTHER_SCRIPT.findall(text)
        if len(foreign) >= _MIN_HITS and 2 * len(foreign) > sum(map(str.isalpha, text)):
            return _script("".join(foreign))
    hits = dict.fromkeys(_FUNCTION_WORDS, 0)
    for word in _SPEAKERS.keys() & text.lower().split():
        for name in _SPEAKERS[word]:
            hits[name] += 1
    second, best = sorted(hits.values())[-2:]
    return max(hits, key=hits.__getitem__) if best >= max(_MIN_HITS, _LEAD * second) else None


def _script(letters: str) -> str:
    counts = {name: len(pattern.findall(letters)) for name, pattern in _IN_SCRIPT.items()}
    if counts["Japanese"]:  # Japanese is written in Han characters too
        counts["Japanese"] += counts.pop("Chinese")
    return max(counts, key=lambda name: counts[name])
