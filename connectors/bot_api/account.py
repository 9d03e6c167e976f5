"""How Telegram hands updates to a bot: posted to our address with a secret, or waiting to be asked for.

Telegram Bot API, "setWebhook", "getWebhookInfo".
"""

import hashlib
import hmac
from collections.abc import Sequence

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from connectors.base import SendFailed
from connectors.bot_api.http import ODD

WANTED = ["message", "edited_message", "callback_query"]


class Account:
    """One bot at Telegram. `fetches`: nothing is to be posted. `registers`: Telegram is told so by `check`."""

    def __init__(self, bot: Bot, address: str, *, fetches: bool, registers: bool) -> None:
        self.bot = bot
        self.address = "" if fetches else address
        self.fetches = fetches
        self.registers = registers
        #: what proves a webhook to be Telegram's; who knows the token knows it, and nobody else
        self.secret = hmac.digest(bot.token.encode(), b"webhook", hashlib.sha256).hex()

    async def check(self) -> Sequence[str]:
        """What Telegram says of the bot, a sentence each. Raises `SendFailed` with what to do."""
        try:
            me = await self.bot.get_me()
            if self.registers:
                await self._register()
            return [f"the bot is @{me.username}", *await self._delivery()]
        except InvalidToken as error:
            raise SendFailed("Telegram does not accept the token; copy it anew from @BotFather") from error
        except (TelegramError, *ODD) as error:
            raise SendFailed(f"Telegram could not be asked: {error}") from error

    async def _register(self) -> None:
        if self.fetches:
            await self.bot.delete_webhook()
        else:
            await self.bot.set_webhook(self.address, secret_token=self.secret, allowed_updates=WANTED)

    async def _delivery(self) -> Sequence[str]:
        known = await self.bot.get_webhook_info()
        if known.url != self.address:
            there = f"posts to {known.url}" if known.url else "posts nowhere"
            here = f"should post to {self.address}" if self.address else "should wait to be asked (fetch = true)"
            raise SendFailed(f"Telegram {there} and {here}; write register = true in [telegram] and check again")
        said = ["updates are fetched" if self.fetches else f"updates are posted to {known.url}"]
        if known.pending_update_count:
            said.append(f"{known.pending_update_count} wait there")
        if known.last_error_message:
            said.append(f"Telegram's last try to post failed: {known.last_error_message}")
        return said
