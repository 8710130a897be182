"""Which digits are a telephone number that leads to somebody."""

from __future__ import annotations

from collections.abc import Sequence

from dataaudit.fictional import is_drama_number

NORTH_AMERICA = ("US",)
#: Where numbers without a country code are looked up, by the way they are written: with the 0 that many
#: countries dial before an area code, or without. The countries with the most text on the web.
WITH_ZERO = ("GB", "DE", "FR", "IT", "AU", "NL", "AT", "CH", "IN")
WITHOUT_ZERO = ("US", "IN", "ES", "BR", "MX", "PL")


def leads_to_somebody(written: str, regions: Sequence[str]) -> bool:
    """Whether this is the number of a person or office: no service number, and none kept free for stories.

    Parameters
    ----------
    written
        The number as it stands in the text.
    regions
        Countries (ISO 3166) to look it up in; more of those that know it must take it for somebody's than for a
        service's. None of a number that begins with "+".
    """
    from phonenumbers import NumberParseException, is_valid_number, national_significant_number, number_type, parse

    votes = 0
    for region in regions or (None,):
        try:
            number = parse(written, region)
        except NumberParseException:
            continue
        if is_drama_number(f"{number.country_code}{national_significant_number(number)}"):
            return False
        if is_valid_number(number):
            votes += 1 if number_type(number) in _somebodys_types() else -1
    return votes > 0


def _somebodys_types() -> frozenset[int]:
    """Lines that end at one person or office, unlike free, premium-rate and shared-cost numbers."""
    from phonenumbers import PhoneNumberType as Kind

    return frozenset({Kind.FIXED_LINE, Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE, Kind.PERSONAL_NUMBER, Kind.VOIP})
