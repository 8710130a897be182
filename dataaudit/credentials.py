"""What secrets look like: keys, tokens, passwords.

Lengths and alphabets are those that the issuers document or that GitHub's secret scanning and gitleaks look
for.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from dataaudit.sensitive import Finder, Pattern

_WORDS = [
    *("example", "sample", "placeholder", "your", "dummy", "fake", "redacted", "changeme", "insert", "replace"),
    *("foobar", "qwerty", "deadbeef", "xxxx", "abcdef", "abc123", "a1b2c3"),
]
#: What stands for a secret in documentation: words, sequences, runs of one character, signs no key has. A word
#: counts in one case only: a random key hits "yOuR" too often.
_PLACEHOLDER = re.compile(
    "|".join(form(word) for form in (str.lower, str.upper, str.capitalize) for word in _WORDS)
    + r"|\.\.\.|1234567|0123456|7654321|(.)\1{4}|[<>{}$*%\[\]]"
)
#: Ends of keys that issuers print in their own documentation (Stripe, GitHub, SendGrid).
_DOCUMENTED = (
    "4eC39HqLyjWDarjtT1zdp7dc",
    "BQokikJOvBiI2HlWgH4olfQ2",
    "16C7e42F292c6912E7710c838347Ae178B4a",
    "TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr",
)
#: Passwords that nobody took the trouble to choose: "password", "MyDbPass123", "secret!", "root".
_DUMMY_PASSWORD = re.compile(
    r"(?:my|your|the|db|user|some|strong|super|top|test|admin|root|new|old|_|-)*"
    r"(?:p[a@]ss(?:w[o0]rd|wd|phrase)?|pwd|pw|secret|token|key|test|guest|admin|root|user(?:name)?|login|postgres|mysql)?"
    r"[\d!@#._-]*",
    re.IGNORECASE,
)
_EXAMPLE_HOST = re.compile(r"(?:[\w-]+\.)*example(?:\.\w+)?|host(?:name)?|server(?:name)?|your.*", re.IGNORECASE)


def entropy(value: str) -> float:
    """Shannon entropy in bits a character: a random key of 32 hexadecimal digits has about 3.6, of letters 4.5."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)


def _is_key(match: re.Match[str]) -> bool:
    """Random enough to have been issued, and in no documentation."""
    value = match["value"]
    documented = _PLACEHOLDER.search(value) or value.endswith(_DOCUMENTED)
    return not documented and entropy(value) >= 3.0


def _is_random(match: re.Match[str]) -> bool:
    """A key by its looks alone: it changes between digits, capitals and small letters as no identifier does."""
    value = match["value"]
    if re.fullmatch("[0-9a-f]{32,}|[0-9A-F]{32,}", value):
        return _is_key(match)
    kinds = ["0" if c.isdigit() else "A" if c.isupper() else "a" if c.islower() else "" for c in value]
    changes = sum(bool(one and other and one != other) for one, other in pairwise(kinds))
    needed = 0.3 if "0" in kinds else 0.4
    return changes >= needed * len(value) and entropy(value) >= 3.5 and _is_key(match)


def _is_token(match: re.Match[str]) -> bool:
    """A signed JSON web token that is not the one of jwt.io."""
    header, claims = (_decoded(part) for part in match["value"].split(".")[:2])
    signed = str(header.get("alg", "none")).lower() != "none"
    return signed and bool(claims) and claims.get("name") != "John Doe"


def _decoded(part: str) -> dict[str, object]:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _is_private_key(match: re.Match[str]) -> bool:
    """A block with a key in it: line breaks may be written out, as in JSON or in source code."""
    body = re.sub(r"\\[nrt]|[\s\"'+,]", "", match["body"])
    run = max(re.findall(r"[A-Za-z0-9/=]+", body), key=len, default="")
    return len(run) >= 48 and entropy(run) >= 4.0


def _is_password(match: re.Match[str]) -> bool:
    """A chosen password at a real host."""
    value = match["value"]
    dummy = len(value) < 6 or value == match["user"] or _DUMMY_PASSWORD.fullmatch(value)
    return not (dummy or _PLACEHOLDER.search(value) or _EXAMPLE_HOST.fullmatch(match["host"]))


def _token(kind: str, prefix: str, rest: str, accepts: Callable[[re.Match[str]], bool] = _is_key) -> Pattern:
    """A key that begins with a prefix of its issuer."""
    regex = re.compile(rf"(?<![A-Za-z0-9_-])(?P<value>(?:{prefix})(?:{rest}))(?![A-Za-z0-9_-])")
    return Pattern(kind, prefix, regex, accepts)


PATTERNS = (
    _token("AWS access key id", "AKIA|ASIA", "[A-Z0-9]{16}"),
    _token("GitHub token", "gh[pousr]_", "[A-Za-z0-9]{36,251}"),
    _token("GitHub token", "github_pat_", r"\w{50,244}"),
    _token("GitLab token", "glpat-", r"[\w-]{20,64}"),
    _token("Slack token", "xox[abeoprs]-|xapp-", "[A-Za-z0-9-]{20,250}"),
    _token("Stripe key", "[rs]k_(?:live|test)_", "[A-Za-z0-9]{16,247}"),
    _token("Anthropic key", "sk-ant-", r"[\w-]{32,200}"),
    _token("OpenAI key", "sk-(?:proj|svcacct|admin)-", r"[\w-]{32,200}"),
    _token("OpenAI key", "sk-", "[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    _token("secret key", "sk-", r"[\w-]{32,200}", _is_random),
    _token("Google API key", "AIza", r"[\w-]{35}"),
    _token("Google client secret", "GOCSPX-", r"[\w-]{28}"),
    _token("Hugging Face token", "hf_", "[A-Za-z0-9]{34,40}"),
    _token("npm token", "npm_", "[A-Za-z0-9]{36}"),
    _token("PyPI token", "pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw)", r"[\w-]{50,}"),
    _token("SendGrid key", r"SG\.", r"[\w-]{16,32}\.[\w-]{32,64}"),
    _token("Twilio key", "SK", "[0-9a-f]{32}"),
    _token("DigitalOcean token", "do[opr]_v1_", "[0-9a-f]{64}"),
    _token("Databricks token", "dapi", "[0-9a-f]{32}(?:-[0-9])?"),
    _token("Shopify token", "shp(?:at|ca|pa|ss)_", "[0-9A-Fa-f]{32}"),
    _token("Telegram bot token", r"\d{8,10}:AA", r"[\w-]{33}"),
    _token("JSON web token", "eyJ", r"[\w-]{10,4000}\.eyJ[\w-]{10,8000}\.[\w-]{20,2000}", _is_token),
    Pattern(
        "Slack webhook",
        "hooks\\.slack\\.com/services/",
        re.compile(r"hooks\.slack\.com/services/(?P<value>T\w{6,16}/B\w{6,16}/\w{20,32})(?!\w)"),
        _is_key,
    ),
    Pattern(
        "private key",
        "PRIVATE KEY",
        re.compile(
            r"(?P<value>-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
            r"(?P<body>(?:[^-]|-(?!----))*+)(?:-----END [A-Z0-9 ]{1,40}-----)?)"
        ),
        _is_private_key,
    ),
    Pattern(
        "password in a connection string",
        r"://[^\s:/@]{0,64}:[^\s/@]",
        re.compile(
            r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://(?P<user>[^\s:/@\"'<>]{0,64})"
            r":(?P<value>[^\s:/@\"'<>]{1,128})@(?P<host>[\w.-]{1,253})"
        ),
        _is_password,
        confidence=0.9,
    ),
    Pattern(
        "assigned key",
        "(?i:key|token|secret)[\\w\"'` -]{0,24}[=:]",
        re.compile(
            r"(?<![A-Za-z])(?:api|access|auth|secret|account|client|private|encryption|signing)[ _-]?"
            r"(?:key|token|secret)[\w-]{0,20}[\"'`]{0,2}\s{0,4}(?:=>|:=|=|:)\s{0,4}[\"'`]{0,2}"
            r"(?P<value>[\w+/=.-]{20,200})(?![\w+/=.-])",
            re.IGNORECASE,
        ),
        _is_random,
        confidence=0.8,
    ),
    Pattern(
        "bearer token",
        "(?i:bearer )",
        re.compile(r"\bbearer (?P<value>[\w+/=.-]{24,200})(?![\w+/=.-])", re.IGNORECASE),
        _is_random,
        confidence=0.8,
    ),
)
#: No secret is shorter than the shortest run of characters here that stands in it.
SECRETS = Finder(PATTERNS, gate="[!-~]{14}")
