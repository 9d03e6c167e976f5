"""The HTTP client that is handed to Twilio's library: one shared session, a time limit, errors that tell what is known.

It may point the library at another address than Twilio's: the sandbox, or a stand-in in tests.
"""

from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, encode_basic_auth
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

SECONDS = 10.0
TWILIO = "https://api.twilio.com"


class TooMany(Exception):
    """429: wait this many seconds, if the provider says how many."""

    def __init__(self, retry_after: float | None) -> None:
        super().__init__("too many requests")
        self.retry_after = retry_after


class Unanswered(Exception):
    """No answer. `uncertain`: the request may have arrived. `permanent`: asking again will not help."""

    def __init__(self, uncertain: bool = False, permanent: bool = False) -> None:
        super().__init__("no answer")
        self.uncertain = uncertain
        self.permanent = permanent


class TwilioHttp(AsyncHttpClient):  # type: ignore[misc]
    """Requests of Twilio's library over an aiohttp session that the caller owns."""

    def __init__(self, session: ClientSession, base: str = TWILIO, seconds: float = SECONDS) -> None:
        super().__init__(logger=_Quiet(), is_async=True, timeout=seconds)
        self.session = session
        self.base = base.rstrip("/")
        self.limit = ClientTimeout(total=seconds)

    async def request(self, method: str, url: str, **given: Any) -> Response:
        headers = dict(given.get("headers") or {})
        if given.get("auth"):
            headers["Authorization"] = encode_basic_auth(*given["auth"])
        try:
            async with self.session.request(
                method.upper(),
                url.replace(TWILIO, self.base, 1),
                params=given.get("params"),
                data=given.get("data"),
                headers=headers,
                timeout=self.limit,
                allow_redirects=False,
            ) as answer:
                if answer.status == 429:
                    raise TooMany(_seconds(answer.headers.get("Retry-After")))
                return Response(answer.status, await answer.text(), answer.headers)
        except ClientConnectorError as error:
            raise Unanswered from error
        except (ClientError, TimeoutError) as error:
            raise Unanswered(uncertain=True) from error

    async def get(self, url: str, auth: tuple[str, str], most: int) -> tuple[bytes, str]:
        """The content and its type, at most `most` bytes. Redirects are followed without the credentials."""
        try:
            headers = {"Authorization": encode_basic_auth(*auth)}
            async with self.session.get(url, headers=headers, timeout=self.limit) as answer:
                if answer.status != 200:
                    raise Unanswered(permanent=answer.status in (403, 404, 410))
                content = await answer.content.read(most + 1)
                while len(content) <= most and (more := await answer.content.read(most + 1 - len(content))):
                    content += more
                if len(content) > most:
                    raise Unanswered(permanent=True)
                return content, answer.content_type
        except (ClientError, TimeoutError) as error:
            raise Unanswered from error

    def stands_in_for(self, url: str) -> bool:
        """True where the library is pointed elsewhere and this address is there."""
        return self.base != TWILIO and url.startswith(f"{self.base}/")


class _Quiet:
    """Twilio's library would log numbers and texts; a tenant's words are never logged."""

    def debug(self, *_: object) -> None: ...

    def info(self, *_: object) -> None: ...


def _seconds(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None


def client(account: str, token: str, http: TwilioHttp) -> Client:
    """Twilio's REST client over this HTTP client."""
    return Client(account, token, http_client=http)
