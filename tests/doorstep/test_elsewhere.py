"""A reply that its provider will never take goes to another address of the same person, where that is safe."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.sms import Sms
from doorstep.elsewhere import Elsewhere, best
from model.channel import Capabilities, Channel, Layout
from model.message import Author, Delivery
from store.elsewhere import Address, Failed
from store.threads import open_conversation
from tests.plays.people import STRANGER

OTHER = "+447700900998"
CHAT_APP = Capabilities(Layout.CHAT, 1600, window=timedelta(hours=24))
CAN = {Channel.SMS: Sms.capabilities, Channel.WHATSAPP: CHAT_APP}
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATELY = NOW - timedelta(hours=1)
ORDER = [Channel.SMS, Channel.WHATSAPP]


@pytest.fixture
def elsewhere(stage):
    parts = stage.system.parts
    return Elsewhere(parts.store, parts.configuration, CAN, parts.now)


async def failed_reply(stage, said="can i talk to someone", channel=Channel.SMS, address=OTHER):
    """The last reply to a stranger, which failed for good; they have another address."""
    await stage.phone(STRANGER).says(said)

    def fail(db):
        reply = max(row["id"] for row in db.ask("SELECT id FROM reply"))
        db.ask("UPDATE reply SET state = 50 WHERE id = :id", id=reply)
        db.want_elsewhere(id=reply)
        [row] = db.ask("SELECT person FROM handle WHERE address = :address", address=STRANGER)
        db.add_handle(channel=channel.value, address=address, person=row["person"])

    await stage.system.parts.store.write(fail)


async def sent_to(stage, address):
    return await stage.query("SELECT * FROM reply WHERE address = :address ORDER BY id", address=address)


async def test_it_goes_to_the_other_number_with_the_same_words(stage, elsewhere):
    await failed_reply(stage)
    assert await elsewhere.send_some() == 1
    [first, *_] = (await sent_to(stage, STRANGER))[-1:]
    [again] = await sent_to(stage, OTHER)
    assert (again["text"], again["enquiry"], again["cause"]) == (first["text"], first["enquiry"], first["cause"])
    assert again["state"] == Delivery.QUEUED


async def test_it_goes_once(stage, elsewhere):
    await failed_reply(stage)
    await elsewhere.send_some()
    assert await elsewhere.send_some() == 0
    assert len(await sent_to(stage, OTHER)) == 1


async def test_what_fails_there_too_does_not_come_back_to_the_first(stage, elsewhere):
    await failed_reply(stage)
    await elsewhere.send_some()
    before = len(await sent_to(stage, STRANGER))

    def fail(db):
        [row] = db.ask("SELECT id FROM reply WHERE address = :address", address=OTHER)
        db.ask("UPDATE reply SET state = 50 WHERE id = :id", id=row["id"])
        db.want_elsewhere(id=row["id"])

    await stage.system.parts.store.write(fail)
    assert await elsewhere.send_some() == 1
    assert len(await sent_to(stage, STRANGER)) == before
    assert len(await sent_to(stage, OTHER)) == 1


async def test_somebody_with_a_safe_contact_is_written_to_nowhere_else(stage, elsewhere):
    await failed_reply(stage)
    await stage.system.parts.store.write(lambda db: db.ask("UPDATE person SET flags = '[\"safe_contact\"]'"))
    await elsewhere.send_some()
    assert await sent_to(stage, OTHER) == []


async def test_a_restricted_matter_goes_nowhere_else(stage, elsewhere):
    await failed_reply(stage)
    await stage.system.parts.store.write(lambda db: db.ask("UPDATE enquiry SET restricted = TRUE"))
    await elsewhere.send_some()
    assert await sent_to(stage, OTHER) == []


async def test_that_it_went_elsewhere_is_on_record(stage, elsewhere):
    await failed_reply(stage)
    await elsewhere.send_some()
    assert await stage.query("SELECT what, why FROM audit WHERE who = 'outbox'") == [
        {"what": "reply sent elsewhere", "why": "by sms"}
    ]


def choice(*others, urgent=False):
    failed = Failed(1, "elsewhere:r-1:", "hello", urgent, None, None, Author.BOT, "", "", False, frozenset(), others)
    return best(failed, CAN, ORDER, NOW)


def test_the_first_of_the_landlords_order_is_taken():
    text, chat = Address(Channel.SMS, OTHER), Address(Channel.WHATSAPP, OTHER, last_in_at=LATELY)
    assert choice(chat, text) == text


def test_a_number_that_opted_out_takes_safety_advice_alone():
    gone = Address(Channel.SMS, OTHER, opted_out=True)
    assert choice(gone) is None
    assert choice(gone, urgent=True) == gone


def test_a_channel_whose_window_is_over_is_left_out():
    assert choice(Address(Channel.WHATSAPP, OTHER, last_in_at=NOW - timedelta(hours=25))) is None
    assert choice(Address(Channel.WHATSAPP, OTHER)) is None


def test_a_channel_that_is_off_is_left_out():
    assert choice(Address(Channel.TELEGRAM, "42")) is None


async def test_the_same_number_on_another_channel_is_the_same_person(stage):
    def both(db):
        for channel in ("sms", "whatsapp"):
            open_conversation(db, channel, OTHER)
        return db.ask("SELECT DISTINCT person FROM handle WHERE address = :address", address=OTHER)

    assert len(await stage.system.parts.store.write(both)) == 1


async def test_a_one_time_code_goes_nowhere_else(stage, elsewhere):
    await failed_reply(stage)
    await stage.system.parts.store.write(lambda db: db.ask("UPDATE reply SET secret = TRUE, elsewhere = FALSE"))
    await stage.system.parts.store.write(
        lambda db: [db.want_elsewhere(id=row["id"]) for row in db.ask("SELECT id FROM reply")]
    )
    assert await elsewhere.send_some() == 0
