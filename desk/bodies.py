"""Reading what a client sent: JSON objects of a limited size, with texts that any database can keep."""

import json
import re
from typing import Any

from aiohttp import web

from desk.refusal import Refusal

#: 20,000 characters can take 12 bytes each in JSON
MOST_BYTES = 256 * 1024
MOST_TEXT = 20_000
MOST_ID = 100
#: NUL cannot be stored everywhere; half a surrogate pair is no character
UNSTORABLE = re.compile("\x00")
TOO_LONG = "This is too long. Send it in shorter messages, up to 20,000 characters each."


async def fields(request: web.Request) -> dict[str, Any]:
    """The JSON object of a request. Raises `Refusal` with 400 or 413."""
    return parsed(await _limited(request))


def parsed(raw: bytes | str) -> dict[str, Any]:
    """The JSON object in `raw`; nothing at all is an empty one. Raises `Refusal`."""
    try:
        found = json.loads(raw) if raw else {}
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "This is not JSON. Send one JSON object.") from error
    if not isinstance(found, dict):
        raise Refusal(400, "Send one JSON object.")
    return found


async def _limited(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise Refusal(413, TOO_LONG)
    received = bytearray()
    async for chunk in request.content.iter_chunked(64 * 1024):
        received += chunk
        if len(received) > MOST_BYTES:
            raise Refusal(413, TOO_LONG)
    return bytes(received)


def text(given: dict[str, Any], name: str, empty: str | None) -> str:
    """The text under `name`, storable and trimmed; where there is none, `empty` is the sentence of a 400."""
    value = given.get(name) or ""
    if not isinstance(value, str):
        raise Refusal(400, f"Send {name} as a text.")
    if len(value) > MOST_TEXT:
        raise Refusal(413, TOO_LONG)
    value = storable(value).strip()
    if not value and empty is not None:
        raise Refusal(400, empty)
    return value


def storable(value: str) -> str:
    return UNSTORABLE.sub("", value).encode("utf-8", "replace").decode("utf-8")


def own_id(given: dict[str, Any]) -> str:
    """The client's own id of what it sends. Raises `Refusal`."""
    value = given.get("id")
    if not isinstance(value, str) or not 0 < len(value) <= MOST_ID or storable(value) != value:
        raise Refusal(400, "Send an id of your own, a text of up to 100 characters, with each message.")
    return value


def token(value: object) -> str | None:
    """A chat's token; None where there is none."""
    return value if isinstance(value, str) and 0 < len(value) <= MOST_ID else None


def bearer(request: web.Request) -> str | None:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    return token(value.strip()) if kind.lower() == "bearer" else None


def number(value: str | None, name: str) -> int:
    """A number of an address; 0 where there is none. Raises `Refusal`."""
    try:
        found = int(value or 0)
    except ValueError as error:
        raise Refusal(400, f"Send {name} as a number.") from error
    return max(-1, min(found, 2**62))
