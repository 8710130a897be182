"""What changed between two reports, as JSON."""

from __future__ import annotations

import orjson

from dataaudit.changes import Changes


def render(changes: Changes) -> bytes:
    """The comparison as UTF-8 JSON; what each key holds is told in `Changes`."""
    return orjson.dumps(changes.to_dict(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
