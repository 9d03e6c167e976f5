"""Who the facts fit, without letting the time taken tell which fact was wrong."""

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from model.housing import Facts


@dataclass(frozen=True, slots=True)
class Candidate:
    """One holder of a tenancy, with what they may be asked for."""

    reference: str
    facts: tuple[bytes, bytes, bytes]


def candidate(reference: str, born: str, postcode: str) -> Candidate:
    """The holder as `fitting` compares them, from what is held: bare digits, an ISO date, a postcode in capitals."""
    return Candidate(reference, (reference.encode(), born.encode(), postcode.replace(" ", "").encode()))


def fitting(facts: Facts, candidates: Iterable[Candidate], among: Sequence[str] | None) -> list[str]:
    """The references that every given fact fits, in order; without a fact none.

    Every candidate is compared in every fact, given or not, found or not, in `among` or not: the time depends on
    nothing but how many candidates there are and how long the offered words are.
    """
    if not facts.given():
        return []
    offered = (plain_reference(facts.reference), _plain_day(facts.born), plain_postcode(facts.postcode))
    missing = (facts.reference is None, facts.born is None, facts.postcode is None)
    found = {one.reference for one in candidates if _fits(one.facts, offered, missing)}
    if among is not None:
        found &= set(among)
    return sorted(found)


def plain_reference(text: str | None) -> bytes:
    """Its digits; spaces, dashes and words such as "ref" fall away, a letter O beside a digit is a nought."""
    noughts = re.sub(r"(?<=\d)O|\bO(?=\d)", "0", (text or "").upper())
    return re.sub(r"[^0-9]", "", noughts).encode()


def plain_postcode(text: str | None) -> bytes:
    """Its letters and digits in capitals; an O or I in the place of the second half's digit is read as 0 or 1."""
    code = re.sub(r"[^0-9A-Z]", "", (text or "").upper())
    digit = code[-3:-2].replace("O", "0").replace("I", "1").replace("L", "1")
    return (code[:-3] + digit + code[-2:]).encode() if digit else code.encode()


def _plain_day(day: date | None) -> bytes:
    return day.isoformat().encode() if day else b""


def _fits(held: tuple[bytes, ...], offered: tuple[bytes, ...], missing: tuple[bool, ...]) -> bool:
    same = hmac.compare_digest
    # `|` and `&` look at both sides always, where `or` and `and` would stop at the first that settles it
    return (
        (same(held[0], offered[0]) | missing[0])
        & (same(held[1], offered[1]) | missing[1])
        & (same(held[2], offered[2]) | missing[2])
    )
