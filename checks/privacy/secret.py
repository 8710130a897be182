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
`rows_with_secrets` counts the rows.

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

from dataclasses import dataclass

from dataaudit.checks.privacy.rows import findings
from dataaudit.credentials import SECRETS
from dataaudit.dataset import Dataset
from dataaudit.evidence import EvidenceView
from dataaudit.model import CheckOutput, Limit, Measure, Pillar, Remedy
from dataaudit.registry import check

CODE = "PRV001"
_NO_SECRETS = Limit(None, 0, source="default policy: a secret that was trained on is leaked")
_SUGGESTION = "withdraw it at its issuer, then replace it by a placeholder or drop the row"


@dataclass(frozen=True, kw_only=True)
class Params:
    """Settings of PRV001."""

    rows_with_secrets: Limit = _NO_SECRETS


@check(CODE, "secret", Pillar.PRIVACY, params=Params, disqualifies=True, remedy=Remedy.FIX)
def secret(dataset: Dataset, evidence: EvidenceView, params: Params) -> CheckOutput:
    """Report rows with secrets, each secret masked."""
    del evidence, params
    found = findings(CODE, dataset, SECRETS, "secrets", _SUGGESTION)
    return CheckOutput(measures=(Measure("rows_with_secrets", len(found)),), findings=found)
