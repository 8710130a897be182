"""Topics that the data are declared to cover (`[coverage] topics`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dataaudit.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by its name, which may be a sentence, and by examples of inputs or a description."""

    name: str = ""
    examples: tuple[str, ...] = ()
    description: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands for it: its examples, else its description, else its name."""
        return self.examples or (self.description or self.name,)


class DeclaredTopics:
    """The topics with their vectors.

    Attributes
    ----------
    topics
        In the order in which they were declared.
    vectors
        Of each topic the (t, d) float32 vectors of its texts, of length 1.
    """

    def __init__(self, topics: Sequence[Topic], encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        from dataaudit.evidence.text import normalise

        self.topics = tuple(topics)
        texts = [[normalise(text) for text in topic.texts] for topic in topics]
        place = {text: i for i, text in enumerate(sorted({text for own in texts for text in own}))}
        encoded = encode(list(place))
        self.vectors = [encoded[[place[text] for text in own]] for own in texts]


def parse_topics(entries: Any, where: str) -> tuple[Topic, ...]:
    """Topics from the settings: sentences, or tables with a name and examples or a description.

    Raises
    ------
    ConfigError
        An entry is neither, has an unknown key, is blank, or has the name of another; `where` begins the sentence.
    """
    if not isinstance(entries, list | tuple):
        raise ConfigError(f"{where}: topics = {entries!r} is not a list")
    topics = tuple(_topic(entry, f"{where}: topics, entry {n}") for n, entry in enumerate(entries, start=1))
    names = [topic.name for topic in topics]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{where}: two topics are called {name!r}; give each a name of its own")
    return topics


def _topic(entry: Any, where: str) -> Topic:
    table = {"name": entry} if isinstance(entry, str) else entry
    if not isinstance(table, Mapping):
        raise ConfigError(f"{where}: {entry!r} is neither a sentence nor a table with name and examples")
    if unknown := table.keys() - {"name", "examples", "description"}:
        raise ConfigError(f"{where}: unknown key {min(unknown)!r}; a topic has name, examples and description")
    name, examples, description = table.get("name"), table.get("examples", []), table.get("description", "")
    if not isinstance(examples, list | tuple) or not all(_is_said(text) for text in [name, *examples]):
        raise ConfigError(f"{where}: a topic needs a name, and its examples are a list of texts, none of them blank")
    if not isinstance(description, str) or (description and examples):
        raise ConfigError(f"{where}: {name!r} needs examples or a description, which is a text, not both")
    return Topic(str(name), tuple(examples), description)


def _is_said(text: Any) -> bool:
    return isinstance(text, str) and bool(text.strip())
