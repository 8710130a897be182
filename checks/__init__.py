"""The checks: one folder a pillar, one file a rule. They are found by `dataaudit.registry`."""

if __name__ != "dataaudit.checks":
    raise ImportError("import dataaudit.checks, not checks: the same check would be registered twice")
