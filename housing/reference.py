"""Tenancy references: six digits and a check digit, so that a slip of the finger is not somebody else's tenancy."""


def with_check_digit(body: int) -> str | None:
    """The seven-digit reference made of these six digits, or None for the one body in eleven that has none.

    Weights 7 to 2 and modulus 11, as in an ISBN: finds every wrong digit and every swap of two.
    """
    weighted = sum(weight * int(digit) for weight, digit in zip(range(7, 1, -1), f"{body:06}", strict=True))
    check = -weighted % 11
    return None if check == 10 else f"{body:06}{check}"


def is_reference(text: str) -> bool:
    """Whether these are seven digits of which the last fits the others."""
    return len(text) == 7 and text.isascii() and text.isdigit() and text == with_check_digit(int(text[:6]))
