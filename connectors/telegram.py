"""Telegram: updates by webhook or fetched, `sendMessage` out.

Telegram Bot API, "Getting updates", "sendMessage", "ReplyKeyboardMarkup", "getFile". Choices are a keyboard in place of
the tenant's own: a tap is then an ordinary message with the label's text, and no button of an old question stays.
That a tenant has blocked the bot is found out at the next reply.
"""

import contextlib
import hmac
import mimetypes
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import orjson
from telegram import Bot, LinkPreviewOptions, ReplyKeyboardMarkup, ReplyKeyboardRemove
from telegram.error import TelegramError

from connectors.base import Around, Connector, Fetched, Forged, Hook, Intake, SendFailed, Unreadable
from connectors.bot_api.account import WANTED, Account
from connectors.bot_api.http import ODD, TelegramHttp, failure
from connectors.bot_api.updates import FILE, messages
from model.channel import Capabilities, Channel, Layout, Unit
from model.message import Inbound, Outbound, Receipt, Unread

TELEGRAM = "https://api.telegram.org"
SECRET_HEADER = "x-telegram-bot-api-secret-token"
#: how long Telegram holds a request for updates open while there are none
POLL_SECONDS = 25
FILE_SECONDS = 60


class Telegram(Connector):
    """Private chats with one bot."""

    channel = Channel.TELEGRAM
    capabilities = Capabilities(
        Layout.CHAT, 4096, buttons=True, preview=True, pause=timedelta(seconds=1), unit=Unit.UTF16
    )

    def __init__(self, bot: Bot, http: TelegramHttp, account: Account) -> None:
        self.bot = bot
        self.http = http
        self.account = account
        self.fetches = account.fetches

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        given = hook.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self.account.secret.encode()):
            raise Forged("wrong secret token")
        return messages(hook.body)

    async def run(self, intake: Intake) -> None:
        cursor = await intake.cursor()
        while True:
            updates = await self._updates(cursor)
            if not updates:
                continue
            cursor = str(max(int(update["update_id"]) for update in updates) + 1)
            await intake.keep([one for update in updates for one in _found(update)], cursor)
            for update in updates:
                with contextlib.suppress(TelegramError, *ODD):  # a courtesy: the button stops turning
                    await self.bot.answer_callback_query(update["callback_query"]["id"])

    async def _updates(self, cursor: str) -> list[dict[str, Any]]:
        """As they came: one that the library cannot read must not stop the others. Raises `SendFailed`."""
        asked = {"offset": cursor or 0, "timeout": POLL_SECONDS, "allowed_updates": orjson.dumps(WANTED).decode()}
        url = f"{self.bot.base_url}/getUpdates?{urlencode(asked)}"
        try:
            found: Any = await self.http.post(url, read_timeout=POLL_SECONDS + self.http.seconds)
        except TelegramError as error:
            raise failure(error) from None  # what led to it may hold the address, and that the token
        return list(found)

    async def send(self, reply: Outbound) -> str:
        try:
            sent = await self.bot.send_message(
                reply.to,
                reply.text,
                reply_markup=_keyboard(reply.buttons),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return f"{reply.to}:{sent.message_id}"
        except TelegramError as error:
            raise failure(error) from error
        except ODD as error:
            raise SendFailed("Telegram's answer cannot be read", uncertain=True) from error

    async def fetch(self, url: str) -> Fetched:
        if not url.startswith(FILE):
            raise SendFailed("an attachment that is not at Telegram", permanent=True)
        try:
            path = str((await self.bot.get_file(url.removeprefix(FILE))).file_path)
            content = await self.http.retrieve(path, read_timeout=FILE_SECONDS)
        except TelegramError as error:
            raise failure(error) from error
        except ODD as error:
            raise SendFailed("Telegram's answer cannot be read") from error
        return Fetched(content, mimetypes.guess_type(path)[0] or "application/octet-stream")

    async def check(self) -> Sequence[str]:
        return await self.account.check()


def _keyboard(labels: Sequence[str]) -> ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if not labels:
        return ReplyKeyboardRemove()
    return ReplyKeyboardMarkup([[label] for label in labels], resize_keyboard=True, one_time_keyboard=True)


def _found(update: dict[str, Any]) -> Sequence[Inbound | Unread]:
    try:
        return messages(update)
    except Unreadable as error:
        return [Unread(Channel.TELEGRAM, str(error), orjson.dumps(update))]


def connect(around: Around) -> Telegram:
    """The bot of `[telegram]`. Raises `NotSet`."""
    http = TelegramHttp(around.session)
    api = around.setting("api", TELEGRAM).rstrip("/")
    bot = Bot(around.setting("token"), f"{api}/bot", f"{api}/file/bot", request=http, get_updates_request=http)
    address = f"{around.public_address.rstrip('/')}/hooks/{Channel.TELEGRAM}"
    wishes = {name: around.settings.get(name) is True for name in ("fetch", "register")}
    return Telegram(bot, http, Account(bot, address, fetches=wishes["fetch"], registers=wishes["register"]))
