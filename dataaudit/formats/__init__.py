"""Records to examples: what the formats look like, and which one this is.

Two ways in: `shape` for data to train on, `shape_inputs` for a sample of real inputs. A format is added by
a class in the file of its family and a line in `registry.py`.
"""

from __future__ import annotations

from dataaudit.formats.base import Example, Format, Part, Violation
from dataaudit.formats.registry import BY_NAME, FORMATS
from dataaudit.formats.shaping import format_of, has_right_answers, shape, shape_inputs

__all__ = [
    "BY_NAME",
    "FORMATS",
    "Example",
    "Format",
    "Part",
    "Violation",
    "format_of",
    "has_right_answers",
    "shape",
    "shape_inputs",
]
