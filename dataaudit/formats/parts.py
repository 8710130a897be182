"""Typed parts, of which a message's content may be made: their text, and the rules all consumers share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from xxhash import xxh3_64_hexdigest

from dataaudit.formats.base import Violation, canonical

#: LLaMA-Factory's first-version files say `value` where OpenAI says `text`.
_TEXT_KEYS = ("text", "value", "content")
_IMAGE = re.compile(
    r"(https?|file|gs|s3)://|data:image/(jpe?g|png|webp|gif);base64,|[^<>]+\.(jpe?g|png|webp|gif|bmp)$",
    re.IGNORECASE,
)


def part_text(part: Any) -> str:
    """A part as text: its own, or type and hash of what is no text, so that equal parts are equal."""
    if not isinstance(part, dict):
        return part if isinstance(part, str) else canonical(part)
    kind = part.get("type") or "text"
    for key in _TEXT_KEYS:
        if isinstance(part.get(key), str) and kind == "text":
            return str(part[key])
    content = canonical({key: value for key, value in part.items() if key != "type" and value is not None})
    return f"[{part.get('type')} {xxh3_64_hexdigest(content.encode('utf-8', 'surrogatepass'))}]"


def part_violations(parts: Sequence[Any], field: str) -> Iterator[Violation]:
    """The rules that parts break; `field` is where the list stands in its record."""
    for i, part in enumerate(parts):
        yield from _broken(part, f"{field}[{i}]")


def _broken(part: Any, field: str) -> Iterator[Violation]:
    if not isinstance(part, dict) or not isinstance(part.get("type"), str):
        yield Violation("part-without-type", f"{field} is no object with a type", field)
    elif part["type"] == "text" and not any(isinstance(part.get(key), str) for key in _TEXT_KEYS):
        yield Violation("part-without-text", f"{field} is of type text and has none", field)
    elif part["type"] == "image_url":
        image = part.get("image_url")
        url = image.get("url") if isinstance(image, dict) else image
        if not isinstance(url, str) or not _IMAGE.match(url):
            message = f"{field} is neither an address nor a JPEG, PNG, WEBP or GIF in base64"
            yield Violation("image-url", message, field)
