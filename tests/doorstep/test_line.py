"""The line and its workers: what happens when something happens that nobody foresaw."""

import asyncio

import pytest
from redis.asyncio import Redis as Client

from doorstep.line import Line, WorkerLost
from store.queue.local import LocalQueue
from store.queue.redis import GROUP, ORDINARY, Pace, RedisQueue
from tests.plays.people import STRANGER
from tests.servers import Redis

SECONDS = 10.0


class Broken(LocalQueue):
    """A queue with a fault of its own."""

    def done(self, conversation: int) -> None:
        raise KeyError(conversation)


class Slow(Line):
    """Takes its time over each conversation, until `go` is set."""

    def __init__(self, *given):
        super().__init__(*given)
        self.go = asyncio.Event()
        self.begun = asyncio.Queue()

    async def handle(self, conversation):
        self.begun.put_nowait(conversation)
        await self.go.wait()


def line(stage, queue, kind=Line):
    built = stage.system.line
    return kind(built.store, queue, built.means, built.identify, built.now)


async def test_a_line_that_loses_one_worker_ends_and_says_why(stage):
    queue = Broken()
    queue.put(1, False)
    with pytest.raises(WorkerLost) as lost:
        async with asyncio.timeout(SECONDS):
            await line(stage, queue).run()
    assert isinstance(lost.value.__cause__, KeyError)


async def test_whoever_asks_hears_that_the_line_has_failed(stage):
    running = line(stage, broken := Broken())
    assert running.troubles() == []
    broken.put(1, False)
    with pytest.raises(WorkerLost):
        async with asyncio.timeout(SECONDS):
            await running.run()
    assert "answers none" in running.troubles()[0]


async def test_a_line_that_is_told_to_stop_has_not_failed(stage):
    queue = LocalQueue()
    running = line(stage, queue)
    task = asyncio.create_task(running.run())
    await stage.phone(STRANGER).writes("hello")
    queue.put(1, False)
    async with asyncio.timeout(SECONDS):
        while not await stage.query("SELECT id FROM message WHERE handled_at IS NOT NULL"):
            await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert running.troubles() == []


async def nothing():
    """What waits in the database."""
    return []


async def could_have_been_claimed(client, times):
    """Until others could have claimed what is in hand so many times."""
    while not (found := await client.xpending_range(ORDINARY, GROUP, "-", "+", 1)) or (
        found[0]["times_delivered"] < times
    ):
        await asyncio.sleep(0.01)


@pytest.mark.slow
async def test_turns_that_last_longer_than_others_wait_cost_no_worker(stage):
    with Redis() as server:
        async with Client.from_url(server.address, protocol=2) as client:
            queue = RedisQueue(client, "here", nothing, Pace(idle_ms=50, claim_seconds=0.01))
            running = line(stage, queue, Slow)
            tasks = [asyncio.create_task(one()) for one in (queue.write, queue.read, running.run)]
            queue.put(1, False)
            async with asyncio.timeout(SECONDS):
                assert await running.begun.get() == 1
                await could_have_been_claimed(client, times=3)
                running.go.set()
                queue.put(2, False)
                assert await running.begun.get() == 2
            assert running.troubles() == []
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
