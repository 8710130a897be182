"""Check digits: published numbers pass, and no single changed digit does."""

from collections.abc import Callable

import pytest

from dataaudit import checksums

PUBLISHED: list[tuple[Callable[[str], bool], str]] = [
    (checksums.luhn, "79927398713"),
    (checksums.luhn, "4111111111111111"),
    (checksums.mod97, "GB82WEST12345698765432"),
    (checksums.mod97, "FR1420041010050500013M02606"),
    (checksums.dni, "12345678Z"),
    (checksums.dni, "X1234567L"),
    (checksums.codice_fiscale, "RSSMRA85T10A562S"),
    (checksums.nir, "255081416802538"),
    (checksums.nir, "253072A07300443"),
    (checksums.cpf, "52998224725"),
    (checksums.resident_id, "11010519491231002X"),
    (checksums.verhoeff, "2363"),
    (checksums.travel_document, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
]


@pytest.mark.parametrize(("check", "value"), PUBLISHED)
def test_a_published_number_passes(check: Callable[[str], bool], value: str) -> None:
    assert check(value)


@pytest.mark.parametrize(("check", "value"), PUBLISHED)
def test_another_last_digit_does_not(check: Callable[[str], bool], value: str) -> None:
    others = "0123456789" if value[-1].isdigit() else "ABCDEFGHJKLMNPQRSTVWXYZ"
    others = "0123456789" if check is checksums.resident_id else others
    assert [value[:-1] + last for last in others if last != value[-1] and check(value[:-1] + last)] == []


def test_eleven_equal_digits_are_no_cpf() -> None:
    assert not checksums.cpf("11111111111")
