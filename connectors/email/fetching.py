"""What comes into the mailbox handed in, again and again, each batch with the place up to which it goes."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from connectors.base import Intake
from connectors.email.mailbox import Listed, Mailbox
from connectors.email.place import Place, place
from connectors.email.reading import Raw, Reader
from model.channel import Channel
from model.message import Inbound, Receipt, Unread
from store.files import Files

log = logging.getLogger(__name__)

_T = TypeVar("_T")
Found = Inbound | Receipt | Unread

#: mails, and bytes of them, that are handed in at once
BATCH = 50
BATCH_BYTES = 8 * 1024 * 1024
#: mails whose sizes are asked for at once
PAGE = 500
#: the server is asked anew after so long, whether or not it said anything; without IDLE more often
IDLE_SECONDS = 60.0
POLL_SECONDS = 15.0
NAMED = re.compile(rb"^message-id:\s*(<[!-~]{1,300}>)\s*$", re.IGNORECASE | re.MULTILINE)
BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)


class Fetcher:
    """Reads one mailbox into one intake."""

    def __init__(self, mailbox: Mailbox, reader: Reader, files: Files, intake: Intake) -> None:
        self.mailbox = mailbox
        self.reader = reader
        self.files = files
        self.intake = intake
        self.place = Place(mailbox.folder, mailbox.validity, 0, BEGINNING)
        self._busy: asyncio.Future[Any] | None = None

    async def run(self) -> None:
        """Until cancelled. Raises what the network raises."""
        try:
            waiting = await self._begin()
            while True:
                await self._take(waiting)
                waiting = await self._new()
                if not waiting:
                    await self._wait()
                    waiting = await self._new()
        finally:
            await self._leave()

    async def _begin(self) -> list[int]:
        """Where we stopped; from the time that we had reached, where the mailbox's numbers were given anew; at the very
        first start behind what is there, unless that is wanted too."""
        mailbox = self.mailbox
        written = await self.intake.cursor()
        before = place(written) if written else None
        if before is not None and (before.folder, before.validity) == (mailbox.folder, mailbox.validity):
            self.place = before
            return await self._new()
        if before is not None:
            log.warning("the mailbox's numbers were given anew", extra={"folder": mailbox.folder})
            return await self._in_thread(mailbox.since, before.came)
        if not self.reader.account.from_the_beginning:
            await self._keep([], mailbox.next_uid - 1, datetime.now(UTC))
        return await self._new()

    async def _new(self) -> list[int]:
        return await self._in_thread(self.mailbox.after, self.place.uid)

    async def _wait(self) -> None:
        if self.mailbox.idles:
            await self._in_thread(self.mailbox.wait, IDLE_SECONDS)
        else:
            await asyncio.sleep(POLL_SECONDS)

    async def _take(self, uids: Sequence[int]) -> None:
        for at in range(0, len(uids), PAGE):
            page = uids[at : at + PAGE]
            for batch in _batches(await self._in_thread(self.mailbox.listed, page)):
                found = await self._in_thread(self._read_all, batch)
                await self._keep(found, batch[-1].uid, max(one.came for one in batch))
            await self._keep([], page[-1], self.place.came)

    async def _keep(self, found: Sequence[Found], uid: int, came: datetime) -> None:
        reached = Place(self.mailbox.folder, self.mailbox.validity, uid, max(came, self.place.came))
        if found or reached != self.place:
            await self.intake.keep(found, str(reached))
            self.place = reached

    def _read_all(self, batch: Sequence[Listed]) -> list[Found]:
        read = (self._read(one) for one in batch)
        return [one for one in read if one is not None]

    def _read(self, listed: Listed) -> Found | None:
        """None for one that is gone. A mail that nobody foresaw is kept as it is, and does not stop the others."""
        content = self.mailbox.raw(listed.uid)
        if content is None:
            return None
        sha256 = self.files.keep(content)
        at = f"{self.mailbox.folder}/{self.mailbox.validity}/{listed.uid}"
        doubled = self._is_doubled(listed.uid, content)
        try:
            return self.reader.read(Raw(content, sha256, at, listed.came, doubled))
        except Exception:  # whatever is wrong with one mail, the next must be read
            log.exception("a mail could not be read", extra={"at": at})
            return Unread(Channel.EMAIL, f"a mail that could not be read, kept as {sha256}", content)

    def _is_doubled(self, uid: int, content: bytes) -> bool:
        """Whether an earlier mail has the same Message-ID and says something else."""
        header, _, body = content.partition(b"\r\n\r\n")
        named = NAMED.search(header)
        first = self.mailbox.earlier(named[1].decode(), uid) if named else None
        before = self.mailbox.raw(first) if first is not None else None
        return before is not None and before.partition(b"\r\n\r\n")[2] != body

    async def _in_thread(self, call: Callable[..., _T], *given: object) -> _T:
        busy = asyncio.ensure_future(asyncio.to_thread(call, *given))
        self._busy = busy
        return await asyncio.shield(busy)

    async def _leave(self) -> None:
        """Nobody may be reading from a connection that is closed."""
        self.mailbox.interrupt()
        if self._busy is not None:
            await asyncio.wait({self._busy})
            self._busy.cancelled() or self._busy.exception()
        self.mailbox.close()


def _batches(listed: Iterable[Listed]) -> Iterator[list[Listed]]:
    """In order, each of so few mails and so few bytes that it can be held and committed at once."""
    batch: list[Listed] = []
    size = 0
    for one in listed:
        if batch and (len(batch) == BATCH or size + one.size > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.size
    if batch:
        yield batch
