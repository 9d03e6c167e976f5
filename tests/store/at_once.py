"""Two units of work at once, the second of which has to wait for the first."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from store.database import Store
from store.db import Db

T = TypeVar("T")

#: what stands still for so long never comes
SECONDS = 10


async def meanwhile(store: Store, first: Callable[[Db], object], then: Callable[[], Awaitable[T]]) -> T:
    """What `then` gives, begun while `first` is not over. Where writers run side by side, `first` ends only once
    somebody waits for what it holds; where they do not, `then` follows it."""
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def long(db: Db) -> None:
        first(db)
        loop.call_soon_threadsafe(begun.set)
        end = time.monotonic() + SECONDS
        while not store.alone and not db.ask("SELECT 1 AS one FROM pg_locks WHERE NOT granted"):
            assert time.monotonic() < end, "nobody waits"

    under_way = asyncio.ensure_future(store.write(long))
    await begun.wait()
    given = await then()
    await under_way
    return given
