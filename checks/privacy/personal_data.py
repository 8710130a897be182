"""Email addresses, phone numbers, cards, accounts and ids in the texts.

## What it does

Points at rows that hold data of a person: email addresses, telephone numbers, payment cards, IBANs, US social
security numbers, national ids (Spain, Italy, France, Britain, Brazil, China, India), passport numbers and public
IP addresses.

## Why it matters

A fine-tuned model repeats what it was trained on to whoever asks: rare strings such as these are what it learns
by heart first. Whose data they are must have agreed, or the law has (GDPR Art. 6), and what a model has learnt
can't be erased on demand.

## How it is measured

Every text of every example (system prompt, input, output, label, the rejected answer) is searched. Numbers must be
possible: cards by issuer and Luhn's check digit, IBANs by length and modulo 97, ids by their check digits,
telephone numbers by the numbering plans in phonenumbers, social security numbers by the ranges assigned. What
many a number is like counts only beside a word that says what it is: a card number without gaps, a telephone
number without country code but in North American form, a passport number. Passed over: example.com, test cards,
555 numbers and others that are kept free for stories, addresses reserved for documentation, mailboxes of a
function (support@), service numbers, John Doe, digits in sequence. `rows_with_personal_data` counts the rows.

## Thresholds and their source

Any row warns, none fails (default policy): whether the data may be used is a question of consent, which the
texts don't answer. Set `fail` in [thresholds] where they must not be there.

## When it is wrong

Names, postal addresses and dates of birth are not looked for: no pattern knows them. Invented data are reported
if they look real, and so is what a firm has published. A part number in the form 123-45-6789 is taken for a
social security number, and one of three, three and four digits may be a telephone number.

## What to do

Replace each by a placeholder of its kind (`<email>`, `<phone>`), the same one for the same person within a row,
or drop the row. `dataaudit explain PRV001` is about keys and passwords.

## References

Carlini et al. 2021, Extracting Training Data from Large Language Models (arXiv 2012.07805); Lukas et al. 2023,
Analyzing Leakage of Personally Identifiable Information in Language Models (arXiv 2302.00539); ISO/IEC 7812
(cards), ISO 13616 (IBAN), ICAO 9303 (passports), Social Security Administration (ranges assigned),
RFC 2606, RFC 5737 and RFC 6761 (reserved for examples).
"""

from __future__ import annotations

from dataclasses import dataclass

from dataaudit.checks.privacy.rows import findings
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.personal import PERSONAL
from dataaudit.registry import check

CODE = "PRV002"
_SUGGESTION = "replace it by a placeholder of its kind, or drop the row"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of PRV002."""

    rows_with_personal_data: Limit = Limit(0, None, source="default policy: personal data warn, never fail")


@check(CODE, "personal-data", Pillar.PRIVACY, params=Params, remedy=Remedy.FIX)
def personal_data(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows with personal data, each value masked."""
    del evidence, params
    found = findings(CODE, dataset, PERSONAL, "personal_data", _SUGGESTION)
    return CheckOutput(measures=(Measure("rows_with_personal_data", len(found)),), findings=found)
