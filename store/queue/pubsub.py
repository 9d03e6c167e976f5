"""What one process committed, told to the others through Redis's pub/sub: it only says "look", and may be lost.

The others may be of another version: what one of them says that we do not know is left out.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from model.channel import Channel
from store.database import Store
from store.db import Announcements
from store.queue.cancelling import heed_cancellation

log = logging.getLogger(__name__)

CHANNEL = "doorstep:look"
PAUSE_SECONDS = 1.0
#: what may be said beside `history` and `replies`
SAID = ("desk", "router", "doubts", "effects", "media")
CHANNELS = frozenset(channel.value for channel in Channel)


class PubSub:
    """Tells the others what was committed here, and the listeners here what was committed elsewhere."""

    def __init__(self, redis: Redis, store: Store, name: str) -> None:
        self._redis = redis
        self._store = store
        self._name = name
        self._pending = Announcements()
        self._something = asyncio.Event()
        #: what was left out so far; each is logged once
        self._unknown: frozenset[str] = frozenset()
        store.listen(self._heard)

    async def publish(self) -> None:
        """Tell the others, until cancelled; what comes while one telling is under way goes with the next."""
        while True:
            heed_cancellation()
            await self._something.wait()
            self._something.clear()
            pending, self._pending = self._pending, Announcements()
            try:
                await self._redis.publish(CHANNEL, written(pending, self._name))
            except (RedisError, OSError) as error:
                log.warning("news could not be published", extra={"why": type(error).__name__})
                await asyncio.sleep(PAUSE_SECONDS)

    async def subscribe(self) -> None:
        """Hear the others, until cancelled."""
        while True:
            heed_cancellation()
            try:
                async with self._redis.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(CHANNEL)
                    while True:
                        heed_cancellation()
                        message = await channel.get_message(timeout=PAUSE_SECONDS)
                        if message is not None:
                            self._hear(message["data"])
            except (RedisError, OSError) as error:
                log.warning("news could not be heard", extra={"why": type(error).__name__})
                await asyncio.sleep(PAUSE_SECONDS)

    def _heard(self, announced: Announcements) -> None:
        if announced.elsewhere:
            return
        self._pending.merge(announced)
        # conversations are woken through the streams
        self._pending.wake.clear()
        if self._pending:
            self._something.set()

    def _hear(self, data: bytes) -> None:
        try:
            name, announced, unknown = read(data)
        except (ValueError, TypeError, KeyError) as error:
            log.warning("news could not be understood", extra={"why": type(error).__name__})
            return
        if new := unknown - self._unknown:
            self._unknown |= new
            log.warning("another version told what is not known here", extra={"what": sorted(new)})
        if name != self._name:
            self._store.tell(announced)


def written(announced: Announcements, name: str) -> bytes:
    """What was committed here, as it is told to the others; without the conversations to wake."""
    flags = {field: getattr(announced, field) for field in SAID}
    lists = {"history": sorted(announced.history), "replies": sorted(announced.replies)}
    return orjson.dumps({"from": name, **lists, **flags})


def read(data: bytes) -> tuple[str, Announcements, frozenset[str]]:
    """Who tells what, and the names of what was left out. Raises `ValueError`, `TypeError` or `KeyError` where it
    cannot be understood at all."""
    told: dict[str, Any] = dict(orjson.loads(data))
    replies = [(str(channel), bool(urgent)) for channel, urgent in told.get("replies", ())]
    flags: dict[str, Any] = {field: bool(told.get(field)) for field in SAID}
    announced = Announcements(
        history=set(told.get("history", ())),
        replies={one for one in replies if one[0] in CHANNELS},
        elsewhere=True,
        **flags,
    )
    unknown = _left_out(told, (channel for channel, _ in replies))
    return told["from"], announced, unknown


def _left_out(told: Iterable[str], channels: Iterable[str]) -> frozenset[str]:
    return frozenset(told) - {"from", "history", "replies", *SAID} | frozenset(channels) - CHANNELS
