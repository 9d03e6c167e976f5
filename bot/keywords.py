"""Words that mean something to the carrier when they are all of a text: STOP and its like, START and its like, YES."""

import re
from enum import Enum

NO_LETTER = re.compile(r"[\W_]+")
#: a longer word is none
LONGEST = 20


class Keyword(Enum):
    """What a bare word asks for."""

    STOP = "stop"
    START = "start"
    YES = "yes"


def keyword(text: str, stop: frozenset[str], start: frozenset[str]) -> Keyword | None:
    """The keyword that is the whole text but for punctuation, emojis and case; None inside a sentence."""
    words = text.split()
    bare = NO_LETTER.sub("", words[0]).upper() if len(words) == 1 and len(words[0]) <= LONGEST else ""
    if bare in stop:
        return Keyword.STOP
    if bare in start:
        return Keyword.START
    return Keyword.YES if bare == "YES" else None
