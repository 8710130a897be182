"""Words of which one excludes the other, however alike they are in meaning: encoders find "buy" close to "sell".

Closed lists of what templates are filled with, of English, from general knowledge; words without an entry are told
apart by their vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from dataaudit.duplicates.words import bases

_GROUPS = """
increase|decrease reduce
raise|lower
rise grow|fall drop shrink
gain|lose
win|lose
more|less fewer
most|least fewest
high higher highest|low lower lowest
big bigger biggest large larger largest|small smaller smallest little
long longer longest|short shorter shortest
tall taller tallest|short shorter shortest
maximum max maximize|minimum min minimize
before|after
above|below
over|under
up|down
on|off
open|close shut
start begin|stop end finish
first|last
early earlier|late later
old older oldest|young younger youngest|new newer newest
hot hotter|cold colder|warm|cool
fast faster fastest quick|slow slower slowest
cheap cheaper cheapest|expensive
easy easier easiest|hard harder hardest difficult
good better best|bad worse worst
positive|negative
true|false
right correct|wrong incorrect
right|left
male|female
man|woman
boy|girl
mother mom|father dad|sister|brother|son|daughter|husband|wife|uncle|aunt|grandmother|grandfather
king|queen
credit|debit|gift
checking|savings
visa|mastercard
buy purchase|sell
borrow|lend
deposit|withdraw
send|receive
import|export
input|output
add|remove subtract delete
multiply|divide
enable activate|disable deactivate
lock|unlock
install|uninstall
accept approve allow|reject decline deny forbid
cause|prevent
love|hate
push|pull
encrypt encode|decrypt decode
login|logout
arrive|depart leave
internal|external
advantage benefit pro|disadvantage drawback con
strength|weakness
similarity|difference
synonym|antonym
ascending|descending
singular|plural
past|present|future
morning|afternoon|evening|night|noon|midnight
breakfast|lunch|dinner
spring|summer|autumn fall|winter
north northern|south southern|east eastern|west western
red|blue|green|yellow|orange|purple|pink|brown|black|white|gray
dollar|euro|pound|yen|rupee|peso|franc
mile|kilometer km|meter|foot|inch|yard|centimeter cm
kilogram kg|pound lb|gram|ounce oz
celsius|fahrenheit
second|minute|hour|day|week|month|year
daily|weekly|monthly|yearly annual
africa|america|asia|australia|europe
english|french|german|spanish|italian|portuguese|dutch|chinese|japanese|korean|russian|arabic|hindi|turkish|polish|latin
python|java|javascript|ruby|sql|php|rust|perl|swift|matlab
cat|dog|horse|cow|pig|sheep|chicken
"""
_LEAST_LETTERS = 3
_NEGATING = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti", "de")

#: The groups that a word is in, and its side in each.
_SIDES: dict[str, list[tuple[int, int]]] = {}
for _number, _group in enumerate(_GROUPS.split("\n")):
    for _side, _words in enumerate(_group.split("|")):
        for _word in _words.split():
            _SIDES.setdefault(_word, []).append((_number, _side))


def opposites(left: Iterable[str], right: Iterable[str]) -> tuple[str, str] | None:
    """The first form on the left that excludes one on the right, and that one: "sell" and "buy", "happy", "unhappy"."""
    others = dict.fromkeys(right)
    across: dict[int, dict[int, str]] = {}
    for other in others:
        for group, side in _sides(other):
            across.setdefault(group, {}).setdefault(side, other)
    for one in left:
        if found := _negated(one, others) or _on_another_side(one, across):
            return one, found
    return None


def _negated(one: str, others: Mapping[str, None]) -> str | None:
    """The same word with a negating prefix more or less."""
    longer = (prefix + one for prefix in _NEGATING if len(one) > _LEAST_LETTERS)
    rests = (one.removeprefix(prefix) for prefix in _NEGATING if one.startswith(prefix))
    shorter = (rest for rest in rests if len(rest) > _LEAST_LETTERS)
    return next((word for word in (*longer, *shorter) if word in others), None)


def _on_another_side(one: str, across: Mapping[int, Mapping[int, str]]) -> str | None:
    own = _sides(one)
    there = ((side, *entry) for group, side in own for entry in across.get(group, {}).items())
    return next((other for side, other_side, other in there if side != other_side), None)


@lru_cache(2**15)
def _sides(form: str) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({entry for base in bases(form) for entry in _SIDES.get(base, ())}))
