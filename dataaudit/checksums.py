"""Check digits of cards, accounts and national ids."""

from __future__ import annotations

from collections.abc import Sequence

_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
#: What the digits 0 to 9, and the letters A to J, count in the odd places of Italy's code.
_ODD_DIGITS = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_ODD_PLACES = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (*_ODD_DIGITS, *_ODD_DIGITS, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: The permutation of Verhoeff's code; its powers are what the places of the number go through.
_VERHOEFF = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def luhn(digits: str) -> bool:
    """Cards (ISO/IEC 7812-1): every second digit doubled, the digit sum divisible by 10."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(map(int, digits[-1::-2]))) % 10 == 0


def mod97(value: str) -> bool:
    """Accounts (ISO 13616, ISO/IEC 7064): the first four characters at the end, letters as 10 to 35."""
    return int("".join(str(int(c, 36)) for c in value[4:] + value[:4])) % 97 == 1


def dni(value: str) -> bool:
    """Spain's DNI and NIE: the letter is the number modulo 23; a leading X, Y or Z is 0, 1 or 2."""
    number = value[:-1].translate(str.maketrans("XYZ", "012"))
    return value[-1] == _DNI_LETTERS[int(number) % 23]


def codice_fiscale(value: str) -> bool:
    """Italy's tax code (DM 12 March 1974): the last letter is a weighted sum of the others modulo 26."""
    odd = sum(_ODD_PLACES[c] for c in value[:15:2])
    even = sum(int(c) if c.isdigit() else ord(c) - ord("A") for c in value[1:15:2])
    return ord(value[-1]) - ord("A") == (odd + even) % 26


def nir(value: str) -> bool:
    """France's social security number: the last two digits are 97 less the rest modulo 97; Corsica is 2A, 2B."""
    number = value[:-2].replace("2A", "19").replace("2B", "18")
    return 97 - int(number) % 97 == int(value[-2:])


def cpf(digits: str) -> bool:
    """Brazil's CPF: two check digits modulo 11; eleven equal digits pass the sum and are none."""
    return len(set(digits)) > 1 and all(_modulo11(digits[:n], range(n + 1, 1, -1)) == int(digits[n]) for n in (9, 10))


def _modulo11(digits: str, weights: Sequence[int]) -> int:
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return 0 if rest < 2 else 11 - rest


def resident_id(value: str) -> bool:
    """China's resident identity number (GB 11643-1999): ISO 7064 MOD 11-2, the digit ten written X."""
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _RESIDENT_WEIGHTS, strict=True))
    return value[17].upper() == "10X98765432"[total % 11]


def verhoeff(digits: str) -> bool:
    """India's Aadhaar: Verhoeff's code over the dihedral group of order 10."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        moved = int(digit)
        for _ in range(place % 8):
            moved = _VERHOEFF[moved]
        check = _dihedral(check, moved)
    return check == 0


def _dihedral(a: int, b: int) -> int:
    """The product in the group of a pentagon's turns (0–4) and reflections (5–9)."""
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


def travel_document(line: str) -> bool:
    """The second line of a passport's machine-readable zone (ICAO 9303-4): check digits with weights 7, 3, 1."""
    parts = (line[:9], line[9]), (line[13:19], line[19]), (line[21:27], line[27])
    whole = line[:10] + line[13:20] + line[21:43]
    return all(_weighted731(part) == int(digit) for part, digit in (*parts, (whole, line[43])))


def _weighted731(text: str) -> int:
    values = (0 if c == "<" else int(c, 36) for c in text)
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10
