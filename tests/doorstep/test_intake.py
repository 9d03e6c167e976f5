"""What providers let through and no database can hold is taken out, so that no message is asked for again for ever."""

import pytest

from model.channel import Channel
from model.message import Delivery, Inbound, Receipt
from model.storable import storable
from store import receipts


@pytest.mark.parametrize("field", ["address", "provider_id", "text", "name", "whole", "note"])
@pytest.mark.parametrize("bad", ["half \ud800 a character", "nothing \0 here"])
async def test_a_message_with_letters_that_are_none_is_kept(stage, field, bad):
    words = {"address": "+447700900123", "provider_id": "1", "text": "hello", field: bad}
    received = await stage.system.intake.accept(Inbound(Channel.SMS, **words), stage.sms.capabilities)
    assert received.new


@pytest.mark.parametrize("field", ["provider_id", "reply", "error", "address"])
async def test_so_is_a_receipt(stage, field):
    words = {"provider_id": "1", "state": Delivery.SENT, field: "half \ud800 a character"}
    await stage.system.parts.store.together(receipts.settle, storable(Receipt(Channel.SMS, **words)))


def test_what_can_be_stored_is_left_as_it_is():
    inbound = Inbound(Channel.SMS, "+447700900123", "1", "the tap's dripping 💧 \n\n Żelazny")
    assert storable(inbound) is inbound
