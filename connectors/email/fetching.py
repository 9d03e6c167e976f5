"""What comes into the mailbox handed in, again and again, each batch with the place up to which it goes."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from connectors.base import Intake
from connectors.email.mail import message_id
from connectors.email.mailbox import Listed, Mailbox
from connectors.email.place import Place, place
from connectors.email.reading import Raw, Reader
from model.channel import Channel
from model.message import Inbound, Receipt, Unread
from store.database import AWAY
from store.files import Files

log = logging.getLogger(__name__)

_T = TypeVar("_T")
Found = Inbound | Receipt | Unread

#: mails, and bytes of them, that are handed in at once
BATCH = 25
BATCH_BYTES = 8 * 1024 * 1024
#: mails whose sizes are asked for at once
PAGE = 500
#: the server is asked anew after so long, whether or not it said anything; without IDLE more often
IDLE_SECONDS = 60.0
POLL_SECONDS = 15.0
BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Read:
    """A mail in the mailbox, as it came, and what was made of it."""

    listed: Listed
    content: bytes
    found: Found


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
            found = await self._in_thread(mailbox.since, before.came)
            return found or await self._skip(before.came)
        return await self._new() if self.reader.account.from_the_beginning else await self._skip(datetime.now(UTC))

    async def _skip(self, came: datetime) -> list[int]:
        """Leave what is there to whoever reads it, and take what comes from now on."""
        await self._keep([], self.mailbox.next_uid - 1, came)
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
                await self._hand_in(await self._in_thread(self._read_all, batch), batch)
            await self._keep([], page[-1], self.place.came)

    async def _hand_in(self, mails: Sequence[Read], batch: Sequence[Listed]) -> None:
        """All at once; where that is refused, one after the other, so that one mail never stops the others."""
        try:
            return await self._keep([mail.found for mail in mails], batch[-1].uid, max(one.came for one in batch))
        except AWAY:
            raise
        except Exception:  # whatever is wrong with one mail, the next must be kept
            log.exception("mails could not be kept together", extra={"folder": self.mailbox.folder})
        for mail in mails:
            await self._hand_in_alone(mail)
        return await self._keep([], batch[-1].uid, self.place.came)

    async def _hand_in_alone(self, mail: Read) -> None:
        """As it was read; where that is refused, as it came. Raises where that is refused too: the mail is not why."""
        uid, came = mail.listed.uid, mail.listed.came
        try:
            return await self._keep([mail.found], uid, came)
        except AWAY:
            raise
        except Exception:  # it is shown to staff
            log.exception("a mail could not be kept", extra={"uid": uid})
        unread = Unread(Channel.EMAIL, "a mail that could not be kept as a message", mail.content)
        return await self._keep([unread], uid, came)

    async def _keep(self, found: Sequence[Found], uid: int, came: datetime) -> None:
        reached = Place(self.mailbox.folder, self.mailbox.validity, uid, max(came, self.place.came))
        if found or reached != self.place:
            await self.intake.keep(found, str(reached))
            self.place = reached

    def _read_all(self, batch: Sequence[Listed]) -> list[Read]:
        contents = self.mailbox.raw([one.uid for one in batch])
        doubled = self._doubled(contents)
        there = [one for one in batch if one.uid in contents]
        return [Read(one, contents[one.uid], self._read(one, contents[one.uid], one.uid in doubled)) for one in there]

    def _read(self, listed: Listed, content: bytes, doubled: bool) -> Found:
        """A mail that nobody foresaw is kept as it is, and does not stop the others."""
        sha256 = self.files.keep(content)
        at = f"{self.mailbox.folder}/{self.mailbox.validity}/{listed.uid}"
        try:
            return self.reader.read(Raw(content, sha256, at, listed.came, doubled))
        except Exception:  # whatever is wrong with one mail, the next must be read
            log.exception("a mail could not be read", extra={"at": at})
            return Unread(Channel.EMAIL, f"a mail that could not be read, kept as {sha256}", content)

    def _doubled(self, contents: Mapping[int, bytes]) -> set[int]:
        """Those whose Message-ID an earlier mail has, which says something else."""
        named = {uid: id for uid in sorted(contents) if (id := message_id(contents[uid]))}
        first = self._said_earlier(set(named.values()), min(contents, default=0))
        said = {uid: _said(contents[uid]) for uid in named}
        return {uid for uid, id in named.items() if first.setdefault(id, said[uid]) != said[uid]}

    def _said_earlier(self, message_ids: Collection[str], uid: int) -> dict[str, bytes]:
        """What the first earlier mail of each of these Message-IDs says; nothing where the server cannot tell."""
        said: dict[str, bytes] = {}
        try:
            for earlier, id in self.mailbox.earlier(message_ids, uid).items():
                if id not in said and id in message_ids and (content := self.mailbox.raw([earlier]).get(earlier)):
                    said[id] = _said(content)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            log.warning("the mail server cannot search", extra={"folder": self.mailbox.folder}, exc_info=True)
        return said

    async def _in_thread(self, call: Callable[..., _T], *given: object) -> _T:
        busy = asyncio.ensure_future(asyncio.to_thread(call, *given))
        self._busy = busy
        return await asyncio.shield(busy)

    async def _leave(self) -> None:
        """Nobody may be reading from a connection that is closed."""
        self.mailbox.interrupt()
        if self._busy is not None:
            await asyncio.wait({self._busy})
            with suppress(Exception):  # it broke because it was interrupted
                self._busy.result()
        self.mailbox.close()


def _said(content: bytes) -> bytes:
    """The hash of what stands below the header."""
    return hashlib.sha256(content.partition(b"\r\n\r\n")[2]).digest()


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
