"""Keys, tokens and passwords in the texts.

## What it does

Points at rows that hold a secret: keys of AWS, Google, OpenAI, Anthropic, Stripe, SendGrid, Twilio and others,
tokens of GitHub, GitLab, Slack, Hugging Face, npm and PyPI, private keys in PEM blocks, signed JSON web
tokens, passwords in connection strings, and long random values that are assigned to an `api_key` or the like.

## Why it matters

A fine-tuned model repeats what it was trained on to whoever asks, and whoever sees the data or the model has
the key. A secret in training data must be treated as leaked: it can't be taken out of a model again.

## How it is measured

Every text of every example (system prompt, input, output, label, the rejected answer) is searched for the
issuers' prefixes and lengths. What stands for a secret is passed over: AKIAIOSFODNN7EXAMPLE and other keys out
of documentation, `<key>`, `${KEY}`, runs and sequences, "user:password@localhost", unsigned tokens, values
that are not random (entropy below 3 bits a character, 3.5 where nothing but its name says that it is a key).

## Thresholds and their source

Any secret fails (default policy).

## When it is wrong

A key that was made up for an example looks like a real one: write it as `<api key>`. A password without a
connection string, and keys of issuers that give them no prefix, are not seen. Reports show four characters
of a secret at most.

## What to do

Withdraw the secret at its issuer, then replace it in the data by a placeholder or drop the row.

## References

GitHub secret scanning, supported patterns; gitleaks and detect-secrets (formats of keys); RFC 7468 (PEM),
RFC 7519 (JSON web token); Carlini et al. 2021, Extracting Training Data from Large Language Models
(arXiv 2012.07805).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dataaudit.credentials import Secret, masked, scan
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Finding, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check

CODE = "PRV001"
_FIELDS = ("system", "input", "output", "label", "extra")
_NO_SECRETS = Limit(None, 0, source="default policy: a secret that was trained on is leaked")


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of PRV001."""

    rows_with_secrets: Limit = _NO_SECRETS


@check(CODE, "secret", Pillar.PRIVACY, params=Params, disqualifies=True, remedy=Remedy.FIX)
def secret(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows with secrets, each secret masked."""
    del evidence, params
    found: dict[int, list[dict[str, Any]]] = {}
    for row, column, text, secrets in _secrets(dataset):
        seen = found.setdefault(row, [])
        described = [_described(column, text, one) for one in secrets]
        seen += [item for item in described if not _repeats(item, seen)]
    return CheckOutput(
        measures=(Measure("rows_with_secrets", len(found)),),
        findings=tuple(_finding(dataset, row, found[row]) for row in sorted(found)),
    )


def _secrets(dataset: Dataset) -> Iterator[tuple[int, str, str, Sequence[Secret]]]:
    """Row, field, text and secrets of each text that has any."""
    for column in (name for name in _FIELDS if name in dataset.examples):
        pairs = zip(dataset.examples.index.tolist(), dataset.examples[column].tolist(), strict=True)
        texts = [(row, text) for row, text in pairs if isinstance(text, str)]
        for i, secrets in scan([text for _, text in texts]):
            yield texts[i][0], column, texts[i][1], secrets


def _described(column: str, text: str, secret: Secret) -> dict[str, Any]:
    shown = masked(text[secret.start : secret.end])
    return {"kind": secret.kind, "masked": shown, "field": column, "confidence": secret.confidence}


def _repeats(item: dict[str, Any], seen: Sequence[dict[str, Any]]) -> bool:
    """Whether it is an output that is the label as well."""
    return item["field"] == "label" and any(item | {"field": "output"} == other for other in seen)


def _finding(dataset: Dataset, row: int, secrets: Sequence[dict[str, Any]]) -> Finding:
    kinds = ", ".join(dict.fromkeys(item["kind"] for item in secrets))
    fields = list(dict.fromkeys(item["field"] for item in secrets))
    return Finding(
        CODE,
        f"{kinds} in {' and '.join(fields)}: {', '.join(item['masked'] for item in secrets)}",
        (dataset.locate(row, fields[0]),),
        confidence=max(item["confidence"] for item in secrets),
        evidence={"secrets": [{key: item[key] for key in ("kind", "masked", "field")} for item in secrets]},
        suggestion="withdraw it at its issuer, then replace it by a placeholder or drop the row",
    )
