"""One request to a provider over the shared session: its answer whatever the status, or what is known without one.

It follows no redirect and reads no more than it is told to, so that a caller decides about every host and every byte.
Files that move from one host to the next are followed by hand, each place held against the provider's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
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

from connectors.base import MOST_BYTES, Fetched, SendFailed

SECONDS = 10.0
#: of those, the part that finding a connection may take; nothing has been sent until then
CONNECTING = 0.5
#: nobody is waited for longer, whatever they ask
LONGEST_WAIT = 24 * 60 * 60.0
MOST_PLACES = 3
MOVED = (301, 302, 303, 307, 308)
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


@dataclass(frozen=True, slots=True)
class Attachments:
    """A provider's files, from its own hosts alone, whatever they redirect to."""

    session: ClientSession
    #: how hosts end that are asked for a file, each with a dot before it
    hosts: tuple[str, ...]
    #: how others end to which a file may have moved
    further: tuple[str, ...] = ()
    #: an address that stands in for all of them; empty where it is the provider itself
    stand_in: str = ""
    #: statuses after which nobody asks again
    gone: tuple[int, ...] = (404, 410)
    within: ClientTimeout = LIMIT

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """The file. Only the host that is asked first is told the `headers`. Raises `SendFailed`."""
        place = first = _place(url)
        hosts = self.hosts
        for _ in range(MOST_PLACES):
            self._refuse_elsewhere(place, hosts)
            answer = await self._ask(place, headers if place.origin() == first.origin() else None)
            if answer.status == 200:
                kind = answer.headers.get("Content-Type", "application/octet-stream")
                return Fetched(answer.body, kind.partition(";")[0].strip())
            if answer.status not in MOVED:
                raise SendFailed("the attachment could not be fetched", permanent=answer.status in self.gone)
            place, hosts = _place(answer.headers.get("Location", ""), place), self.hosts + self.further
        raise SendFailed("the attachment is sent from one place to the next", permanent=True)

    def _refuse_elsewhere(self, place: URL, hosts: tuple[str, ...]) -> None:
        theirs = place.scheme == "https" and f".{place.host}".endswith(hosts)
        standing_in = bool(self.stand_in) and str(place).startswith(f"{self.stand_in}/")
        if place.user is not None or not (theirs or standing_in):
            raise SendFailed("an attachment at a host that is not the provider's", permanent=True)

    async def _ask(self, place: URL, headers: Mapping[str, str] | None) -> Answer:
        try:
            return await ask(self.session, "GET", place, self.within, headers=headers)
        except Unanswered as error:
            raise SendFailed("the attachment could not be fetched", permanent=error.permanent) from error


def _place(url: str, before: URL | None = None) -> URL:
    """The address, relative to the one before it where there is one; an empty one where it is none."""
    try:
        return before.join(URL(url)) if before else URL(url)
    except ValueError:
        return URL()
