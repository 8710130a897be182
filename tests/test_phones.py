"""A number leads to somebody if a numbering plan knows it as a line, not as a service, and nobody keeps it free."""

import pytest

from dataaudit.phones import NORTH_AMERICA, WITH_ZERO, WITHOUT_ZERO, leads_to_somebody


@pytest.mark.parametrize(
    ("written", "regions", "expected"),
    [
        ("+442072193000", (), True),
        ("+44 (0)20 7219 3000", (), True),
        ("+493022732152", (), True),
        ("+15005550006", (), False),
        ("+18002738255", (), False),
        ("+448001111", (), False),
        ("+44207946", (), False),
        ("+442079460123", (), False),
        ("+999123456789", (), False),
        ("(202) 456-1414", NORTH_AMERICA, True),
        ("(202) 555-1414", NORTH_AMERICA, False),
        ("(999) 444-1212", NORTH_AMERICA, False),
        ("020 7219 3000", WITH_ZERO, True),
        ("030/22732152", WITH_ZERO, True),
        ("0800 33 90 00", WITH_ZERO, False),
        ("01632 960123", WITH_ZERO, False),
        ("2022243121", WITHOUT_ZERO, True),
        ("98204 51736", WITHOUT_ZERO, True),
        ("8004561414", WITHOUT_ZERO, False),
        ("no number", NORTH_AMERICA, False),
    ],
)
def test_whose_number_it_is(written: str, regions: tuple[str, ...], expected: bool) -> None:
    assert leads_to_somebody(written, regions) is expected
