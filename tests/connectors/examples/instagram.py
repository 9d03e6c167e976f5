"""Instagram: what Meta posts of an Instagram account, to the same connector."""

from datetime import timedelta

from model.channel import Channel
from model.message import Delivery, Inbound, Receipt
from tests.connectors.examples.example import Example
from tests.connectors.examples.messenger import FIRST
from tests.connectors.examples.meta import forged, hook, make, payload

ACCOUNT = Channel.INSTAGRAM
USER = "7009001230002"

EXAMPLE = Example(
    name="instagram",
    module="messenger",
    make=lambda session, provider: make(ACCOUNT, session, provider),
    message=hook(payload(ACCOUNT, "text")),
    inbound=Inbound(ACCOUNT, USER, "m_ig_text", "no hot water ☹", FIRST + timedelta(seconds=21, milliseconds=250)),
    unreadable=[hook(b"{"), hook({}), hook(payload(Channel.MESSENGER, "text"))],
    forged=forged(payload(ACCOUNT, "text")),
    receipts=[(hook(payload(ACCOUNT, "seen")), Receipt(ACCOUNT, "m_9", Delivery.READ))],
)
