"""What is beside the channel in tests: an intake that keeps in memory, and mail put into mailboxes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from imapclient import IMAPClient

from connectors.email import Email
from model.message import Inbound, Receipt, Unread
from tests.connectors.email.conftest import LANDLORD
from tests.mail_servers import PASSWORD, Dovecot

PATIENCE = 20.0


class MemoryIntake:
    """Keeps what is handed in, all or nothing; told to, it fails so often, or refuses messages with these words."""

    def __init__(self) -> None:
        self.kept: dict[str, Inbound] = {}
        self.others: list[Receipt | Unread] = []
        self.handed_in = 0
        self.place = ""
        self.failures = 0
        self.refused = ""
        self._changed = asyncio.Condition()

    async def cursor(self) -> str:
        return self.place

    async def keep(self, found: Sequence[Inbound | Receipt | Unread], cursor: str) -> None:
        if found and self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        if self.refused and any(isinstance(one, Inbound) and self.refused in one.text for one in found):
            raise ValueError("no database can hold this")
        async with self._changed:
            for one in found:
                self.handed_in += 1
                if isinstance(one, Inbound):
                    self.kept.setdefault(one.provider_id, one)
                else:
                    self.others.append(one)
            self.place = cursor
            self._changed.notify_all()

    async def until(self, true) -> None:
        """Until something is true of what is kept."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(true)

    async def holds(self, count: int) -> None:
        """Until so many messages are kept."""
        await self.until(lambda: len(self.kept) >= count)

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.kept.values()]


@asynccontextmanager
async def running(email: Email, intake: MemoryIntake) -> AsyncIterator[asyncio.Task[None]]:
    """The channel fetches, until the end of the block."""
    task = asyncio.create_task(email.run(intake))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def mailbox(dovecot: Dovecot, user: str = LANDLORD) -> IMAPClient:
    """Somebody else's connection to a mailbox, with the folder open."""
    client = IMAPClient("127.0.0.1", dovecot.port, ssl=False)
    client.login(user, PASSWORD)
    client.select_folder("INBOX")
    return client


def put(dovecot: Dovecot, *mails: bytes, at: datetime | None = None) -> None:
    """Put mails into the landlord's mailbox."""
    with mailbox(dovecot) as client:
        for one in mails:
            client.append("INBOX", one, msg_time=at)


def empty(dovecot: Dovecot) -> None:
    """Nothing is in the landlord's mailbox any more."""
    with mailbox(dovecot) as client:
        client.delete_messages(client.search("ALL"))
        client.expunge()
