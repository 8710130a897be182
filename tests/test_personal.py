"""What leads to one person is found and masked; what stands for it in examples, or only looks like it, is not.

Numbers with check digits are drawn and completed here; the telephone numbers are those of parliaments.
"""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from dataaudit import checksums
from dataaudit.fictional import is_made_up
from dataaudit.formats import shape
from dataaudit.model import CheckOutput
from dataaudit.personal import PERSONAL
from dataaudit.quoting import mask
from dataaudit.reading import read
from dataaudit.registry import all_checks

RANDOM = Random(11)


def drawn(form: str, check: Callable[[str], bool], letters: str = "ABCDEFGHJKLMNPQRSTUVWXYZ") -> str:
    """A value with a digit for each # and a letter for each @ whose check digits are right."""
    while True:
        draw = {"#": "0123456789", "@": letters}
        value = "".join(RANDOM.choice(draw[c]) if c in draw else c for c in form)
        bare = value.translate(str.maketrans("", "", " .-"))
        if check(bare) and not is_made_up(bare):
            return value


CARD = drawn("4539 #### #### ####", checksums.luhn)
AMEX = drawn("3725 ###### #####", checksums.luhn)
IBAN = drawn("DE## 3705 0198 #### #### ##", checksums.mod97)
FOUND: list[tuple[str, str, str]] = [
    ("email address", "Von: {}\nBetreff: Miete", "lena.hoffmann@web.de"),
    ("email address", "mailto:{}?subject=hi", "P_Dupont+shop@mairie-lyon.fr"),
    ("email address", "{}", "anya.press@mail.ru"),
    ("email address", "{},", "somers@stmarys.school.nz"),
    ("email address", "https://shop.net/login?mail={}", "lena.hoffmann@web.de"),
    ("phone number", "ring {}.", "+44 20 7219 3000"),
    ("phone number", "({} is the switchboard)", "(202) 456-1414"),
    ("phone number", "fax {},", "202-225-7895"),
    ("phone number", "Tel.: {}", "030/22732152"),
    ("phone number", "call me at {}", "020 7219 4272"),
    ("phone number", "My number is {}!", "2022243121"),
    ("phone number", "call {} from abroad", "0033 1 40 63 60 00"),
    ("card number", "charged to {} twice", CARD),
    ("card number", "charged to {} twice", CARD.replace(" ", "-")),
    ("card number", "my visa {} is refused", CARD.replace(" ", "")),
    ("card number", "{}", AMEX),
    ("IBAN", "to {} BIC COLSDE33", IBAN),
    ("IBAN", "iban: {}.", IBAN.replace(" ", "").lower()),
    ("IBAN", "{}", drawn("FR## ##### ##### #####A##### ##".replace(" ", ""), checksums.mod97)),
    ("US social security number", "SSN {}", "536-22-8726"),
    ("US social security number", "my social security number is {}", "536228726"),
    ("IP address", "login from {} at noon", "84.151.22.9"),
    ("IP address", "[{}]:443", "2003:e4:bf1f:8b00:1d2:9bf1:77a2:3c"),
    ("national id", "mi DNI es {}", drawn("########@", checksums.dni)),
    ("national id", "NIE {}", drawn("X#######@", checksums.dni)),
    ("national id", "{}", drawn("BNCMRA##T##F###@", checksums.codice_fiscale, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    ("national id", "CPF {}", drawn("###.###.###-##", checksums.cpf)),
    ("national id", "{}", drawn("31010419870614###X", checksums.resident_id)),
    ("national id", "NIR {}", drawn("2 89 06 75 112 ### ##", checksums.nir)),
    ("national id", "aadhaar: {}", drawn("4### #### ####", checksums.verhoeff)),
    ("national id", "National Insurance number {}", "JG 48 27 36 B"),
    ("passport number", "passport no. {}", "C4RT92KL7"),
    ("passport number", "{}", "C01X0006H1D<<6408125<1710319<<<<<<<<<<<<<<<0"),
]
NOT_FOUND = [
    *(
        "jane.doe@example.com",
        "x@shop.example",
        "name@domain.com",
        "john.doe-12@example-domain.com",
        "your_email@gmail.com",
        "user123@gmail.com",
    ),
    *("support@amazon.com", "no-reply@github.com", "it.support@uni-bonn.de", "john@gmail.com", "xxxx@gmail.com"),
    *("logo@2x.png", "react@18.2.0", "git@github.com:a/b.git", "postgres://bill:pw9x@db.shop.net/x", "@a.user.name"),
    *(
        "(212) 555-0198",
        "+1 212-555-6789",
        "call 1-800-273-8255",
        "(123) 456-7890",
        "+49 1234567890",
        "phone 0000 000 000",
    ),
    *("020 7946 0958", "+44 7700 900123", "+33 1 99 00 12 34", "+49 30 23125 123", "+61 491 570 156", "(999) 444-1212"),
    *("call about my order 2839472938", "2839472938", "20231104-5521", "2023-10-04 12:30:45", "3.14159265358979"),
    *("4111 1111 1111 1111", "4242424242424242", "5555-5555-5555-4444", "visa 378282246310005", "4539 1488 0343 6468"),
    "order " + CARD.replace(" ", ""),
    *("GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", IBAN[:-1] + "x", "DE12345678901234567890"),
    *("123-45-6789", "078-05-1120", "000-12-3456", "666-12-3456", "987-65-4321", "536228726", "536-22-87261"),
    *(
        "192.168.1.20",
        "127.0.0.1",
        "192.0.2.144",
        "203.0.113.9",
        "v1.2.113.4",
        "Chrome/114.0.0.0",
        "8.8.8.8",
        "4.2.1.3",
    ),
    *("2001:db8::1", "::1", "fe80::1:2:3", "12:30:45:10", "std::vector", "256.100.1.1", "1.84.151.22.9"),
    *("DNI 12345678Z", "48273615A", "RSSMRA85T10A562S", "CPF 111.111.111-11", "QQ 12 34 56 C", "JG482736B"),
    *("passport is required", "passport number: 123456789", "passport no 20240101", "the passport office of 1998"),
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
]


@pytest.mark.parametrize(("kind", "text", "value"), FOUND)
def test_it_is_found_where_it_stands(kind: str, text: str, value: str) -> None:
    text = text.format(value)
    assert [(one.kind, text[one.start : one.end]) for one in PERSONAL.find(text)] == [(kind, value)]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_leads_to_nobody_is_not_found(text: str) -> None:
    assert PERSONAL.find(text) == PERSONAL.find(f"it says {text} there") == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("lena.hoffmann@web.de", "l…@…"),
        ("+44 20 7219 3000", "+44…"),
        ("(202) 456-1414", "(20…"),
        (CARD, "4539…"),
        (IBAN, "DE…"),
        ("536-22-8726", "…"),
        ("84.151.22.9", "…"),
    ],
)
def test_what_is_shown_identifies_nobody(value: str, shown: str) -> None:
    assert mask(f"it says {value} there") == f"it says {shown} there"


def test_a_secret_and_personal_data_are_masked_once_each() -> None:
    key = "AKIA" + "Q7RM2DXK4ZLP9TWE"
    url = "postgres://billing:hunter2Xq@lena.hoffmann.de/x"
    assert mask(f"{key} lena.hoffmann@web.de {url}") == "AKIA… l…@… postgres://billing:…@lena.hoffmann.de/x"


def test_many_texts_are_scanned_as_one_is() -> None:
    texts = [*NOT_FOUND, *(text.format(value) for _, text, value in FOUND), "lone \ud800 surrogate \0"]
    expected = [(i, found) for i, text in enumerate(texts) if (found := PERSONAL.find(text))]
    assert list(PERSONAL.scan(texts)) == expected
    assert len(expected) == len(FOUND)


@pytest.mark.parametrize(
    "part",
    ["1", "1 ", "+1", "a@", "a@a.", "@a.b", "1.2.3.", "2a02:", "DE12 ", "4539 ", "0", "call 0", "passport A1", "(202) ",
     "A<1", "lea.m@web.de "],
)  # fmt: skip
def test_a_hostile_text_is_read_in_no_time(part: str) -> None:
    PERSONAL.find(part * (100_000 // len(part)))


def run(*values: dict[str, Any]) -> CheckOutput:
    spec, reading = all_checks()["PRV002"], read(list(values))
    return spec.function(shape(reading.records, reading.sources), None, spec.params())


def test_a_row_is_one_finding_with_all_its_data_masked() -> None:
    output = run(
        {"prompt": "I am lena.hoffmann@web.de", "completion": f"and {CARD} is yours"},
        {"prompt": "which?", "completion": "none"},
    )
    (finding,) = output.findings
    assert finding.message == "email address, card number in input and output: l…@…, 4539…"
    assert finding.evidence["personal_data"][1] == {"kind": "card number", "masked": "4539…", "field": "output"}
    assert output.measures[0].value == 1


def test_a_message_names_a_few_and_counts_the_rest() -> None:
    mails = [f"{name}.meier@web.de" for name in ("ada", "bea", "cleo", "dora", "eva", "fee", "gina")]
    (finding,) = run({"prompt": ", ".join(mails), "completion": "fine"}).findings
    assert finding.message == "email address in input: a…@…, b…@…, c…@…, d…@…, e…@… and 2 more"
    assert len(finding.evidence["personal_data"]) == 7


def test_neither_message_nor_evidence_holds_the_data() -> None:
    for _, text, value in FOUND:
        (finding,) = run({"prompt": text.format(value), "completion": "fine"}).findings
        assert value not in finding.message + json.dumps(dict(finding.evidence))
