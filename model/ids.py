"""Identifiers for public places: unguessable, from the system's source of randomness."""

import secrets

#: Crockford's base 32 without the letters that are misread or spell words.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"


def public_id() -> str:
    """128 random bits, safe in an address."""
    return secrets.token_urlsafe(16)


def reference(prefix: str = "DS") -> str:
    """A reference that can be read out over the telephone, such as DS-7K2QM4B; the store refuses a second one."""
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(7))
