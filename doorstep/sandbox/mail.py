"""Inboxes of tenants, and the landlord's mail servers: what is written reaches his mailbox, what he sends is shown."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from connectors.email.account import Account
from doorstep.sandbox import letters
from doorstep.sandbox.devices import Devices, Entry, Written, new_id
from doorstep.sandbox.imap import Mailbox
from doorstep.sandbox.letters import Letter
from doorstep.sandbox.smtp import Relay
from model.channel import Channel

NO_SUBJECT = "(no subject)"


class Mail:
    """The mailbox of one account, and whoever writes to it."""

    channels = frozenset({Channel.EMAIL})

    def __init__(self, account: Account, devices: Devices) -> None:
        self.account = account
        self.devices = devices
        self.mailbox = Mailbox(account.imap.user, account.imap.password, account.imap.port)
        self.relay = Relay(account.smtp.user, account.smtp.password, account.smtp.port, self.took)

    def add_routes(self, app: web.Application) -> None:
        """None: mail has servers of its own, open while the application runs."""
        app.cleanup_ctx.append(self._open)

    async def _open(self, app: web.Application) -> AsyncIterator[None]:
        async with self.opened():
            yield

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Mail is taken and can be fetched within this. Raises `OSError` where a port is taken."""
        async with self.mailbox.opened(), self.relay.opened():
            yield

    def landlord(self, channel: Channel) -> str:
        return self.account.address

    async def write(self, written: Written) -> tuple[Entry, int]:
        answered = self.devices.answered(written)
        domain = written.address.rpartition("@")[2]
        entry = self.devices.wrote(written, f"<{new_id('')}@{domain}>")
        entry.subject = entry.subject or (_answer(answered.subject) if answered else NO_SUBJECT)
        letter = Letter(
            sender=entry.address,
            name=self.devices.names.get(entry.address, ""),
            to=self.account.address,
            message_id=entry.id,
            subject=entry.subject,
            text=entry.text,
            at=entry.at,
            answers=answered,
            server=self.account.authentication_results,
        )
        await self.mailbox.deliver(letters.written(letter), entry.at)
        entry.state = "delivered"
        return entry, 200

    def took(self, to: str, raw: bytes) -> None:
        """A mail of the landlord's came to this address."""
        mail = letters.opened(raw)
        entry = self.devices.got(Channel.EMAIL, to, mail.text, mail.message_id)
        entry.subject = mail.subject
        entry.more = mail.more


def _answer(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"
