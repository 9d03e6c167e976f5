"""Identifiers for public places: unguessable, from the system's source of randomness."""

import secrets
from base64 import urlsafe_b64encode
from os import urandom
from time import time_ns

#: Crockford's base 32 without the letters that are misread or spell words.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
FIGURES = 7


def public_id() -> str:
    """128 random bits, safe in an address. The milliseconds before them make a database put new ones side by side."""
    return urlsafe_b64encode((time_ns() // 1_000_000).to_bytes(6, "big") + urandom(16))[:-2].decode()


def reference(prefix: str = "DS") -> str:
    """A reference that can be read out over the telephone, such as DS-7K2QM4B; the store refuses a second one."""
    number = secrets.randbelow(len(ALPHABET) ** FIGURES)
    letters = []
    for _ in range(FIGURES):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return f"{prefix}-{''.join(letters)}"
