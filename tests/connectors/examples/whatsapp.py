"""WhatsApp: what Twilio posts of a message and of its status."""

from aiohttp import ClientSession

from connectors.base import Hook
from connectors.twilio.channel import Setting
from connectors.twilio.http import TwilioHttp, client
from connectors.whatsapp import WhatsApp
from model.message import Delivery, Inbound, Receipt
from tests.connectors.examples.example import PUBLIC, Example
from tests.connectors.examples.twilio import SHARED_KEY, TOKEN, payload, signed, signed_by_key
from tests.connectors.provider import ACCOUNT, Provider

NUMBER = "+447700900000"
TEXT = payload("whatsapp", "text")


def whatsapp(session: ClientSession | None, provider: Provider, setting: Setting | None = None) -> WhatsApp:
    """A connector that is pointed at the stand-in."""
    http = TwilioHttp(session, provider.address, seconds=1.0)
    return WhatsApp(client(ACCOUNT, TOKEN, http), http, NUMBER, PUBLIC, setting or Setting(shared_key=SHARED_KEY))


def posted(name: str, **more: str) -> Hook:
    return signed("/hooks/whatsapp", {**payload("whatsapp", name), **more})


def _status(name: str) -> Hook:
    return signed("/hooks/whatsapp/status?reply=r-1", payload("whatsapp", name))


EXAMPLE = Example(
    name="whatsapp",
    module="whatsapp",
    finds=True,
    prefix="whatsapp:",
    make=whatsapp,
    message=posted("text"),
    inbound=Inbound(WhatsApp.channel, "+447700900123", "SM" + "1" * 32, TEXT["Body"], name="Bethan"),
    unreadable=[
        signed("/hooks/whatsapp", {"Body": "no sender and no id"}),
        posted("text", From="+447700900123"),
        posted("text", From="whatsapp:"),
        posted("text", MessageSid=""),
    ],
    forged=[
        signed("/hooks/whatsapp", TEXT, token="somebody else's"),
        Hook(posted("text").body, signed("/hooks/sms", TEXT).headers, "/hooks/whatsapp"),
        Hook(posted("text").body, {}, "/hooks/whatsapp"),
    ],
    signed_otherwise=[
        signed("/hooks/whatsapp", TEXT, public=f"{PUBLIC}:443"),
        signed_by_key("/hooks/whatsapp", TEXT),
        posted("text", ReferralBody="an advertisement", ReferralHeadline="Apply now"),
    ],
    receipts=[
        (_status("delivered"), Receipt(WhatsApp.channel, "SM2", Delivery.DELIVERED, "r-1")),
        (_status("read"), Receipt(WhatsApp.channel, "SM2", Delivery.READ, "r-1")),
        (
            _status("window_closed"),
            Receipt(
                WhatsApp.channel,
                "SM2",
                Delivery.FAILED,
                "r-1",
                "Twilio 63016: they wrote more than 24 hours ago, so that WhatsApp takes approved templates alone",
                elsewhere=True,
            ),
        ),
    ],
)
