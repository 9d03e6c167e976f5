"""Words that mean something to the carrier when they are all of a text: STOP and its like, START and its like, YES."""

import re
from enum import Enum


class Keyword(Enum):
    """What a bare word asks for."""

    STOP = "stop"
    START = "start"
    YES = "yes"


def keyword(text: str, stop: frozenset[str], start: frozenset[str]) -> Keyword | None:
    """The keyword that is the whole text but for punctuation and case; None inside a sentence."""
    bare = re.sub(r"[^A-Z]", "", text.upper()) if len(text) <= 20 and len(text.split()) == 1 else ""
    if bare in stop:
        return Keyword.STOP
    if bare in start:
        return Keyword.START
    return Keyword.YES if bare == "YES" else None
