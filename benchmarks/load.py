"""Posting messages: closed loop, where a caller posts again once its last reply is out; open loop, at a rate."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from random import Random

from benchmarks.ledger import Ledger
from benchmarks.tenants import Post
from benchmarks.wire import Caller

#: a closed round takes no longer, and so long are the last replies of an open one waited for
PATIENCE_SECONDS = 90.0


async def closed(callers: Sequence[Caller], posts: deque[Post], ledger: Ledger) -> float:
    """Post all, each caller once the reply to its last message was taken; the seconds until the last reply."""
    began = time.perf_counter()

    async def call(caller: Caller) -> None:
        while posts:
            await _whole_way(caller, posts.popleft(), ledger, time.perf_counter_ns())

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*(call(caller) for caller in callers))
    return time.perf_counter() - began


async def opened(callers: Sequence[Caller], posts: deque[Post], ledger: Ledger, rate: float, dice: Random) -> float:
    """Post all at random instants, `rate` a second; latency counts from the instant a message was due to be posted.

    Returns the seconds until the last reply.
    """
    free: asyncio.Queue[Caller] = asyncio.Queue()
    for caller in callers:
        free.put_nowait(caller)
    due = began = time.perf_counter_ns()
    under_way: list[asyncio.Task[None]] = []
    for post in posts:
        due += int(dice.expovariate(rate) * 1e9)
        if (early := (due - time.perf_counter_ns()) / 1e9) > 0:
            await asyncio.sleep(early)
        under_way.append(asyncio.create_task(_from_a_free_one(free, post, ledger, due)))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*under_way)
    return (time.perf_counter_ns() - began) / 1e9


async def _from_a_free_one(free: asyncio.Queue[Caller], post: Post, ledger: Ledger, due: int) -> None:
    replied = ledger.posted(post.number, due)
    caller = await free.get()
    await caller.post(post.request)
    ledger.acknowledged(due)
    free.put_nowait(caller)
    await replied


async def _whole_way(caller: Caller, post: Post, ledger: Ledger, at: int) -> None:
    replied = ledger.posted(post.number, at)
    await caller.post(post.request)
    ledger.acknowledged(at)
    await replied
