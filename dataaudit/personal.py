"""What personal data look like: addresses, numbers and ids that lead to one person.

Precision goes first: where check digits, an issuer's prefix or a numbering plan can tell, they do; where nothing
can, a word beside the value must say what it is. What stands for personal data in examples is passed over. Names
of persons are not looked for: no pattern knows them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator

from dataaudit import checksums
from dataaudit.fictional import is_made_up, is_nobodys_mailbox
from dataaudit.phones import NORTH_AMERICA, WITH_ZERO, WITHOUT_ZERO, leads_to_somebody
from dataaudit.sensitive import Finder, Pattern
from dataaudit.wording import ELLIPSIS

Match = re.Match[str]
Test = Callable[[Match], bool]

#: What is said right before a telephone number, with little words between: "call me back at".
_PHONE_WORDS = (
    r"(?<![^\W_])(?:(?:tele|cell)?phones?|tel|tél|t[eé]l[eé]fon\w*|telefone|fono|mobile?|móvil|celular|cell|handy\w*|"
    r"fax|whats ?app|sms|ph|rufnummer|contact|call|text|ring|dial|reach|(?:my|his|her|their|our) (?:number|no))"
    r"(?:\W|(?<![^\W_])(?:with|me|us|him|her|them|at|on|is|no|nr|number|now|today|back|or|and|please|directly|unter|ist|"
    r"lautet|es|est|au|sous|al)(?![^\W_])){0,12}$"
)
_CARD_WORDS = (
    r"card|visa|amex|american express|discover|diners|jcb|unionpay|maestro|credit|debit|(?<!\w)cc(?!\w)|cvv|cvc|"
    r"karte|tarjeta|cartão|expir|卡"
)
#: A passport's number has no check digit, so that these must stand right before it.
_PASSPORT_WORDS = (
    r"(?:passport|passeport|pasaporte|reisepass|passnummer)(?:[- ](?:number|num|no|nr|n°|card))?\W{0,4}"
    r"(?:(?:is|number) )?$"
)
#: Prefixes and lengths that issuers have registered under ISO/IEC 7812.
_ISSUED = re.compile(
    "4[0-9]{15}|(?:5[1-5][0-9]{2}|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}|3[47][0-9]{13}|"
    "(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12,15}|35(?:2[89]|[3-8][0-9])[0-9]{12}|3(?:0[0-5]|[68][0-9])[0-9]{11}|"
    "62[0-9]{14,17}"
)
#: How long an account number is in each country (SWIFT, IBAN registry).
_IBAN_LENGTHS = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL", 19: "MK SI", 20: "AT BA EE KZ LT LU XK", 21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST", 26: "IS TR", 27: "FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB PL SV",
    29: "BR EG PS QA UA", 30: "JO KW MU", 31: "MT SC", 32: "LC",
}  # fmt: skip
_IBAN = "|".join(
    rf"(?i:{countries.replace(' ', '|')})[0-9]{{2}}(?: ?[A-Za-z0-9]){{{length - 4}}}"
    for length, countries in _IBAN_LENGTHS.items()
)
_RESOLVERS = frozenset({
    "8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220",
    "123.123.123.123",
})  # fmt: skip


def _beside(match: Match, words: str, before: int = 40, after: int = 25) -> bool:
    """Whether one of these words stands near the value."""
    text, (start, end) = match.string, match.span("value")
    near = text[max(0, start - before) : start], text[end : end + after]
    return any(re.search(words, part, re.IGNORECASE) for part in near)


def _is_mailbox(match: Match) -> bool:
    """A person's, and not the password and host of a connection string."""
    connection = re.search(r"://[^\s/?#]*$", match.string[max(0, match.start() - 100) : match.start()])
    return not connection and not is_nobodys_mailbox(match["value"])


def _is_international(match: Match) -> bool:
    """With a plus sign, or with 00 and a gap after the country code, or with 00 after a word for it."""
    value = match["value"]
    dialled = value[0] == "+" or re.match("00[1-9][0-9]{0,2}[ (]", value) or _beside(match, _PHONE_WORDS, 60, 0)
    value = re.sub("^00", "+", value)
    return bool(dialled) and not is_made_up(value) and leads_to_somebody(value, ())


def _is_american(match: Match) -> bool:
    return not is_made_up(match["value"]) and leads_to_somebody(match["value"], NORTH_AMERICA)


def _is_called(match: Match) -> bool:
    """A number that nothing but a word before it makes one."""
    value = match["value"]
    regions = WITH_ZERO if value.lstrip("(").startswith("0") else WITHOUT_ZERO
    return _beside(match, _PHONE_WORDS, 60, 0) and not is_made_up(value) and leads_to_somebody(value, regions)


def _is_card(match: Match) -> bool:
    """Issued by somebody; written without gaps it may be any number, so that a word must call it a card."""
    digits = re.sub("[ -]", "", match["value"])
    issued = _ISSUED.fullmatch(digits) and checksums.luhn(digits) and not is_made_up(digits)
    return bool(issued) and (digits != match["value"] or _beside(match, _CARD_WORDS, 60, 30))


def _is_account(match: Match) -> bool:
    value = match["value"].replace(" ", "")
    return checksums.mod97(value) and not is_made_up(value)


def _is_ssn(match: Match) -> bool:
    """In the ranges that were ever assigned."""
    digits = re.sub("[ -]", "", match["value"])
    assigned = digits[:3] not in ("000", "666") and digits[3:5] != "00" and digits[5:] != "0000"
    return assigned and not is_made_up(digits)


def _is_host(match: Match) -> bool:
    """A public address; one without a part from 100 on is rather a version or a section."""
    value, before = match["value"], match.string[max(0, match.start() - 12) : match.start()]
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    version = re.search(r"(?:\bv|version|release|build|firmware|[A-Za-z0-9]/)[ .:]?$", before, re.IGNORECASE)
    large = address.version == 6 or (max(address.packed) >= 100 and not value.endswith(".0.0"))
    return large and address.is_global and not (address.is_multicast or version or value in _RESOLVERS)


def _is_passport(match: Match) -> bool:
    value = match["value"]
    is_date = re.fullmatch(r"(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]", value)
    return sum(c.isdigit() for c in value) >= 4 and not is_date and not is_made_up(value)


def _checked(check: Callable[[str], bool], words: str = "") -> Test:
    """The check digits are right, and one of the words, where there are any, stands near."""

    def accepts(match: Match) -> bool:
        value = re.sub("[ .-]", "", match["value"])
        return _beside(match, words) and not is_made_up(value) and check(value)

    return accepts


def _first(n: int) -> Callable[[str], str]:
    return lambda value: value[:n] + ELLIPSIS


def _number(kind: str, hint: str, regex: str, accepts: Test, confidence: float, shown: int = 0) -> Pattern:
    """A value that stands by itself: no letter or digit touches it, and it is no part of a longer number."""
    alone = re.compile(rf"(?<![A-Za-z0-9_+])(?<![0-9][.,/-])(?P<value>{regex})(?![A-Za-z0-9_])(?![.,/-][0-9])")
    return Pattern(kind, hint, alone, accepts, confidence, _first(shown), _REACH)


#: No number is longer, with what stands between its digits.
_REACH = 64


def _national_ids() -> Iterator[Pattern]:
    """Ids with check digits, or letters that are never used; where many a number is like them, beside their name."""
    kind = "national id"
    code, dni = "[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]", "(?:[XYZ]-?[0-9]{7}|[0-9]{8})-?[A-HJ-NP-TV-Z]"
    born = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    nir = "[12] ?[0-9]{2} ?(?:0[1-9]|1[0-2]) ?(?:[0-9]{2}|2[AB]) ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}"
    yield _number(kind, "[A-Z]{6}[0-9]{2}[A-Z]", code, _checked(checksums.codice_fiscale), 1.0)
    yield _number(kind, "[0-9]{7}-?[A-Z]", dni, _checked(checksums.dni, r"(?<!\w)(?:dni|ni[ef])(?!\w)|identidad"), 1.0)
    yield _number(
        kind, r"[0-9]\.[0-9]{3}-[0-9]{2}", r"(?:[0-9]{3}\.){2}[0-9]{3}-[0-9]{2}", _checked(checksums.cpf), 1.0
    )
    yield _number(kind, "(?i:cpf)", "[0-9]{11}", _checked(checksums.cpf, r"(?<!\w)cpf(?!\w)"), 1.0)
    yield _number(
        kind, "[0-9]{17}[0-9Xx]", f"[1-8][0-9]{{5}}{born}[0-9]{{3}}[0-9Xx]", _checked(checksums.resident_id), 1.0
    )
    yield _number(
        kind, "[12] ?[0-9]{2} ?[01][0-9] ?[0-9][0-9AB] ?[0-9]{3} ?[0-9]{3}", nir, _checked(checksums.nir), 0.9
    )
    aadhaar = _checked(checksums.verhoeff, "aa?dhaa?r")
    yield _number(kind, "(?i:aa?dhaa?r)", "[2-9][0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}", aadhaar, 1.0)
    nino = "(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"
    named = r"national insurance|(?<!\w)ni(?:no)?(?!\w)"
    yield _number(kind, "[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]", nino, _checked(lambda _: True, named), 0.8)


PATTERNS = (
    Pattern(
        "email address",
        r"@[A-Za-z0-9-]{1,63}\.[A-Za-z]",
        re.compile(
            r"(?<![\w.%+@-])(?P<value>\w[\w.%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@-])",
            re.ASCII,
        ),
        _is_mailbox,
        0.9,
        lambda value: f"{value[0]}{ELLIPSIS}@{ELLIPSIS}",
        reach=320,
    ),
    _number("IBAN", "[A-Za-z]{2}[0-9]{2} ?[A-Za-z0-9]{4} ?[0-9]", _IBAN, _is_account, 1.0, 2),
    _number(
        "passport number",
        "[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}",
        "[A-Z0-9<]{9}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}[A-Z0-9<]{14}[0-9<][0-9]",
        _checked(checksums.travel_document),
        1.0,
    ),
    _number(
        "passport number",
        "[Pp]ass(?:e?port|nummer)|[Pp]asaporte|[Rr]eisepass|PASSPORT|REISEPASS",
        "[A-Z0-9]{6,9}",
        lambda match: _beside(match, _PASSPORT_WORDS, 40, 0) and _is_passport(match),
        0.7,
    ),
    *_national_ids(),
    _number(
        "card number",
        "[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{4}|3[0-9]{3}[ -][0-9]{6}",
        "[0-9]{4}(?P<gap>[ -])[0-9]{4}(?P=gap)[0-9]{4}(?P=gap)[0-9]{4}|3[0-9]{3}[ -][0-9]{6}[ -][0-9]{4,5}|"
        "[2-6][0-9]{13,18}",
        _is_card,
        0.9,
        4,
    ),
    _number("US social security number", "[0-9]{3}-[0-9]{2}-[0-9]{4}", "[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}", _is_ssn, 0.7),
    _number(
        "US social security number",
        "(?i:ssn|social)",
        "[0-8][0-9]{2} ?[0-9]{2} ?[0-9]{4}",
        lambda match: _beside(match, "ssn|social") and _is_ssn(match),
        0.9,
    ),
    Pattern(
        "phone number",
        r"(?:\+|00)[1-9][ ()./-]{0,2}[0-9]",
        re.compile(
            r"(?<![A-Za-z0-9_+./=-])(?P<value>(?:\+|00)[1-9](?:[ ()./-]{0,2}[0-9]){7,13})"
            "(?![A-Za-z0-9_])(?![ .,-]?[0-9])"
        ),
        _is_international,
        0.9,
        _first(3),
        _REACH,
    ),
    _number(
        "phone number",
        r"[2-9][0-9]{2}\)?[ .-]?[2-9][0-9]{2}[ .-][0-9]{4}",
        r"(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[.-])[2-9][0-9]{2}[ .-][0-9]{4}",
        _is_american,
        0.9,
        3,
    ),
    _number(
        "phone number",
        "[0-9](?:[ ()./-]{0,2}[0-9]){8}",
        r"\(?0[1-9](?:[ ()./-]{0,2}[0-9]){8,11}|[2-9](?: ?[0-9]){8,9}",
        _is_called,
        0.7,
        3,
    ),
    _number(
        "IP address", r"[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]", r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}", _is_host, 0.7
    ),
    Pattern(
        "IP address",
        "[23][0-9A-Fa-f]{3}:[0-9A-Fa-f:]{4}",
        re.compile(r"(?<![\w:])(?P<value>[23][0-9A-Fa-f]{3}(?::{1,2}[0-9A-Fa-f]{1,4}){2,7}(?:::)?)(?![\w:])"),
        _is_host,
        0.9,
        _first(0),
        _REACH,
    ),
)
#: Each has an @ or four digits close together, or begins as an IPv6 address.
PERSONAL = Finder(PATTERNS, gate="@|[0-9](?:[^0-9]{0,5}[0-9]){3}|[23][0-9A-Fa-f]{3}:")
