"""Twilio's Message resource: a text handed over, ours and the tenants' looked through, what a refusal means.

Twilio, "Messages resource", "Error and warning dictionary". A text is posted past the library's own objects, which take
ten times as long as all the rest; account, host and headers remain the library's.
"""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
from aiohttp import encode_basic_auth
from multidict import CIMultiDict
from twilio.rest import Client

from connectors.asking import Unanswered
from connectors.base import SendFailed
from connectors.twilio.errors import explained
from connectors.twilio.http import TWILIO, TwilioHttp, instant, wait

log = logging.getLogger(__name__)

T = TypeVar("T")

#: texts to one number that are looked through, in one answer and answers in all
PAGE_SIZE = 200
MOST_PAGES = 5
#: answers of tenants' messages that are read in one go: nobody was away for so many
MOST_PAGES_RECEIVED = 500
#: it is not about the text: a token that was changed, an account that is suspended
ACCOUNT_REFUSED = (401, 403)

#: a message as Twilio lists it
Listed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """A text that Twilio took from us."""

    sid: str
    to: str
    body: str
    #: whole seconds, UTC
    created: datetime


class Messages:
    """The messages of one account."""

    def __init__(self, client: Client, http: TwilioHttp) -> None:
        self.client = client
        self.http = http
        self.address = f"{TWILIO}/2010-04-01/Accounts/{client.account_sid}/Messages.json"
        self._url = http.url(client.get_hostname(self.address))
        self._headers = CIMultiDict(client.get_headers("POST", {}))
        self._headers["Authorization"] = encode_basic_auth(*client.auth)
        # the answer is short: unpacking it would cost more than it saves
        self._headers["Accept-Encoding"] = "identity"

    async def create(self, form: str) -> str:
        """Hand over one text; its id. Raises `SendFailed`."""
        try:
            status, body, headers = await self.http.ask("POST", self._url, self._headers, form.encode())
        except Unanswered as error:
            raise SendFailed("no answer from the provider", uncertain=error.uncertain) from error
        if not 200 <= status < 300:
            raise explained(refusal(status, body, headers), str(_code(body) or ""))
        try:
            sid = orjson.loads(body)["sid"]
        except (ValueError, KeyError, TypeError) as error:
            raise SendFailed("the provider's answer cannot be read", uncertain=True) from error
        if not (isinstance(sid, str) and sid):
            raise SendFailed("the provider's answer has no id", uncertain=True)
        return sid

    async def sent(self, sender: str | None, to: str, since: datetime) -> list[Text]:
        """The texts to this number that were created at or after `since`, newest first; from any number of ours where
        `sender` is None. Raises `SendFailed`.

        Twilio sorts by the time of sending, which a text that still waits has none of, and filters by nothing else: so
        the whole list is asked for, and is left where an answer holds nothing but older ones.
        """
        found: list[Text] = []
        wanted: dict[str, object] = {"To": to, "PageSize": PAGE_SIZE} | ({"From": sender} if sender else {})
        async for page in self._pages(wanted, MOST_PAGES):
            texts = [_read(_text, one) for one in page if one.get("direction") != "inbound"]
            recent = [text for text in texts if text.created >= since]
            found += [text for text in recent if text.to == to]
            if texts and not recent:
                break
        return found

    async def received(
        self, to: str, since: datetime, most: int = MOST_PAGES_RECEIVED
    ) -> list[tuple[datetime, Listed]]:
        """The tenants' messages to this number that were sent at or after `since`, newest first, and when each was.

        Twilio narrows its list down to days, and sorts it by the time of sending: the rest of a day is not read.
        Raises `SendFailed`, also where there are more than `most` answers full of them.
        """
        found: list[tuple[datetime, Listed]] = []
        wanted: dict[str, object] = {"To": to, "DateSent>": f"{since:%Y-%m-%dT%H:%M:%SZ}", "PageSize": PAGE_SIZE}
        async for page in self._pages(wanted, most):
            dated = [(_read(_sent, one), one) for one in page]
            recent = [(sent, one) for sent, one in dated if sent >= since]
            found += [(sent, one) for sent, one in recent if one.get("direction") == "inbound"]
            if dated and not recent:
                break
        return found

    async def media(self, sid: str) -> list[tuple[str, str]]:
        """Address and type of each attachment of a message; none where it is gone. Raises `SendFailed`."""
        address = f"{self.address.removesuffix('.json')}/{quote(sid, safe='')}/Media.json"
        answer = await self._ask(address, gone={"media_list": []})
        return [(_read(_media_address, one), str(one.get("content_type") or "")) for one in _list(answer, "media_list")]

    async def _pages(self, wanted: dict[str, object] | None, most: int) -> AsyncIterator[list[Listed]]:
        """Page by page. Raises `SendFailed`, also where there are more than `most`."""
        address = self.address
        for _ in range(most):
            answer = await self._ask(address, wanted)
            yield _list(answer, "messages")
            following = _read(_following, answer)
            if following is None:
                return
            address, wanted = TWILIO + following, None
        raise SendFailed("there are too many texts to look through")

    async def _ask(self, address: str, wanted: dict[str, object] | None = None, gone: Any = None) -> Any:
        """One answer, or `gone` where that is given and Twilio has no such thing. Raises `SendFailed`, never for good:
        it may be asked again."""
        try:
            answer = await self.client.request_async("GET", address, params=wanted)
        except Unanswered as error:
            raise SendFailed("no answer from the provider") from error
        if answer.status_code == 404 and gone is not None:
            return gone
        if answer.status_code != 200:
            refused = refusal(answer.status_code, answer.text, answer.headers)
            raise SendFailed(refused.why, retry_after=refused.retry_after)
        return _read(orjson.loads, answer.text)


def _read(read: Callable[[Any], T], answer: Any) -> T:
    """What it reads from an answer. Raises `SendFailed` where that cannot be read."""
    try:
        return read(answer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SendFailed("the provider's answer cannot be read") from error


def refusal(status: int, body: bytes | str, headers: Mapping[str, str]) -> SendFailed:
    """What an answer without success means. A server that failed may have taken the text before it did; an account that
    is not accepted is put right by somebody, and what waits goes then."""
    code = _code(body) or status
    if status in ACCOUNT_REFUSED:
        log.error("Twilio does not accept our account or its token", extra={"code": code})
    return SendFailed(
        f"Twilio {code}",
        permanent=400 <= status < 500 and status not in (*ACCOUNT_REFUSED, 408, 429),
        retry_after=wait(headers) if status in (429, 503) else None,
        uncertain=status >= 500,
    )


def _code(body: bytes | str) -> int | None:
    try:
        code = orjson.loads(body)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, int) else None


def _list(answer: Any, name: str) -> list[Listed]:
    """The things of this name in an answer. Raises `SendFailed`."""

    def found(answer: Any) -> list[Listed]:
        if not all(isinstance(one, dict) for one in answer[name]):
            raise ValueError("a list of something else")
        return list(answer[name])

    return _read(found, answer)


def _text(one: Listed) -> Text:
    return Text(str(one["sid"]), str(one["to"]), str(one["body"] or ""), instant(one["date_created"]))


def _sent(one: Listed) -> datetime:
    return instant(one["date_sent"] or one["date_created"])


def _media_address(one: Listed) -> str:
    """Where an attachment is: Twilio lists the address of what describes it."""
    return TWILIO + _below(one["uri"]).removesuffix(".json")


def _following(answer: Mapping[str, Any]) -> str | None:
    following = answer["next_page_uri"]
    return None if following is None else _below(following)


def _below(path: str) -> str:
    if not path.startswith("/"):
        raise ValueError("an address elsewhere")
    return path
