"""Wake-ups between processes through two Redis Streams, one for what is urgent, read by a consumer group.

Redis may lose everything at any time. A group that is gone is made again; while Redis is away the database is asked for
what waits. A wake-up is acknowledged once its conversations have been looked at; what a dead process read and never
acknowledged is claimed by another.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from store.db import Announcements
from store.queue.cancelling import heed_cancellation
from store.queue.local import LocalQueue

log = logging.getLogger(__name__)

URGENT, ORDINARY = b"doorstep:wake:urgent", b"doorstep:wake"
GROUP = "line"
#: conversations that one entry wakes at most
PER_ENTRY = 8
#: entries read at once, and conversations that may wait here before more are read
READ = 8
BUFFER = 128
BLOCK_MS = 1000
#: how often the database is asked while Redis is away
POLL_SECONDS = 0.5
AWAY = "Redis cannot be reached. Messages are kept, and found a little later; look at its machine and its log."

Entry = tuple[bytes, bytes]
#: what waits in the database for a turn: conversation, urgent
Neglected = Callable[[], Awaitable[Sequence[tuple[int, bool]]]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is kept, and how soon what somebody read is claimed by another."""

    #: entries kept in a stream at most, about
    kept: int = 100_000
    #: entries that were read so long ago and not acknowledged are claimed from whoever read them
    idle_ms: int = 5000
    #: how often it is looked for such entries
    claim_seconds: float = 2.0


USUAL = Pace()


class RedisQueue:
    """Conversations to look at, of all processes. Only one that is read from (`consumer`) gives any."""

    def __init__(self, redis: Redis, consumer: str, neglected: Neglected, pace: Pace = USUAL) -> None:
        self._redis = redis
        self._consumer = consumer
        self._neglected = neglected
        self._pace = pace
        self._here = LocalQueue()
        self._to_wake: dict[int, bool] = {}
        self._to_acknowledge: list[Entry] = []
        self._something = asyncio.Event()
        #: what each entry still waits for, and the entries that wait for a conversation
        self._open: dict[Entry, set[int]] = {}
        self._of: defaultdict[int, set[Entry]] = defaultdict(set)
        #: Redis did not answer when it was last asked
        self._away = False
        self._room = asyncio.Event()

    def put(self, conversation: int, urgent: bool) -> None:
        self._to_wake[conversation] = urgent or self._to_wake.get(conversation, False)
        self._something.set()

    def hear(self, announced: Announcements) -> None:
        for conversation, urgent in announced.wake.items():
            self.put(conversation, urgent)

    async def get(self) -> int:
        conversation = await self._here.get()
        self._room.set()
        return conversation

    def done(self, conversation: int) -> None:
        for entry in self._of.pop(conversation, ()):
            left = self._open[entry]
            left.discard(conversation)
            if not left:
                del self._open[entry]
                self._to_acknowledge.append(entry)
                self._something.set()

    def __len__(self) -> int:
        return len(self._here)

    def troubles(self) -> list[str]:
        return [AWAY] if self._away else []

    async def write(self) -> None:
        """Send wake-ups and acknowledgements, until cancelled. What Redis does not take is left to the sweeper; then it
        is asked until it answers again."""
        while True:
            heed_cancellation()
            await self._something.wait()
            self._something.clear()
            wake, self._to_wake = self._to_wake, {}
            done, self._to_acknowledge = self._to_acknowledge, []
            try:
                await (self._send(wake, done) if wake or done else self._redis.ping())
                self._away = False
            except (RedisError, OSError) as error:
                log.warning("wake-ups could not be sent", extra={"why": type(error).__name__})
                self._away = True
                self._something.set()
                await asyncio.sleep(POLL_SECONDS)

    async def read(self) -> None:
        """Read wake-ups, until cancelled; while Redis is away, ask the database."""
        claimed_at = 0.0
        clock = asyncio.get_running_loop().time
        while True:
            heed_cancellation()
            try:
                if clock() - claimed_at > self._pace.claim_seconds:
                    await self._claim()
                    claimed_at = clock()
                await self._read()
                self._away = False
            except ResponseError as error:
                if "NOGROUP" not in str(error):
                    log.warning("wake-ups could not be read", extra={"why": str(error)[:80]})
                await self._recover()
            except (RedisError, OSError) as error:
                log.warning("wake-ups could not be read", extra={"why": type(error).__name__})
                self._away = True
                await self._recover()

    async def _send(self, wake: dict[int, bool], done: Iterable[Entry]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for stream, urgent in ((URGENT, True), (ORDINARY, False)):
                conversations = [conversation for conversation, is_urgent in wake.items() if is_urgent is urgent]
                for start in range(0, len(conversations), PER_ENTRY):
                    fields: dict[Any, Any] = {"c": ",".join(map(str, conversations[start : start + PER_ENTRY]))}
                    pipeline.xadd(stream, fields, maxlen=self._pace.kept, approximate=True)
            by_stream: defaultdict[bytes, list[bytes]] = defaultdict(list)
            for stream, entry in done:
                by_stream[stream].append(entry)
            for stream, entries in by_stream.items():
                pipeline.xack(stream, GROUP, *entries)
                pipeline.xdel(stream, *entries)
            # a group that is gone is made again by whoever reads
            await pipeline.execute(raise_on_error=False)

    async def _read(self) -> None:
        while len(self._here) >= BUFFER:
            self._room.clear()
            await self._room.wait()
        streams: dict[Any, Any] = {URGENT: ">", ORDINARY: ">"}
        found: Any = await self._redis.xreadgroup(GROUP, self._consumer, streams, count=READ, block=BLOCK_MS)
        for stream, entries in found or ():
            self._take(stream, entries)

    async def _claim(self) -> None:
        for stream in (URGENT, ORDINARY):
            claimed: Any = await self._redis.xautoclaim(stream, GROUP, self._consumer, self._pace.idle_ms, count=READ)
            self._take(stream, claimed[1])

    def _take(self, stream: bytes, entries: Iterable[tuple[bytes, dict[bytes, bytes] | None]]) -> None:
        """Wake the conversations of these entries. A claim also gives what we read ourselves and still have in hand."""
        for id, fields in entries:
            if (stream, id) in self._open:
                continue
            conversations = [int(one) for one in (fields or {}).get(b"c", b"").split(b",") if one]
            if not conversations:
                self._to_acknowledge.append((stream, id))
                continue
            self._open[stream, id] = set(conversations)
            for conversation in conversations:
                self._of[conversation].add((stream, id))
                self._here.put(conversation, stream == URGENT)

    async def _recover(self) -> None:
        """Make the groups where Redis lost them; ask the database for what nobody was woken for."""
        try:
            for stream in (URGENT, ORDINARY):
                await self._make_group(stream)
        except (RedisError, OSError):
            await asyncio.sleep(POLL_SECONDS)
        try:
            neglected = await self._neglected()
        except Exception:  # noqa: BLE001 - whatever the database has, it is asked again
            log.exception("what waits could not be looked up")
            await asyncio.sleep(POLL_SECONDS)
            return
        for conversation, urgent in neglected:
            self._here.put(conversation, urgent)

    async def _make_group(self, stream: bytes) -> None:
        try:
            await self._redis.xgroup_create(stream, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise
