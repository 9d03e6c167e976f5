"""What a process that died had in hand is free within seconds; what a living one has is not."""

from datetime import timedelta

import pytest

from store import outbox, recovery, turns
from store.recovery import DEAD_AFTER
from tests.plays.people import STRANGER


@pytest.fixture
async def holding(stage):
    """A process that has a conversation in hand and a text under way."""
    await stage.phone(STRANGER).writes("can i talk to someone")
    await stage.system.line.take_all()
    await stage.phone(STRANGER).writes("hello")
    store = stage.system.parts.store
    await store.write(recovery.beat, store.process)
    [taken] = await store.write(outbox.take, stage.sms.channel, False, 10)
    assert await store.together(turns.claim, 1)
    return stage, taken


async def claimable(stage):
    return await stage.system.parts.store.together(turns.claim, 1) is not None


async def test_a_living_process_keeps_what_it_has(holding):
    stage, _ = holding
    stage.clock.at += DEAD_AFTER - timedelta(seconds=1)
    assert await stage.system.parts.store.write(recovery.bury) == []
    assert not await claimable(stage)


async def test_what_a_dead_process_had_is_free(holding):
    stage, _ = holding
    stage.clock.at += DEAD_AFTER
    store = stage.system.parts.store
    assert await store.write(recovery.bury) == [store.process]
    assert await claimable(stage)
    assert await store.write(outbox.doubt_overdue) == 1


async def test_one_that_leaves_lets_go_at_once(holding):
    stage, _ = holding
    store = stage.system.parts.store
    await store.write(recovery.leave, store.process)
    assert await claimable(stage)


async def test_what_was_freed_is_fenced_for_whoever_had_it(holding):
    stage, taken = holding
    stage.clock.at += DEAD_AFTER
    store = stage.system.parts.store
    await store.write(recovery.bury)
    await store.write(outbox.doubt_overdue)
    await store.write(outbox.postpone, taken, stage.clock(), "too late")
    [row] = await stage.query("SELECT state, error FROM reply ORDER BY id LIMIT 1")
    assert row == {"state": 20, "error": "the provider may or may not have it"}


async def test_another_process_frees_nothing_of_the_living(holding):
    stage, _ = holding
    store = stage.system.parts.store
    await store.write(recovery.beat, "another")
    await store.write(recovery.leave, "another")
    assert not await claimable(stage)
