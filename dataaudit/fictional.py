"""What people write where they mean nobody: examples, test numbers, what regulators keep free for stories."""

from __future__ import annotations

import re

#: Hosts reserved for examples (RFC 2606, RFC 6761), and words that stand for a host of one's own.
_NO_HOST = re.compile(
    r"(?:.*\.)?(?:test|invalid|localhost|local)|(?:.*[.-])?example(?:[.-].*)?|"
    r"(?:.*\.)?(?:your|my|some)-?(?:domain|company|e?mail|(?:web)?site|server|host|business|org|school|shop|bank)"
    r"(?:name)?\.[\w.]+|"
    r"(?:domain|company|e-?mail|(?:web)?site|server|host|business|organi[sz]ation|university|college|school|acme|"
    r"contoso|fabrikam|foo|bar|foobar|test|sample|fake|dummy|abc|xyz|placeholder|nowhere|somewhere|whatever)"
    r"(?:name)?\.\w{2,4}(?:\.\w\w)?",
    re.IGNORECASE,
)
#: Ends of file names that look like a domain: "logo@2x.png".
_FILES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "css", "html", "htm", "js", "json"})
#: Mailboxes of a function, not of a person (RFC 2142, and what shops use); the first also as a part of the name.
_PARTS = frozenset({"info", "support", "sales", "noreply", "reply", "customer", "service", "helpdesk", "billing"})
_FUNCTIONS = _PARTS | {
    "contact", "contactus", "admin", "administrator", "webmaster", "postmaster", "hostmaster", "abuse", "help",
    "donotreply", "hello", "services", "customerservice", "customersupport", "customercare", "care", "accounts",
    "accounting", "office", "team", "hr", "jobs", "careers", "recruiting", "press", "media", "marketing", "feedback",
    "enquiries", "enquiry", "inquiries", "inquiry", "security", "privacy", "legal", "orders", "order", "returns",
    "refunds", "news", "newsletter", "events", "editor", "offers", "promo", "promotions", "deals", "admission",
    "admissions", "pr", "mail", "git", "root", "reservations", "bookings", "booking", "subscribe", "unsubscribe",
    "donations", "questions", "complaints", "reception", "list", "notifications", "alerts",
}  # fmt: skip
#: Whom people write of where they mean nobody, as the whole name.
_NOBODY = frozenset({
    "doe", "johnsmith", "janesmith", "jsmith", "john", "jane", "alice", "bob", "janeroe", "maxmustermann",
    "mustermann", "me", "you", "client", "recipient", "sender", "student", "employee", "person",
})  # fmt: skip
_PLACEHOLDER = re.compile(
    "noreply|donotreply|^j(?:ohn|ane)?doe|address|gmail|e?mailid|example|^your|^(?:some|any)(?:one|body)|"
    "(?:your|my|user|first|last|full)name|"
    "^(?:(?:my|test)?(?:user|e?mail|name)|test(?:er|ing)?|sample|foo|bar|foobar|baz|abc|abcd|abcdef|xyz)[0-9]*$"
)

#: Kept free by Ofcom (numbers for drama use), ACMA (fictitious numbers), ARCEP (décision 2018-0881) and the
#: Bundesnetzagentur (Mitteilung 148/2021), by their beginning in E.164.
_DRAMA = (
    *("441134960", "441144960", "441154960", "441164960", "441174960", "441184960", "441214960", "441314960"),
    *("441414960", "441514960", "441614960", "442079460", "441914980", "442896496", "442920180", "441632960"),
    *("447700900", "443069990", "61255500", "61355500", "61755500", "61855500", "61270100", "61370100"),
    *("61770100", "61870100", "61491570", "3319900", "3326191", "3335301", "3346571", "3353649", "3363998"),
    *("493023125", "496990009", "494066969", "492214710", "498999998", "4915228817386", "4915228895456"),
    *("4915254599371", "491729925904", "491729968532", "4917139200", "49176040690"),
)
_NORTH_AMERICA = re.compile("1[0-9]{3}555[0-9]{4}")

#: Published by payment providers for tests, printed in the registry of IBANs and its manuals, printed on cards
#: and in advertisements of the Social Security Administration and others, in ICAO 9303 and Italy's guides.
_EXAMPLES = frozenset({
    "4012888888881881", "4000056655665556", "4532015112830366", "5200828282828210", "378282246310005",
    "371449635398431", "378734493671000", "6011000990139424", "30569309025904", "38520000023237",
    "3566002020360505", "3056930009020004", "36227206271667",
    "DE89370400440532013000", "GB29NWBK60161331926819", "GB82WEST12345698765432", "FR1420041010050500013M02606",
    "NL91ABNA0417164300", "ES9121000418450200051332", "BE68539007547034", "AT611904300234573201",
    "CH9300762011623852957", "PL61109010140000071219812874", "SE4550000000058398257466", "DK5000400440116243",
    "NO9386011117947", "CZ6508000000192000145399", "GR1601101250000000012300695",
    "078051120", "219099999", "123456789", "457555462", "RSSMRA85T10A562S",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
})  # fmt: skip

_RUN = re.compile(r"(.)\1{4}")
_SEQUENCES = "01234567890123456789", "98765432109876543210"


def is_nobodys_mailbox(address: str) -> bool:
    """Whether an email address is an example's, a function's, or no address at all."""
    local, domain = address.lower().rsplit("@", 1)
    local = local.partition("+")[0]
    name = re.sub("[^a-z0-9]", "", local)
    function = name in _FUNCTIONS or not _PARTS.isdisjoint(re.split("[^a-z]+", local))
    nobody = len(set(name)) <= 1 or name in _NOBODY or bool(_PLACEHOLDER.search(name))
    return function or nobody or domain.rsplit(".", 1)[1] in _FILES or bool(_NO_HOST.fullmatch(domain))


def is_drama_number(digits: str) -> bool:
    """Whether a number, country code first, is kept free for stories; in North America all of 555 counts as such."""
    return digits.startswith(_DRAMA) or bool(_NORTH_AMERICA.fullmatch(digits))


def is_made_up(value: str) -> bool:
    """Whether a number was typed rather than issued.

    It is a published example, or its digits are hardly different ones, five times the same, or five in a row up
    or down: of numbers drawn at random one in two hundred is taken for one.
    """
    digits = "".join(c for c in value if c.isdigit())
    in_a_row = any(digits[i : i + 5] in sequence for i in range(len(digits) - 4) for sequence in _SEQUENCES)
    few = len(set(digits)) <= (3 if len(digits) >= 10 else 2)
    return value.upper() in _EXAMPLES or in_a_row or few or bool(_RUN.search(digits))
