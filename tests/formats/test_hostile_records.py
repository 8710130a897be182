"""Whatever stands in a record, no format stumbles over it."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dataaudit.dataset import Record, Source
from dataaudit.errors import FormatError
from dataaudit.formats import FORMATS, Example, Violation, format_of, shape
from dataaudit.formats.drift import Keys
from dataaudit.model import Severity

COLUMNS = sorted(set().union(*(format.columns for format in FORMATS)) | {"kto_tag", "tools", "functions", "answer"})
KEYS = [
    "role", "content", "from", "value", "text", "type", "parts", "label", "messages", "weight", "tool_calls",
    "function_call", "function", "name", "arguments", "image_url", "url", "functionCall", "toolResult",
]  # fmt: skip
ROLES = ["user", "assistant", "system", "tool", "human", "gpt", "model"]
WORDS = [*ROLES, "text", "image_url", "true", "[]", '"{}"', '{"a": 1}']
NUMBERS = st.integers() | st.sampled_from([0, 1, -100, 2**70]) | st.floats()
PLAIN = st.none() | st.booleans() | NUMBERS | st.text(max_size=3) | st.sampled_from(WORDS)


def nested(inner: Any) -> Any:
    lists = st.lists(inner, max_size=3)
    return lists | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=2), inner, max_size=4)


JSON = st.recursive(PLAIN, nested, max_leaves=6)
#: Messages in which most is as it should be, so that what is looked at last is reached too.
MESSAGES = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(ROLES) | PLAIN},
        optional=dict.fromkeys(("content", "parts", "from", "value", "weight", "tool_calls", "text", "label"), JSON),
    ),
    min_size=1,
    max_size=3,
)
VALUES = JSON | MESSAGES | st.lists(st.integers(), max_size=3) | st.fixed_dictionaries({"messages": MESSAGES})
RECORDS = st.dictionaries(st.sampled_from(COLUMNS) | st.text(max_size=2), VALUES, max_size=4)
SETTINGS = settings(max_examples=80, deadline=None, derandomize=True)


def check(violations: list[Violation]) -> None:
    for violation in violations:
        assert isinstance(violation, Violation)
        assert violation.rule
        assert violation.message == violation.message.strip()
        assert violation.severity in set(Severity)
        json.dumps(violation._asdict(), allow_nan=False).encode()


def question(values: list[dict[str, Any]]) -> str | None:
    """What is asked about the format of records, None if they make a dataset."""
    records = [Record("data.jsonl", line, value) for line, value in enumerate(values, 1)]
    try:
        dataset = shape(records, (Source("data.jsonl", "0" * 64, 1, len(values)),))
    except FormatError as error:
        return str(error)
    assert format_of(dataset).name == dataset.format
    assert len(dataset.record_formats) == len(values)
    return None


@SETTINGS
@given(value=RECORDS)
def test_every_format_reads_any_record_as_far_as_it_goes(value: dict[str, Any]) -> None:
    for format in FORMATS:
        assert format.resembles(value) or not format.matches(value)
        example = format.fitted([value]).example(value)
        assert isinstance(example, Example)
        assert all(text is None or isinstance(text, str) for text in example._replace(turns=None))
        check(format.violations(value) + format.blanks(value) + format.dataset_violations([value, value]))


@SETTINGS
@given(values=st.lists(RECORDS, min_size=1, max_size=3))
def test_any_records_make_a_dataset_or_a_question(values: list[dict[str, Any]]) -> None:
    asked = question(values)
    assert asked is None or "\n" not in asked
    for types in Keys.of(dict(enumerate(values))).changing_types().values():
        assert len(types.counts) > 1
        assert types.counts.keys() == types.first.keys()
