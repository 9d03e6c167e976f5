"""Messenger: what Meta posts of a Facebook page."""

from datetime import UTC, datetime, timedelta

from model.channel import Channel
from model.message import Delivery, Inbound, Receipt
from tests.connectors.examples.example import Example
from tests.connectors.examples.meta import forged, hook, make, payload

PAGE = Channel.MESSENGER
USER = "7009001230001"
FIRST = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

EXAMPLE = Example(
    name="messenger",
    module="messenger",
    make=lambda session, provider: make(PAGE, session, provider),
    message=hook(payload(PAGE, "text")),
    inbound=Inbound(
        PAGE, USER, "m_text", "the tap's dripping 💧 & it £ costs", FIRST + timedelta(seconds=1, milliseconds=250)
    ),
    unreadable=[
        hook(b"{"),
        hook([]),
        hook({}),
        hook({"object": "page", "entry": {}}),
        hook({"object": "page", "entry": [{"id": "1", "messaging": [{}] * 1001}]}),
        hook(payload(Channel.INSTAGRAM, "text")),
    ],
    forged=forged(payload(PAGE, "text")),
    receipts=[
        (
            hook(payload(PAGE, "read")),
            Receipt(PAGE, "", Delivery.READ, address=USER, until=FIRST + timedelta(seconds=21.5)),
        ),
        (
            hook(payload(PAGE, "delivery_until")),
            Receipt(PAGE, "", Delivery.DELIVERED, address=USER, until=FIRST + timedelta(seconds=20)),
        ),
    ],
)
