"""What every queue of wake-ups does, within one process and through a real Redis; and what Redis may lose."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import pytest
from redis.asyncio import Redis as Client

from store.db import Announcements
from store.queue import Queue
from store.queue.local import LocalQueue
from store.queue.redis import BUFFER, GROUP, ORDINARY, Pace, RedisQueue
from tests.servers import Redis

SECONDS = 10.0


@pytest.fixture(scope="module")
def server() -> Iterator[Redis]:
    with Redis() as server:
        yield server


class Joined:
    """Queues over one Redis, as processes have them. `waiting` is what the database would say waits for a turn."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.waiting: list[tuple[int, bool]] = []
        self._clients: list[Client] = []
        self._tasks: list[asyncio.Task[None]] = []

    def queue(self, name: str, reads: bool = True, pace: Pace = Pace()) -> RedisQueue:  # noqa: B008 - never changed
        client = Client.from_url(self.address, protocol=2, socket_timeout=3, socket_connect_timeout=1)
        self._clients.append(client)
        queue = RedisQueue(client, name, self._neglected, pace)
        self._tasks.append(asyncio.create_task(queue.write()))
        if reads:
            self._tasks.append(asyncio.create_task(queue.read()))
        return queue

    async def client(self) -> Client:
        return self._clients[0]

    async def stop(self, last: int = 0) -> None:
        """As a process that dies: nothing is said any more. All of them, or the `last` tasks."""
        tasks = self._tasks[-last:]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(self) -> None:
        await self.stop()
        for client in self._clients:
            await client.aclose()

    async def _neglected(self) -> list[tuple[int, bool]]:
        return self.waiting


@pytest.fixture
async def joined(server: Redis) -> AsyncIterator[Joined]:
    joined = Joined(server.address)
    async with Client.from_url(server.address) as client:
        await client.flushall()
    yield joined
    await joined.close()


@pytest.fixture(params=["local", pytest.param("redis", marks=pytest.mark.slow)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def queue(kind: str, request: pytest.FixtureRequest) -> AsyncIterator[Queue]:
    if kind == "local":
        yield LocalQueue()
        return
    with Redis() as server:
        joined = Joined(server.address)
        yield joined.queue("here")
        await joined.close()


async def following(queue: Queue, count: int = 1) -> list[int]:
    """The next conversations, each looked at."""
    async with asyncio.timeout(SECONDS):
        found = []
        for _ in range(count):
            found.append(await queue.get())
            queue.done(found[-1])
        return found


async def nothing_comes(queue: Queue, seconds: float = 0.3) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await queue.get()
            return False
    return True


async def claimed(client: Client, times: int) -> None:
    """Wait until an entry was given out so many times."""
    while True:
        pending = await client.xpending_range(ORDINARY, GROUP, "-", "+", 1)
        if pending and pending[0]["times_delivered"] >= times:
            return
        await asyncio.sleep(0.01)


async def nothing_pending(client: Client) -> None:
    async with asyncio.timeout(SECONDS):
        while (await client.xpending(ORDINARY, GROUP))["pending"]:
            await asyncio.sleep(0.01)


async def test_a_conversation_that_is_woken_comes_once(queue):
    queue.put(7, False)
    queue.put(7, False)
    assert await following(queue) == [7]
    assert await nothing_comes(queue)


async def test_it_may_be_woken_again_once_it_was_given(queue):
    queue.put(7, False)
    await following(queue)
    queue.put(7, False)
    assert await following(queue) == [7]


async def test_whoever_waits_is_given_what_comes(queue):
    waiting = asyncio.create_task(following(queue))
    await asyncio.sleep(0.05)
    queue.hear(Announcements(wake={5: False}))
    assert await waiting == [5]


async def test_many_are_lost_by_nobody(queue):
    for number in range(500):
        queue.put(number, False)
    assert sorted(await following(queue, 500)) == list(range(500))


async def test_what_is_urgent_comes_first(queue):
    for number in range(20):
        queue.put(number, False)
    queue.put(99, True)
    assert 99 in await following(queue, 3 if isinstance(queue, LocalQueue) else 21)


@pytest.mark.slow
async def test_what_is_urgent_overtakes_what_waits_in_redis(joined):
    elsewhere = joined.queue("web", reads=False)
    for number in range(2000):
        elsewhere.put(number, False)
    await asyncio.sleep(0.5)
    here = joined.queue("line")
    await following(here, 10)
    elsewhere.put(9999, True)
    await asyncio.sleep(0.3)
    assert 9999 in await following(here, BUFFER)


@pytest.mark.slow
async def test_two_processes_share_and_none_gets_what_another_has(joined):
    web = joined.queue("web", reads=False)
    one, two = joined.queue("one"), joined.queue("two")
    for number in range(400):
        web.put(number, False)
    found: list[int] = []

    async def take(queue: Queue) -> None:
        while len(found) < 400:
            found.extend(await following(queue))

    tasks = [asyncio.create_task(take(queue)) for queue in (one, two)]
    async with asyncio.timeout(SECONDS):
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(found) == list(range(400))


@pytest.mark.slow
async def test_what_a_dead_process_read_is_claimed_by_another(joined):
    quick = Pace(idle_ms=300, claim_seconds=0.1)
    dying = joined.queue("dying", pace=quick)
    dying.put(42, False)
    async with asyncio.timeout(SECONDS):
        assert await dying.get() == 42
    await joined.stop(last=2)
    assert await following(joined.queue("living", pace=quick)) == [42]


@pytest.mark.slow
async def test_a_turn_may_last_longer_than_others_wait_before_they_claim(joined):
    queue = joined.queue("here", pace=Pace(idle_ms=50, claim_seconds=0.01))
    queue.put(7, False)
    async with asyncio.timeout(SECONDS):
        assert await queue.get() == 7
        await claimed(await joined.client(), times=3)
        assert len(queue) == 0
        queue.done(7)
        await nothing_pending(await joined.client())
    queue.put(7, False)
    assert await following(queue) == [7]


@pytest.mark.slow
async def test_a_conversation_that_stands_twice_in_an_entry_is_looked_at_once(joined):
    queue = joined.queue("here")
    queue.put(1, False)
    await following(queue)
    await (await joined.client()).xadd(ORDINARY, {"c": "7,7"})
    assert await following(queue) == [7]


@pytest.mark.slow
async def test_what_was_looked_at_is_gone_from_redis(joined):
    queue = joined.queue("here")
    queue.put(1, False)
    await following(queue)
    client = await joined.client()
    async with asyncio.timeout(SECONDS):
        while await client.xlen(ORDINARY):
            await asyncio.sleep(0.05)
    await nothing_pending(client)


@pytest.mark.slow
async def test_a_stream_does_not_grow_for_ever_where_nobody_reads(joined):
    web = joined.queue("web", reads=False, pace=Pace(kept=100))
    for number in range(5000):
        web.put(number, False)
    client = await joined.client()
    async with asyncio.timeout(SECONDS):
        while await client.xlen(ORDINARY) < 100:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)
    assert await client.xlen(ORDINARY) < 400


@pytest.mark.slow
async def test_a_group_that_redis_lost_is_made_again_and_the_database_is_asked(joined):
    queue = joined.queue("here")
    queue.put(1, False)
    await following(queue)
    joined.waiting = [(8, True)]
    await (await joined.client()).flushall()
    assert await following(queue) == [8]
    joined.waiting = []
    queue.put(2, False)
    async with asyncio.timeout(SECONDS):
        while (await following(queue)) != [2]:
            pass


@pytest.mark.slow
async def test_while_redis_is_away_the_database_is_asked_and_then_it_goes_on():
    with Redis() as server:
        joined = Joined(server.address)
        queue = joined.queue("here")
        queue.put(1, False)
        await following(queue)
        assert queue.troubles() == []
        server.kill()
        joined.waiting = [(3, False)]
        assert await following(queue) == [3]
        assert "Redis cannot be reached" in queue.troubles()[0]
        joined.waiting = []
        server.start()
        async with asyncio.timeout(SECONDS):
            while True:
                queue.put(4, False)
                if 4 in await following(queue):
                    break
        await joined.close()


@pytest.mark.slow
async def test_one_that_only_writes_says_that_redis_is_away_until_it_is_back():
    with Redis() as server:
        joined = Joined(server.address)
        queue = joined.queue("web", reads=False)
        server.kill()
        queue.put(1, False)
        async with asyncio.timeout(SECONDS):
            while not queue.troubles():
                await asyncio.sleep(0.01)
            server.start()
            while queue.troubles():
                await asyncio.sleep(0.01)
        await joined.close()
