"""The HTTP client that is handed to Twilio's library: one shared session, a time limit, errors that tell what is known.

It may point the library at another address than Twilio's: the sandbox, or a stand-in in tests.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientSession, encode_basic_auth
from multidict import CIMultiDict
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from yarl import URL

from connectors.asking import LONGEST_WAIT, SECONDS, Answer, Attachments, ask, limit
from connectors.base import Fetched

TWILIO = "https://api.twilio.com"
HOSTS = (".twilio.com",)
#: where Twilio keeps what people attach, with and without a password. Twilio, "Protect Media Access"
STORES = (".twiliocdn.com", ".amazonaws.com", ".cloudfront.net")


class TwilioHttp(AsyncHttpClient):  # type: ignore[misc]
    """Requests of Twilio's library over an aiohttp session that the caller owns."""

    def __init__(self, session: ClientSession, base: str = TWILIO, seconds: float = SECONDS) -> None:
        super().__init__(logger=_Quiet(), is_async=True, timeout=seconds)
        self.session = session
        self.base = base.rstrip("/")
        self.limit = limit(seconds)

    def url(self, url: str) -> URL:
        """The address to ask in place of one of Twilio's."""
        return URL(url.replace(TWILIO, self.base, 1))

    async def request(self, method: str, url: str, **given: Any) -> Response:
        """What the library calls. Raises `Unanswered`; an answer of any status is for the library to judge."""
        headers = CIMultiDict(given.get("headers") or {})
        if given.get("auth"):
            headers["Authorization"] = encode_basic_auth(*given["auth"])
        wanted = self.url(url).extend_query(given.get("params") or {})
        answer = await self.ask(method.upper(), wanted, headers, given.get("data"))
        return Response(answer.status, answer.body.decode(errors="replace"), answer.headers)

    async def ask(self, method: str, url: URL, headers: CIMultiDict[str], data: Any = None) -> Answer:
        """One request, no redirects. Raises `Unanswered`, certain where a status has said that it was not taken."""
        return await ask(self.session, method, url, self.limit, headers=headers, data=data)

    async def file(self, url: str, auth: tuple[str, str]) -> Fetched:
        """An attachment, from Twilio or from what stands in for it. Raises `SendFailed`."""
        stand_in = "" if self.base == TWILIO else self.base
        files = Attachments(self.session, HOSTS, STORES, stand_in, within=self.limit)
        return await files.fetch(url, {"Authorization": encode_basic_auth(*auth)})


class _Quiet:
    """Twilio's library would log numbers and texts; a tenant's words are never logged."""

    def debug(self, *_: object) -> None: ...

    def info(self, *_: object) -> None: ...


def wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks for, None where it does not say.

    RFC 9110, 10.2.3: a number of seconds, or a date, which is counted from the answer's own `Date`.
    """
    asked = headers.get("Retry-After", "")
    try:
        dated = not asked[:1].isdigit()
        seconds = (instant(asked) - instant(headers["Date"])).total_seconds() if dated else float(asked)
    except (KeyError, TypeError, ValueError):
        return None
    return min(max(0.0, seconds), LONGEST_WAIT)


def instant(written: str) -> datetime:
    """The instant (UTC) of a date as HTTP and Twilio write it. Raises `ValueError` or `TypeError`."""
    at = parsedate_to_datetime(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def client(account: str, token: str, http: TwilioHttp) -> Client:
    """Twilio's REST client over this HTTP client."""
    return Client(account, token, http_client=http)
