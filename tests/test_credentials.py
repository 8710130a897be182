"""Keys in their issuers' formats are found, what stands for a key in documentation is not.

The keys are drawn at random and put together here, so that no scanner stops at this file.
"""

import base64
import json
import string
from random import Random
from typing import Any

import pytest

from dataaudit.credentials import SECRETS
from dataaudit.formats import shape
from dataaudit.model import CheckOutput
from dataaudit.quoting import mask
from dataaudit.reading import read
from dataaudit.registry import all_checks
from dataaudit.sensitive import masked

RANDOM = Random(5)
ALNUM, HEX, UPPER = string.ascii_letters + string.digits, "0123456789abcdef", string.ascii_uppercase + "234567"


def drawn(alphabet: str, n: int) -> str:
    return "".join(RANDOM.choices(alphabet, k=n))


def token(header: dict[str, str], claims: dict[str, str]) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join([*parts, drawn(ALNUM, 43)])


def pem(kind: str, joint: str) -> str:
    lines = [f"-----BEGIN {kind}-----", *(drawn(ALNUM + "+/", 64) for _ in range(8)), f"-----END {kind}-----"]
    return joint.join(lines)


KEYS = {
    "AWS access key id": "AK" + "IA" + drawn(UPPER, 16),
    "GitHub token": "gh" + "p_" + drawn(ALNUM, 36),
    "GitLab token": "gl" + "pat-" + drawn(ALNUM, 20),
    "Slack token": "xo" + f"xb-{drawn(string.digits, 12)}-{drawn(string.digits, 12)}-{drawn(ALNUM, 24)}",
    "Stripe key": "sk" + "_live_" + drawn(ALNUM, 24),
    "OpenAI key": "sk" + "-proj-" + drawn(ALNUM, 48),
    "Anthropic key": "sk" + "-ant-api03-" + drawn(ALNUM, 93),
    "secret key": "sk" + "-" + drawn(ALNUM, 48),
    "Google API key": "AI" + "za" + drawn(ALNUM, 35),
    "Hugging Face token": "hf" + "_" + drawn(ALNUM, 34),
    "npm token": "np" + "m_" + drawn(ALNUM, 36),
    "PyPI token": "py" + "pi-AgEIcHlwaS5vcmc" + drawn(ALNUM, 80),
    "SendGrid key": "S" + f"G.{drawn(ALNUM, 22)}.{drawn(ALNUM, 43)}",
    "Twilio key": "S" + "K" + drawn(HEX, 32),
    "JSON web token": token({"alg": "RS256"}, {"sub": "4711"}),
    "private key": pem("RSA PRIVATE" + " KEY", "\n"),
    "password in a connection string": f"postgres://billing:{drawn(ALNUM, 12)}@db.shop.net:5432/orders",
    "assigned key": f'api_key = "{drawn(ALNUM, 32)}"',
    "bearer token": f"Authorization: Bearer {drawn(ALNUM, 40)}",
}
HARMLESS = [
    "AKIAIOSFODNN7EXAMPLE",
    "gh" + "p_" + 36 * "x",
    "sk-your-key-goes-here-your-key-goes-here",
    "sk-1234567890abcdef1234567890abcdef",
    "api_key = '<your api key>'",
    "API_KEY=${OPENAI_API_KEY}",
    "api_key = os.environ['OPENAI_API_KEY_2']",
    "private_key_path = /home/ubuntu/.ssh/id_rsa_2024_production",
    "access_token = get_access_token_from_database()",
    "postgres://user:password@localhost:5432/shop",
    "mysql://root:root@127.0.0.1/shop",
    "mongodb://<user>:<password>@host/shop",
    f"https://admin:{drawn(ALNUM, 12)}@example.com",
    token({"alg": "none"}, {"sub": "4711"}),
    token({"alg": "HS256"}, {"sub": "1234567890", "name": "John Doe"}),
    pem("PUBLIC KEY", "\n"),
    "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
    "the task-force-on-risk-assessment-and-disk-usage-2024",
    "commit 3f786850e387550fdab836ed7e6dc881de23001b",
    "the secret key: perseverance-and-determination",
]


@pytest.mark.parametrize("kind", KEYS)
def test_a_key_is_found_and_never_shown(kind: str) -> None:
    text = f"it says {KEYS[kind]} and stops"
    (secret,) = SECRETS.find(text)
    assert secret.kind == kind
    value = text[secret.start : secret.end]
    assert mask(text) == text.replace(value, masked(value))
    assert value[4:] not in mask(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_stands_for_a_key_is_no_secret(text: str) -> None:
    assert SECRETS.find(f"it says {text} there") == []


def test_line_breaks_of_a_private_key_may_be_written_out() -> None:
    (secret,) = SECRETS.find(json.dumps({"key": pem("PRIVATE" + " KEY", "\n")}))
    assert secret.kind == "private key"


def test_many_texts_are_scanned_as_one_is() -> None:
    texts = ["nothing", KEYS["npm token"], "lone \ud800 surrogate \0", *HARMLESS, KEYS["GitHub token"]]
    assert list(SECRETS.scan(texts)) == [(1, SECRETS.find(texts[1])), (len(texts) - 1, SECRETS.find(texts[-1]))]


@pytest.mark.parametrize(
    "part",
    ["eyJ", "sk-", "-----BEGIN PRIVATE KEY-----", "http://a:", "api_key=", "bearer ", "SG.aaaaaaaaaaaaaaaaaaaa.", "x://u:my_pass"],
)  # fmt: skip
def test_a_hostile_text_is_read_in_no_time(part: str) -> None:
    assert SECRETS.find(part * (200_000 // len(part))) == []


def run(*values: dict[str, Any]) -> CheckOutput:
    spec, reading = all_checks()["PRV001"], read(list(values))
    return spec.function(shape(reading.records, reading.sources), None, spec.params())


def test_a_row_is_one_finding_with_all_its_secrets_masked() -> None:
    key, other = KEYS["AWS access key id"], KEYS["npm token"]
    output = run({"prompt": f"use {key}", "completion": f"no, {other}"}, {"prompt": "which?", "completion": "none"})
    (finding,) = output.findings
    assert finding.message == "AWS access key id, npm token in input and output: AKIA…, npm_…"
    assert finding.evidence["secrets"][0] == {"kind": "AWS access key id", "masked": "AKIA…", "field": "input"}
    assert output.measures[0].value == 1


def test_neither_message_nor_evidence_holds_the_secret() -> None:
    for secret in KEYS.values():
        (finding,) = run({"prompt": secret, "completion": "fine"}).findings
        (found,) = SECRETS.find(secret)
        assert secret[found.start + 4 : found.end] not in finding.message + json.dumps(dict(finding.evidence))
