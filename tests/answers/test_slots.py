"""What prompts are filled with."""

import pytest

from dataaudit.answers.slots import Slots


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Name five rivers in the United States.", "List 5 rivers in the US"),
        ('Explain "free will".', "What is free will?"),
        ("Convert 4km into miles.", "Convert 4 km to miles"),
        ("Who wrote Faust?", "Tell me who wrote Faust"),
    ],
)
def test_the_same_fillings(one: str, other: str) -> None:
    assert Slots(one).equal(Slots(other))
    assert Slots(other).equal(Slots(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A cylinder of radius 5 and height 10", "A cylinder of radius 10 and height 5"),
        ("Describe a person in Faust", "Describe a person in Hamlet"),
        ('What is "free will"?', 'What is "good will"?'),
        ("Convert this number to binary: 10", "Convert this binary number to decimal: 10"),
        ("谢谢", "你好"),
        (" ".join(f"word{n}" for n in range(60)), " ".join(f"word{n}" for n in range(20, 80))),
    ],
)
def test_other_fillings(one: str, other: str) -> None:
    assert not Slots(one).equal(Slots(other))
    assert not Slots(other).equal(Slots(one))
