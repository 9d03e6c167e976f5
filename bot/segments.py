"""How long a text message is in the carriers' counting: GSM 03.38 septets, or UCS-2 where one character needs it."""

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
    """How many segments the carrier sends, and charges, for this text."""
    length = septets(text)
    if length is not None:
        return 1 if length <= GSM else ceil(length / GSM_SEGMENT)
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= UCS else ceil(units / UCS_SEGMENT)
