"""What happens although nobody asks for it: talks left unfinished are handed over, what is over is forgotten."""

from datetime import timedelta

import pytest

from doorstep.watch import SEAL_EVERY, UNUSED_CHATS_KEPT
from store import chat, identity
from tests.plays.people import KIERAN

MINUTE = timedelta(minutes=1)


async def changes(stage, sql):
    await stage.system.parts.store.write(lambda db: db.ask(sql))


async def trouble(stage, enquiry):
    given = {"kind": "reply", "channel": "sms", "detail": "30003", "raw": None, "enquiry": enquiry}
    await stage.system.parts.store.write(lambda db: db.add_trouble(at=db.now, **given))


async def try_in_vain(stage, times):
    """Somebody says as often that they are the tenant of T1001, and is not."""
    await stage.phone(KIERAN).says("hello")
    for _ in range(times):
        await stage.system.parts.store.write(identity.failed, 1, 1, ["T1001"])


async def test_the_first_answer_to_a_talk_left_unfinished_is_due_from_when_they_wrote(stage):
    wrote = stage.clock()
    kieran = stage.phone(KIERAN)
    await kieran.says("my kitchen tap is dripping")
    stage.clock.forward(minutes=5)
    await kieran.says("two weeks")
    stage.clock.forward(hours=25)
    await stage.system.watch.step()
    sql = "SELECT started_at, due_at FROM clock WHERE promise = 'first_answer'"
    [unfinished] = await stage.query(sql)
    await stage.phone("+447700900321").says("can i talk to someone")
    [_, asked] = await stage.query(f"{sql} ORDER BY id")
    assert unfinished["started_at"] == asked["started_at"] - (stage.clock() - wrote) // timedelta(microseconds=1)
    assert unfinished["due_at"] < asked["due_at"]


async def test_what_was_counted_against_somebody_is_forgotten_once_it_counts_no_more(stage):
    await try_in_vain(stage, 1)
    stage.clock.at += identity.LOCKED - MINUTE
    await stage.system.watch.step()
    assert len(await stage.query("SELECT subject FROM guard")) == 2
    stage.clock.at += 2 * MINUTE
    await stage.system.watch.step()
    assert await stage.query("SELECT subject FROM guard") == []


async def test_who_is_locked_out_stays_so_until_the_end(stage):
    await try_in_vain(stage, identity.TENANCY_TRIES)
    await changes(stage, "UPDATE guard SET first_at = 0")
    await stage.system.watch.step()
    assert await stage.system.parts.store.read(identity.is_locked, "T1001")


@pytest.mark.parametrize("later", [False, True])
async def test_a_trouble_is_over_with_its_enquiry_and_one_that_comes_later_is_not(stage, later):
    await stage.phone(KIERAN).says("can i talk to someone")
    [noun] = await stage.enquiries()
    if not later:
        await trouble(stage, noun["id"])
    stage.clock.at += SEAL_EVERY
    await stage.system.watch.step()
    assert len(await stage.query("SELECT id FROM trouble WHERE settled_at IS NULL")) == (not later)
    await changes(stage, f"UPDATE enquiry SET state = 'closed', owner = NULL, closed_at = {noun['created_at'] + 1}")
    if later:
        await trouble(stage, noun["id"])
    stage.clock.at += SEAL_EVERY
    await stage.system.watch.step()
    assert len(await stage.query("SELECT id FROM trouble WHERE settled_at IS NULL")) == later


async def test_a_trouble_of_no_enquiry_stays_until_somebody_has_seen_to_it(stage):
    await trouble(stage, None)
    stage.clock.at += SEAL_EVERY
    await stage.system.watch.step()
    assert len(await stage.query("SELECT id FROM trouble WHERE settled_at IS NULL")) == 1


async def test_chats_in_which_nothing_was_said_are_forgotten_however_many(stage):
    store = stage.system.parts.store
    await stage.chat().says("hello")
    for number in range(5):
        await store.write(chat.begin, f"unused-{number}")
        stage.clock.forward(seconds=1)
    stage.clock.at += UNUSED_CHATS_KEPT
    forgotten = [await store.write(chat.forget_unused, stage.clock() - UNUSED_CHATS_KEPT, 2) for _ in range(4)]
    assert forgotten == [2, 2, 1, 0]
    assert len(await stage.query("SELECT id FROM conversation WHERE channel = 'webchat'")) == 1
