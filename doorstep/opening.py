"""What a system stands on, opened in the right order and closed again: database, wake-ups, records, channels."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import psycopg
from aiohttp import ClientSession, TCPConnector
from redis.asyncio import Redis

from connectors.base import Around
from doorstep.channels import connectors
from doorstep.configuration import Configuration, load
from doorstep.settings import Settings, WrongSettings
from doorstep.system import LOOPS, Beside, Parts, System
from doorstep.understanding import NotAsked, open_engine
from housing.demo import open_demo
from model.ports import Engine
from store import recovery, sweep
from store.database import Store
from store.db import Db
from store.files import Files
from store.postgres import PostgresStore
from store.queue import Queue
from store.queue.local import LocalQueue
from store.queue.pubsub import PubSub
from store.queue.redis import BLOCK_MS, RedisQueue
from store.sqlite import SqliteStore
from store.sweep import Places

#: sends that may be under way to one provider at a time
CONNECTIONS = 128
#: how long Redis may take to say how many replies may go
COUNT_SECONDS = 0.5
#: conversations looked up at once while Redis is away
PAGE = 200


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Neglected:
    """What waits in the database for a turn, page by page, for those who are not woken."""

    store: Store
    places: Places = field(default_factory=Places)

    async def __call__(self) -> list[tuple[int, bool]]:
        left = await self.store.read(sweep.left_behind, self.places, PAGE)
        self.places = left.next
        return list(left.conversations)


def _as_they_are(parts: Parts) -> Parts:
    return parts


@asynccontextmanager
async def opened(
    settings: Settings,
    engine: Engine | None = None,
    only: Collection[str] = LOOPS,
    configuration: Configuration | None = None,
    between: Callable[[Parts], Parts] = _as_they_are,
) -> AsyncIterator[System]:
    """A system with these loops, its parts closed in the end. Without an `engine`, the embedded one where turns are
    taken; without a `configuration`, that of the settings. `between` may put something between the parts and the
    system."""
    configuration = configuration or load(settings.config)
    engine = engine or (open_engine(settings, configuration) if "line" in only else NotAsked())
    async with AsyncExitStack() as stack:
        landlord = open_demo(settings.data / "housing.sqlite", utc_now().date(), utc_now)
        stack.callback(landlord.close)
        store = await _store(settings, stack)
        queue, beside = await _queue(settings, store, only, stack)
        session = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=CONNECTIONS)))
        files = Files(settings.data / "media")
        around = Around(session, settings.public_address, files, settings.secrets)
        connected = connectors(configuration.channels, around)
        counting = await _counting(settings, stack) if "delivery" in only else None
        parts = Parts(settings, configuration, store, engine, landlord, queue, connected, utc_now, beside, counting)
        yield System(between(parts))


def open_store(settings: Settings) -> Store:
    """The database of these settings. Raises `Occupied`, or `WrongSettings` where PostgreSQL cannot be reached."""
    if settings.database:
        try:
            return PostgresStore(settings.database, utc_now)
        except psycopg.Error as error:
            why = str(error).strip().splitlines()[0]
            raise WrongSettings(f"PostgreSQL cannot be used: {why}. Start it, or mend DOORSTEP_DATABASE.") from error
    return SqliteStore(settings.data / "doorstep.sqlite", utc_now)


async def _store(settings: Settings, stack: AsyncExitStack) -> Store:
    store = open_store(settings)
    stack.push_async_callback(store.close)
    if store.alone:
        await store.write(recovery.release_all)
    else:
        stack.push_async_callback(_leave, store)
    return store


async def _leave(store: Store) -> None:
    """Others take over at once what was still in hand."""

    def leave(db: Db) -> None:
        recovery.leave(db, store.process)

    await store.write(leave)


async def _counting(settings: Settings, stack: AsyncExitStack) -> Redis | None:
    """Where processes count together what they send. It is waited for briefly, since a reply waits behind it."""
    if not settings.redis:
        return None
    redis = Redis.from_url(
        settings.redis, protocol=2, socket_timeout=COUNT_SECONDS, socket_connect_timeout=COUNT_SECONDS
    )
    stack.push_async_callback(redis.aclose)
    return redis


async def _queue(
    settings: Settings, store: Store, only: Collection[str], stack: AsyncExitStack
) -> tuple[Queue, tuple[Beside, ...]]:
    """Wake-ups within this process, or between processes through Redis; and what must run for them."""
    if not settings.redis:
        local = LocalQueue()
        store.listen(local.hear)
        return local, ()
    redis = Redis.from_url(settings.redis, protocol=2, socket_timeout=BLOCK_MS / 1000 + 4, socket_connect_timeout=2)
    stack.push_async_callback(redis.aclose)
    queue = RedisQueue(redis, store.process, Neglected(store))
    store.listen(queue.hear)
    pubsub = PubSub(redis, store, store.process)
    beside: tuple[Beside, ...] = (queue.write, pubsub.publish, pubsub.subscribe)
    return queue, (*beside, queue.read) if "line" in only else beside
