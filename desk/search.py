"""What somebody typed to find something, as the queries take it; pure."""

import re

#: fewer digits fit too many numbers
DIGITS = 4


def pattern(words: str) -> str | None:
    """A LIKE pattern in lower case, with "!" before what is meant literally; None for no words."""
    if not words:
        return None
    literal = re.sub(r"([!%_])", r"!\1", words.lower())
    return f"%{literal}%"


def digits(words: str) -> str | None:
    """A LIKE pattern for a part of a telephone number, however it is written; without the 0 that stands for the
    country's code. None for what is none."""
    if re.search(r"[^\d\s()+-]", words):
        return None
    found = re.sub(r"\D", "", words).lstrip("0")
    return f"%{found}%" if len(found) >= DIGITS else None
