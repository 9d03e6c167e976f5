"""An outage from end to end: what tenants wrote meanwhile is in the database afterwards, once, at its own time."""

from datetime import timedelta

import pytest

from connectors.twilio.reconciling import Reconciler
from doorstep.mailboxes import Kept
from tests.connectors.examples.sms import TEXT, sms
from tests.connectors.examples.twilio import signed
from tests.connectors.test_reconciling import came

SID = TEXT["MessageSid"]


@pytest.fixture
def phones(session, provider, stage):
    """The channel, what looks for missed messages on it, and where both hand in what they find."""
    connector = sms(session, provider)
    ready = connector.reconciler()
    looking = Reconciler(ready.channel, ready.messages, ready.to, ready.read, stage.clock)
    return connector, looking, Kept(stage.system.parts.store, stage.system.intake, connector)


async def texts(stage):
    return await stage.query(
        "SELECT text, at, received_at, provider_id FROM message WHERE direction = 'in' ORDER BY seq"
    )


async def posted(stage, connector):
    [inbound] = connector.parse(signed("/hooks/sms", TEXT))
    await stage.system.intake.accept(inbound, connector.capabilities)


async def test_a_text_of_an_outage_is_answered_and_its_clock_starts_when_it_was_sent(phones, provider, stage):
    _, looking, kept = phones
    came(provider, "SM7", "can i talk to someone", 30)
    await looking.once(kept)
    await stage.system.settle()
    [text] = await texts(stage)
    assert text["received_at"] - text["at"] == timedelta(minutes=30) // timedelta(microseconds=1)
    assert [sent.to for sent in stage.sms.sent] == ["+447700900123"]


async def test_danger_in_an_outage_is_advised_on_as_soon_as_it_is_found(phones, provider, stage):
    _, looking, kept = phones
    came(provider, "SM7", "i can smell gas", 30)
    await looking.once(kept)
    await stage.system.settle()
    assert any("0800 111 999" in sent.text for sent in stage.sms.sent)


@pytest.mark.parametrize("webhook_first", [True, False])
async def test_a_text_that_comes_both_ways_is_one(phones, provider, stage, webhook_first):
    connector, looking, kept = phones
    came(provider, SID, TEXT["Body"], 5)
    if webhook_first:
        await posted(stage, connector)
    await looking.once(kept)
    if not webhook_first:
        await posted(stage, connector)
    await stage.system.settle()
    assert [text["provider_id"] for text in await texts(stage)] == [SID]
    assert len({sent.public_id for sent in stage.sms.sent}) == len(stage.sms.sent) == 1


async def test_the_place_is_remembered_with_what_was_found(phones, provider, stage):
    _, looking, kept = phones
    came(provider, "SM7", "hello", 30)
    await looking.once(kept)
    assert (await kept.cursor()).startswith("2026-11-23T09:30:00")
