"""SMS: what Twilio posts of a text and of its status."""

from urllib.parse import urlencode

from aiohttp import ClientSession

from connectors.base import Hook
from connectors.sms import Sms
from connectors.twilio.channel import Setting
from connectors.twilio.http import TwilioHttp, client
from model.message import Delivery, Inbound, Receipt
from tests.connectors.examples.example import PUBLIC, Example
from tests.connectors.examples.twilio import SHARED_KEY, TOKEN, payload, signed, signed_by_key
from tests.connectors.provider import ACCOUNT, Provider

NUMBER = "+447700900000"
TEXT = payload("sms", "text")


def sms(session: ClientSession | None, provider: Provider, setting: Setting | None = None) -> Sms:
    """A connector that is pointed at the stand-in."""
    http = TwilioHttp(session, provider.address, seconds=1.0)
    return Sms(client(ACCOUNT, TOKEN, http), http, NUMBER, PUBLIC, setting or Setting(shared_key=SHARED_KEY))


def _posted(fields: dict[str, str], **more: str) -> Hook:
    return signed("/hooks/sms", {**fields, **more})


def _status(name: str, **more: str) -> Hook:
    return signed("/hooks/sms/status?reply=r-1", {**payload("sms", name), **more})


EXAMPLE = Example(
    name="sms",
    module="sms",
    finds=True,
    make=sms,
    message=_posted(TEXT),
    inbound=Inbound(Sms.channel, "+447700900123", "SM" + "1" * 32, TEXT["Body"]),
    unreadable=[
        signed("/hooks/sms", {"Body": "no sender and no id"}),
        _posted(TEXT, MessageSid=""),
        _posted(TEXT, From=""),
        _posted(TEXT, From="whatsapp:+447700900123"),
        _status("sent", MessageStatus="a status of next year"),
        _status("sent", MessageSid=""),
    ],
    forged=[
        signed("/hooks/sms", TEXT, token="somebody else's"),
        signed("/hooks/sms", TEXT, token=SHARED_KEY),
        signed_by_key("/hooks/sms", TEXT, key=TOKEN),
        signed_by_key("/hooks/sms", TEXT, key="somebody else's"),
        Hook(urlencode(TEXT).encode(), {}, "/hooks/sms"),
        Hook(urlencode({**TEXT, "Body": "changed"}).encode(), _posted(TEXT).headers, "/hooks/sms"),
        Hook(b"\xff\xfe", {"x-twilio-signature": "x"}, "/hooks/sms"),
        Hook(b"", {"x-twilio-signature": "ü"}, "/hooks/sms"),
    ],
    signed_otherwise=[
        signed("/hooks/sms", TEXT, public=f"{PUBLIC}:443"),
        signed_by_key("/hooks/sms", TEXT),
        signed_by_key("/hooks/sms", TEXT, algorithm="HMAC_SHA1"),
    ],
    receipts=[
        (_status("sent"), Receipt(Sms.channel, "SM2", Delivery.SENT, "r-1")),
        (_status("delivered"), Receipt(Sms.channel, "SM2", Delivery.DELIVERED, "r-1")),
        (
            _status("undelivered"),
            Receipt(
                Sms.channel,
                "SM2",
                Delivery.FAILED,
                "r-1",
                "Twilio 30003: the phone is off, has no signal or cannot get texts",
                elsewhere=True,
            ),
        ),
        (
            _status("opted_out"),
            Receipt(
                Sms.channel,
                "SM2",
                Delivery.FAILED,
                "r-1",
                "Twilio 21610: they opted out of messages from this number",
                elsewhere=True,
                opted_out=True,
            ),
        ),
        (
            _status("undelivered", ErrorCode="30999"),
            Receipt(Sms.channel, "SM2", Delivery.FAILED, "r-1", "Twilio 30999", elsewhere=True),
        ),
        (_status("undelivered", ErrorCode=""), Receipt(Sms.channel, "SM2", Delivery.FAILED, "r-1")),
    ],
)
