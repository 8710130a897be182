"""Is this dataset ready to fine-tune on? GO or NO-GO, with the rows behind it.

from dataaudit import audit
report = audit("train.jsonl", reference="production.jsonl")
report.verdict.decision
"""

from dataaudit.audit import audit
from dataaudit.errors import DataAuditError
from dataaudit.report import Report
from dataaudit.starter import init

__all__ = ["DataAuditError", "Report", "audit", "init"]
