"""How long a text message is in the carriers' counting: GSM 03.38 septets, or UCS-2 where one character needs it."""

from collections.abc import Callable
from math import ceil

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: these cost two septets
EXTENDED = frozenset("^{}\\[~]|€")
WRITABLE = BASIC | EXTENDED
#: characters of one message, and of each segment of a longer one
GSM, GSM_SEGMENT = 160, 153
UCS, UCS_SEGMENT = 70, 67


def septets(text: str) -> int | None:
    """Septets of a text that GSM 03.38 can write; None where it cannot."""
    characters = set(text)
    if not characters <= WRITABLE:
        return None
    return len(text) + sum(text.count(character) for character in characters & EXTENDED)


def segments(text: str) -> int:
    """How many segments the carrier sends, and charges, for this text.

    A character of two units is never cut in half: where one is left over in a segment, it begins the next. 3GPP TS
    23.040, 9.2.3.24.1.
    """
    length = septets(text)
    if length is not None:
        return 1 if length <= GSM else _segments(text, length, GSM_SEGMENT, EXTENDED.__contains__)
    length = len(text) + sum(map(_is_pair, text))
    return 1 if length <= UCS else _segments(text, length, UCS_SEGMENT, _is_pair)


def _segments(text: str, length: int, room: int, is_pair: Callable[[str], bool]) -> int:
    """Segments of `room` units each for a text of `length` units, of which some characters take two."""
    if length == len(text):
        return ceil(length / room)
    count, left = 1, room
    for character in text:
        units = 2 if is_pair(character) else 1
        if units > left:
            count, left = count + 1, room
        left -= units
    return count


def _is_pair(character: str) -> bool:
    """UTF-16 writes it as two: most emojis."""
    return character > "\uffff"
