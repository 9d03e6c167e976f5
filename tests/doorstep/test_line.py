"""The line and its workers: what happens when something happens that nobody foresaw."""

import asyncio

import pytest

from doorstep.line import Line, WorkerLost
from store.queue.local import LocalQueue
from tests.plays.people import STRANGER

SECONDS = 10.0


class Broken(LocalQueue):
    """A queue with a fault of its own."""

    def done(self, conversation: int) -> None:
        raise KeyError(conversation)


def line(stage, queue):
    built = stage.system.line
    return Line(built.store, queue, built.means, built.identify, built.now)


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
