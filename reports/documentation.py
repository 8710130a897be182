"""A check's docstring as headings and paragraphs."""

from __future__ import annotations

from typing import NamedTuple

from dataaudit.registry import all_checks


class Section(NamedTuple):
    """A part of a check's documentation; the first has no heading."""

    heading: str
    paragraphs: tuple[str, ...]


def sections(code: str) -> list[Section]:
    """The documentation of a check; empty where no such check is installed."""
    spec = all_checks().get(code)
    return parse(spec.doc) if spec else []


def parse(doc: str) -> list[Section]:
    """Split a docstring at its `## ` headings, and each part at its empty lines and list items."""
    found: list[Section] = []
    for part in f"\n{doc}".split("\n## "):
        heading, _, body = part.partition("\n")
        paragraphs = _paragraphs(body)
        if heading or paragraphs:
            found.append(Section(heading.strip(), paragraphs))
    return found


def _paragraphs(body: str) -> tuple[str, ...]:
    blocks = f"\n{body}".replace("\n- ", "\n\n• ").split("\n\n")
    return tuple(text for block in blocks if (text := " ".join(block.split())))
