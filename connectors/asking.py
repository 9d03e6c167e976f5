"""One request to a provider over the shared session: its answer whatever the status, or what is known without one.

It follows no redirect and reads no more than it is told to, so that a caller decides about every host and every byte.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
)
from yarl import URL

from connectors.base import MOST_BYTES

SECONDS = 10.0
#: of those, the part that finding a connection may take; nothing has been sent until then
CONNECTING = 0.5
#: nobody is waited for longer, whatever they ask
LONGEST_WAIT = 24 * 60 * 60.0
#: what went wrong before anything was sent
UNSENT = (ClientConnectorError, ConnectionTimeoutError, InvalidURL)


class Unanswered(Exception):
    """No answer. `uncertain`: the request may have arrived. `permanent`: asking again will not help."""

    def __init__(self, uncertain: bool = False, permanent: bool = False) -> None:
        super().__init__("no answer")
        self.uncertain = uncertain
        self.permanent = permanent


class Answer(NamedTuple):
    """What came back, whatever the status."""

    status: int
    body: bytes
    headers: Mapping[str, str]


def limit(seconds: float) -> ClientTimeout:
    """The time that one request may take."""
    return ClientTimeout(total=seconds, connect=min(seconds, SECONDS) * CONNECTING)


LIMIT = limit(SECONDS)


async def ask(
    session: ClientSession,
    method: str,
    url: str | URL,
    within: ClientTimeout = LIMIT,
    most: int = MOST_BYTES,
    **given: Any,
) -> Answer:
    """One request with what aiohttp is `given`: `json`, `data`, `params`, `headers`; an answer of at most `most` bytes.

    Raises `Unanswered`, certain where a status has said that it was not taken, permanent where the answer is too long.
    """
    status = 0
    try:
        async with session.request(method, url, timeout=within, allow_redirects=False, **given) as answer:
            status = answer.status
            return Answer(status, await _read(answer, most), answer.headers)
    except UNSENT as error:
        raise Unanswered from error
    except (ClientError, OSError) as error:  # time-outs are among the latter
        raise Unanswered(uncertain=not 400 <= status < 500) from error


async def _read(answer: ClientResponse, most: int) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_any():
        content += chunk
        if len(content) > most:
            raise Unanswered(permanent=True)
    return bytes(content)
