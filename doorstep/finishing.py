"""Stopping without tearing anything in two."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

#: a stop takes at most 10 seconds; what is under way gets this long
SECONDS = 7.0


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns. If we are cancelled meanwhile, it is let finish first, for at most `SECONDS`."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            await asyncio.wait({task}, timeout=SECONDS)
        task.cancel()
        raise


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Until the event is set, or this long."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
