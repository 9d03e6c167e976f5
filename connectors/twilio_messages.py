"""Twilio's Message resource: a text handed over, the texts to one number looked through, what a refusal means.

Twilio, "Messages resource", "Error and warning dictionary". A text is posted past the library's own objects, which take
ten times as long as all the rest; account, host and headers remain the library's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from aiohttp import encode_basic_auth
from multidict import CIMultiDict
from twilio.rest import Client

from connectors.base import SendFailed
from connectors.twilio_http import TWILIO, TwilioHttp, Unanswered, instant, wait

#: texts to one number that are looked through, in one answer and answers in all
PAGE_SIZE = 200
MOST_PAGES = 5


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
            raise refusal(status, body, headers)
        try:
            sid = orjson.loads(body)["sid"]
        except (ValueError, KeyError, TypeError) as error:
            raise SendFailed("the provider's answer cannot be read", uncertain=True) from error
        if not (isinstance(sid, str) and sid):
            raise SendFailed("the provider's answer has no id", uncertain=True)
        return sid

    async def sent(self, sender: str, to: str, since: datetime) -> list[Text]:
        """The texts to this number that were created at or after `since`, newest first. Raises `SendFailed`.

        Twilio sorts by the time of sending, which a text that still waits has none of, and filters by nothing else: so
        the whole list is asked for, and is left where an answer holds nothing but older ones.
        """
        found: list[Text] = []
        address = self.address
        wanted: dict[str, object] | None = {"To": to, "From": sender, "PageSize": PAGE_SIZE}
        for _ in range(MOST_PAGES):
            texts, following = await self._page(address, wanted)
            recent = [text for text in texts if text.created >= since]
            found += [text for text in recent if text.to == to]
            if following is None or (texts and not recent):
                return found
            address, wanted = TWILIO + following, None
        raise SendFailed("there are too many texts to look through")

    async def _page(self, address: str, wanted: dict[str, object] | None) -> tuple[list[Text], str | None]:
        """One answer, and where the next one is. Raises `SendFailed`, never for good: it may be asked again."""
        try:
            answer = await self.client.request_async("GET", address, params=wanted)
        except Unanswered as error:
            raise SendFailed("no answer from the provider") from error
        if answer.status_code != 200:
            refused = refusal(answer.status_code, answer.text, answer.headers)
            raise SendFailed(refused.why, retry_after=refused.retry_after)
        try:
            page = orjson.loads(answer.text)
            return [_text(one) for one in page["messages"]], _path(page["next_page_uri"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SendFailed("the provider's answer cannot be read") from error


def refusal(status: int, body: bytes | str, headers: Mapping[str, str]) -> SendFailed:
    """What an answer without success means. A server that failed may have taken the text before it did."""
    return SendFailed(
        f"Twilio {_code(body) or status}",
        permanent=400 <= status < 500 and status not in (408, 429),
        retry_after=wait(headers) if status in (429, 503) else None,
        uncertain=status >= 500,
    )


def _code(body: bytes | str) -> int | None:
    try:
        code = orjson.loads(body)["code"]
    except (ValueError, KeyError, TypeError):
        return None
    return code if isinstance(code, int) else None


def _text(one: Mapping[str, Any]) -> Text:
    return Text(str(one["sid"]), str(one["to"]), str(one["body"] or ""), instant(one["date_created"]))


def _path(following: str | None) -> str | None:
    if following is not None and not following.startswith("/"):
        raise ValueError("a next page elsewhere")
    return following
