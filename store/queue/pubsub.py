"""What one process committed, told to the others through Redis's pub/sub: it only says "look", and may be lost."""

import asyncio
import logging
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from store.database import Store
from store.db import Announcements
from store.queue.cancelling import heed_cancellation

log = logging.getLogger(__name__)

CHANNEL = "doorstep:look"
PAUSE_SECONDS = 1.0


class PubSub:
    """Tells the others what was committed here, and the listeners here what was committed elsewhere."""

    def __init__(self, redis: Redis, store: Store, name: str) -> None:
        self._redis = redis
        self._store = store
        self._name = name
        self._pending = Announcements()
        self._something = asyncio.Event()
        store.listen(self._heard)

    async def publish(self) -> None:
        """Tell the others, until cancelled; what comes while one telling is under way goes with the next."""
        while True:
            heed_cancellation()
            await self._something.wait()
            self._something.clear()
            pending, self._pending = self._pending, Announcements()
            try:
                await self._redis.publish(CHANNEL, _written(pending, self._name))
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
        told: dict[str, Any] = orjson.loads(data)
        if told.pop("from") != self._name:
            told["history"] = set(told["history"])
            told["replies"] = {(channel, urgent) for channel, urgent in told["replies"]}
            self._store.tell(Announcements(elsewhere=True, **told))


def _written(announced: Announcements, name: str) -> bytes:
    return orjson.dumps(
        {
            "from": name,
            "history": sorted(announced.history),
            "replies": sorted(announced.replies),
            "desk": announced.desk,
            "router": announced.router,
            "doubts": announced.doubts,
            "effects": announced.effects,
            "media": announced.media,
        }
    )
