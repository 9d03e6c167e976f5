"""Meta's Graph API over the shared session: what is asked, and what its answers mean.

Meta, "Send API", "Messenger Platform, error codes", "Graph API, securing requests".
"""

import hashlib
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from aiohttp import ClientSession
from yarl import URL

from connectors.asking import SECONDS, Answer, Attachments, Unanswered, ask, limit
from connectors.base import Fetched, SendFailed

log = logging.getLogger(__name__)

GRAPH = "https://graph.facebook.com"
#: where Meta keeps what people attach
HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")
GONE = (403, 404, 410)
FILE_SECONDS = 60
#: Meta counts over sliding windows and says nothing of when to come back
RATE_WAIT = 60.0
TOO_MANY = {4, 17, 32, 613, 80002, 80006}
PASSING = {-1, 1, 2, 1200}
#: the token, or what it may do: staff must act
OURS = {3, 10, 102, 190, 200, 230}
#: about a public comment, of which nobody knows whose it is
IN_PUBLIC = {10900, 10902, 10903}
#: about one person or one comment: code and subcode, and how staff read it
PERSON: Mapping[tuple[int, int], str] = {
    (10, 2018065): "they wrote too long ago",
    (10, 2018108): "they want no messages now",
    (10, 2018278): "they wrote too long ago",
    (100, 2018001): "there is nobody at this address",
    (200, 1545041): "they cannot be reached now",
    (551, 0): "they cannot be reached now",
    (10900, 0): "this comment has had its one private answer; they have to write in private",
    (10902, 0): "this comment cannot be answered in private",
    (10903, 0): "this comment cannot be answered in private",
}


@dataclass(frozen=True, slots=True)
class Graph:
    """One page's or account's way into the Graph API."""

    session: ClientSession
    token: str
    secret: str
    #: of the API, with its version
    base: str
    seconds: float = SECONDS

    async def send(self, message: Mapping[str, Any]) -> str:
        """Meta's id of the message. Raises `SendFailed`."""
        answer = await self._call("POST", "me/messages", json=message)
        if answer.status != 200:
            raise failure(answer)
        id_ = _read(answer).get("message_id")
        if not isinstance(id_, str) or not id_:
            raise SendFailed("Meta's answer cannot be read", uncertain=True)
        return id_

    async def get(self, path: str, **params: str) -> dict[str, Any]:
        """What Meta says. Raises `SendFailed`."""
        return await self._told("GET", path, params)

    async def post(self, path: str, **params: str) -> dict[str, Any]:
        """What Meta says to a wish. Raises `SendFailed`."""
        return await self._told("POST", path, params)

    async def _told(self, method: str, path: str, params: Mapping[str, str]) -> dict[str, Any]:
        answer = await self._call(method, path, params=params)
        if answer.status != 200:
            raise failure(answer)
        return _read(answer)

    async def _call(self, method: str, path: str, params: Mapping[str, str] | None = None, json: Any = None) -> Answer:
        proof = hmac.digest(self.secret.encode(), self.token.encode(), hashlib.sha256).hex()
        asked = {**(params or {}), "appsecret_proof": proof}
        headers = {"Authorization": f"Bearer {self.token}"}
        url = f"{self.base}/{path}"
        try:
            return await ask(self.session, method, url, limit(self.seconds), params=asked, headers=headers, json=json)
        except Unanswered as error:
            raise SendFailed("Meta did not answer", uncertain=error.uncertain, permanent=error.permanent) from error

    async def fetch(self, url: str) -> Fetched:
        """An attachment, from Meta's own hosts or from what stands in for its API. Raises `SendFailed`."""
        there = URL(self.base).origin()
        stand_in = "" if there == URL(GRAPH) else str(there)
        files = Attachments(self.session, HOSTS, stand_in=stand_in, gone=GONE, within=limit(FILE_SECONDS))
        return await files.fetch(url)


def failure(answer: Answer) -> SendFailed:
    """What an error of the Graph API says of a message."""
    error = _read(answer).get("error")
    error = error if isinstance(error, dict) else {}
    code, subcode = (_number(error.get(name)) for name in ("code", "error_subcode"))
    words = PERSON.get((code, subcode)) or PERSON.get((code, 0))
    why = f"Meta {code or answer.status}" + (f"/{subcode}" if subcode else "")
    if words:
        return SendFailed(f"{why}: {words}", permanent=True, elsewhere=code not in IN_PUBLIC)
    if code in TOO_MANY or answer.status == 429:
        return SendFailed(why, retry_after=RATE_WAIT)
    if code in OURS:
        log.error("Meta does not accept our token or what it is to do", extra={"code": code, "subcode": subcode})
        return SendFailed(f"{why}: Meta does not accept the token, or it may not do this")
    if code in PASSING or error.get("is_transient") is True or answer.status >= 500:
        return SendFailed(why, uncertain=answer.status >= 500)
    return SendFailed(why, permanent=400 <= answer.status < 500)


def _read(answer: Answer) -> dict[str, Any]:
    try:
        said = orjson.loads(answer.body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
