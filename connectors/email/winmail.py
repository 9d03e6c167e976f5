"""Outlook's `winmail.dat` (MS-OXTNEF): the text and the attachments in it. What cannot be read is left as it is."""

from collections.abc import Callable
from typing import TypeVar

from tnefparse import TNEF

from connectors.email.words import decoded, text_of, tidy

_T = TypeVar("_T")

#: larger ones are given to staff as they are, in bytes
MOST = 25 * 1024 * 1024
SIGNATURE = b"\x78\x9f\x3e\x22"
#: the library's time grows with the square of their number
MOST_OBJECTS = 2_000
HEADER = 6
#: of one object, around its data
FRAME = 11


def attachments(content: bytes) -> list[bytes]:
    """What is attached inside."""
    return _read(content, lambda tnef: [bytes(one.data) for one in tnef.attachments if one.data], [])


def text(content: bytes) -> str:
    """What is written inside; empty where there is nothing that can be read."""
    return _read(content, _words, "")


def _words(tnef: TNEF) -> str:
    if tnef.htmlbody:
        page = tnef.htmlbody
        return text_of(page if isinstance(page, str) else decoded(page, None)[0])
    body = tnef.body or ""
    return tidy((body if isinstance(body, str) else decoded(body, None)[0]).replace("\0", ""))


def _read(content: bytes, read: Callable[[TNEF], _T], otherwise: _T) -> _T:
    if not content.startswith(SIGNATURE) or len(content) > MOST or _objects(content) > MOST_OBJECTS:
        return otherwise
    try:
        return read(TNEF(content))
    except Exception:  # noqa: BLE001 - the library promises nothing about what is broken
        return otherwise


def _objects(content: bytes) -> int:
    """How many objects it holds, counted no further than needed. MS-OXTNEF, 2.1.3: level, id, length and so on."""
    at, count = HEADER, 0
    while at + FRAME < len(content) and count <= MOST_OBJECTS:
        at += FRAME + int.from_bytes(content[at + 5 : at + 9], "little")
        count += 1
    return count
