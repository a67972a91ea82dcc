"""Check digits of national numbers: with one, a bare number can be told from a laboratory value."""

from collections.abc import Sequence


def nhs(number: str) -> bool:
    """England's NHS number: ten digits, weights 10 to 2, modulo 11."""
    digits = _digits(number)
    if len(digits) != 10:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check % 11 == digits[9] and check != 10


def luhn(number: str) -> bool:
    """The check of bank cards, South African identity numbers and device IMEIs."""
    total = 0
    for place, digit in enumerate(reversed(_digits(number))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def weighted(number: str, weights: Sequence[int], modulus: int) -> bool:
    """Whether the weighted sum of all digits leaves no remainder."""
    digits = _digits(number)
    return (
        len(digits) == len(weights)
        and sum(a * b for a, b in zip(digits, weights, strict=True)) % modulus == 0
    )


def pesel(number: str) -> bool:
    """Poland's eleven digits."""
    return weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10)


def bsn(number: str) -> bool:
    """The Netherlands' nine digits."""
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), 11)


def norwegian(number: str) -> bool:
    """Norway's eleven digits, two checks."""
    return weighted(number[:-1], (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), 11) and weighted(
        number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), 11
    )


def cpf(number: str) -> bool:
    """Brazil's eleven digits, two checks."""
    digits = _digits(number)
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    return all(
        sum((size + 1 - i) * digits[i] for i in range(size)) * 10 % 11 % 10 == digits[size]
        for size in (9, 10)
    )


def dni(number: str) -> bool:
    """Spain's eight digits with the letter of their remainder by 23."""
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number[:8]) % 23] == number[-1].upper()


def chinese(number: str) -> bool:
    """China's eighteen places, the last a digit or X."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(weight * int(digit) for weight, digit in zip(weights, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def _digits(number: str) -> list[int]:
    return [int(sign) for sign in number if sign.isdigit()]
