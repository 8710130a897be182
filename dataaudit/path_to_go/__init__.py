"""The path to GO: a small set of edits that turns the verdict, found by judging again after each.

Edits act on rows: which are gone, healed or added. Measures follow from the rows (`measures`), and the real verdict
judges them (`planner`).
"""

from dataaudit.path_to_go.contents import Contents
from dataaudit.path_to_go.planner import Planner

__all__ = ["Contents", "Planner"]
