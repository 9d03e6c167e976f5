"""What Telegram's library sends its requests with: the shared session, a time limit, errors that tell what is known.

The library's own way would bring a second HTTP client, whose log holds the bot's token.
"""

import logging
from typing import Any

import orjson
from aiohttp import ClientSession
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from connectors.asking import LONGEST_WAIT, SECONDS, Answer, Unanswered, ask, limit
from connectors.base import SendFailed

log = logging.getLogger(__name__)

#: what the library raises besides its own errors where an answer has another shape
ODD = (LookupError, TypeError, ValueError, AttributeError)
#: statuses to which the library gives an error of its own; the others below 500 say only that nothing was taken
KNOWN = (400, 401, 403, 404, 409)


class Unsent(NetworkError):
    """Telegram certainly did not take it. `retry_after`: seconds it asks to wait. `permanent`: it never will."""

    def __init__(self, retry_after: float | None = None, permanent: bool = False) -> None:
        super().__init__("not taken")
        self.retry_after = retry_after
        self.permanent = permanent


class TelegramHttp(BaseRequest):
    """Requests of the library over an aiohttp session that the caller owns."""

    def __init__(self, session: ClientSession, seconds: float = SECONDS) -> None:
        self.session = session
        self.seconds = seconds

    @property
    def read_timeout(self) -> float:
        """Seconds for one request, unless the library asks for others."""
        return self.seconds

    async def initialize(self) -> None:
        """Nothing: the session is its owner's."""

    async def shutdown(self) -> None:
        """Nothing: the session is its owner's."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """What the library calls. Raises `Unsent`, or `TimedOut` where Telegram may have taken it."""
        seconds = read_timeout if isinstance(read_timeout, int | float) else self.seconds
        data = request_data.json_parameters if request_data else None
        try:
            answer = await ask(self.session, method, url, limit(seconds), data=data)
        except Unanswered as error:
            raise (TimedOut() if error.uncertain else Unsent(permanent=error.permanent)) from error
        wait = _wait(answer) if answer.status >= 300 else None
        if wait is not None or (300 <= answer.status < 500 and answer.status not in KNOWN):
            raise Unsent(wait)
        return answer.status, answer.body

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As the library's, without writing what it cannot read into the log."""
        try:
            answer = orjson.loads(payload)
        except ValueError as error:
            raise TelegramError("an answer that cannot be read") from error
        if not isinstance(answer, dict):
            raise TelegramError("an answer that cannot be read")
        return answer


def _wait(answer: Answer) -> float | None:
    """The seconds Telegram asks to wait. Bot API, "ResponseParameters"."""
    try:
        return min(max(0.0, float(orjson.loads(answer.body)["parameters"]["retry_after"])), LONGEST_WAIT)
    except (ValueError, KeyError, TypeError):
        return None


def failure(error: TelegramError) -> SendFailed:
    """What an error of the library says of a reply.

    Who blocked the bot did not opt out: as soon as they write again, they can be answered again.
    """
    if isinstance(error, Unsent):
        return SendFailed("Telegram did not take it", permanent=error.permanent, retry_after=error.retry_after)
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        elsewhere = isinstance(error, Forbidden) or "chat not found" in error.message.lower()
        return SendFailed(f"Telegram: {error.message}", permanent=True, elsewhere=elsewhere)
    if isinstance(error, InvalidToken):
        log.error("Telegram does not accept the bot's token")
        return SendFailed("Telegram does not accept the token")
    if isinstance(error, Conflict):
        return SendFailed(f"Telegram: {error.message}")
    return SendFailed("Telegram may have taken it", uncertain=True)
