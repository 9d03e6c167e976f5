"""What a system says is wrong with it."""

import asyncio
from dataclasses import replace

import pytest

from doorstep.pulse import Pulse
from doorstep.system import System
from store.postgres import PostgresStore
from store.queue.local import LocalQueue
from tests.fakes import FakeClock
from tests.servers import Postgres

SECONDS = 20.0


class Unreachable(LocalQueue):
    """A queue whose server is away, and which breaks what takes from it."""

    def done(self, conversation: int) -> None:
        raise KeyError(conversation)

    def troubles(self) -> list[str]:
        return ["Redis cannot be reached."]


async def until(said, count):
    """Wait until there are so many troubles; they are."""
    async with asyncio.timeout(SECONDS):
        while len(said()) != count:
            await asyncio.sleep(0.01)
        return said()


async def stopped(task):
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_nothing_is_wrong_with_one_that_runs(stage):
    running = asyncio.create_task(stage.system.run())
    await stage.system.parts.store.read(lambda db: db.ask("SELECT id FROM message"))
    assert stage.system.troubles() == []
    await stopped(running)


async def test_the_queue_and_a_line_that_has_failed_are_heard(stage):
    system = System(replace(stage.system.parts, queue=Unreachable()))
    assert system.troubles() == ["Redis cannot be reached."]
    system.parts.queue.put(1, False)
    async with asyncio.timeout(SECONDS):
        with pytest.raises(ExceptionGroup):
            await system.run(["line"])
    assert "answers none" in system.troubles()[1]


async def test_a_database_that_cannot_be_read_is_heard(stage):
    await stage.system.parts.store.close()
    system = System(stage.system.parts)
    running = asyncio.create_task(system.pulse.run())
    [said] = await until(system.troubles, 1)
    assert said.startswith("The database cannot be read")
    await stopped(running)


@pytest.mark.slow
async def test_a_server_that_was_away_and_is_back_is_no_trouble_any_more():
    with Postgres() as server:
        store = PostgresStore(server.address, FakeClock())
        pulse = Pulse(store)
        running = asyncio.create_task(pulse.run())
        server.stop()
        [said] = await until(pulse.troubles, 1)
        assert said.startswith("The database cannot be read")
        server.start()
        await until(pulse.troubles, 0)
        await stopped(running)
        await store.close()
