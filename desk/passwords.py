"""Passwords, as argon2id (RFC 9106). Hashing costs 64 MiB and a fraction of a second, so it is done beside the loop and
at most two at a time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()
_threads = ThreadPoolExecutor(2, "passwords")


def hash_password(password: str) -> str:
    """What is stored of a password. Takes a fraction of a second: not for the event loop."""
    return HASHER.hash(password)


async def fits(password: str, stored: str) -> bool:
    """Whether this is the password. Takes as long where nothing is stored."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _fits, password, stored)


def _fits(password: str, stored: str) -> bool:
    try:
        return HASHER.verify(stored or _nobodys(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """Verified in place of the hash of whoever does not exist."""
    return hash_password("nobody")
