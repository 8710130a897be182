"""Answers that are right in another form, and near misses."""

import pytest

from dataaudit.baselines.form import Labels, is_same_but_form

LABELS = Labels(
    ["track_order", "cancel_order", "refund", "no", "card_payment", "card_payment_fee_charged", "NUM:count"]
)


@pytest.mark.parametrize(
    ("expected", "output"),
    [
        ("track_order", "Track Order"),
        ("track_order", "`track_order`"),
        ("track_order", "**track_order**"),
        ("track_order", "track_order."),
        ("track_order", "Intent: track_order"),
        ("track_order", "The intent is track_order."),
        ("track_order", 'I would classify this as "track order" because they ask where the parcel is.'),
        ("track_order", "I'd say track_order, because of the parcel."),
        ("track_order", "track_order - the customer asks for a parcel"),
        ("track_order", "This message belongs to the category track_order."),
        ("track_order", '{"intent": "track_order"}'),
        ("track_order", '["track_order"]'),
        ("track_order", '```json\n{"intent": "track_order", "confidence": 0.9}\n```'),
        ("track_order", "<think>cancel_order? no.</think>\ntrack_order"),
        ('{"intent": "track_order"}', "track_order"),
        ("no", "The answer is no."),
        ("NUM:count", "num: count"),
    ],
)
def test_a_label_in_another_form_is_the_same(expected: str, output: str) -> None:
    assert is_same_but_form(expected, output, LABELS)


@pytest.mark.parametrize(
    ("expected", "output"),
    [
        ("track_order", ""),
        ("track_order", "cancel_order"),
        ("track_order", "not track_order"),
        ("track_order", "The intent is not track_order."),
        ("track_order", "It isn't track_order"),
        ("track_order", "Maybe track_order"),
        ("track_order", "track_order or cancel_order"),
        ("track_order", "The intent is track_order_status."),
        ("track_order", "The intent is track order status"),
        ("track_order", "I can track order 5 for you"),
        ("track_order", '{"intent": "cancel_order"}'),
        ("track_order", '{"intent": "cancel_order", "previous": "track_order"}'),
        ("refund", '{"intent": "refund_request", "category": "refund"}'),
        ("refund", "refund_request"),
        ("card_payment", "The intent is card_payment_fee_charged"),
    ],
)
def test_another_label_or_a_doubt_is_no_matter_of_form(expected: str, output: str) -> None:
    assert not is_same_but_form(expected, output, LABELS)


@pytest.mark.parametrize(
    ("expected", "output", "same"),
    [
        ("42", "The answer is 42.", True),
        ("4", '{"answer": 4}', True),
        ("Paris", '"Paris"', True),
        ("Hello  World.", "hello world", True),
        ('{"a": 1, "b": "x"}', '```json\n{"b": "X",\n "a": 1}\n```', True),
        ("print('a')", "```python\nprint('a')\n```", True),
        ("42", "43", False),
        ("5", "-5", False),
        ("4", '{"answer": 5}', False),
        ("x = (1)", "x = 1", False),
        ("Paris", "The capital is Paris, not Lyon", False),
        ('{"spam": true}', '{"ham": true}', False),
        ('{"a": [1, 2]}', '{"a": [2, 1]}', False),
        ("print('a')", "print('A')", False),
    ],
)
def test_texts_are_the_same_but_for_what_stands_around_them(expected: str, output: str, same: bool) -> None:
    assert is_same_but_form(expected, output, None) is same
