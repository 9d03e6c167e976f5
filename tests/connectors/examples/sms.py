"""SMS: what Twilio posts of a text and of its status."""

from urllib.parse import urlencode

from aiohttp import ClientSession
from twilio.request_validator import RequestValidator

from connectors.base import Connector, Hook
from connectors.sms import Sms
from connectors.twilio_http import TwilioHttp, client
from model.message import Delivery, Inbound, Receipt
from tests.connectors.examples.example import PUBLIC, Example
from tests.connectors.provider import ACCOUNT, Provider

TOKEN = "a-token-for-tests"


def _twilio(path: str, fields: dict[str, str], token: str = TOKEN, public: str = PUBLIC) -> Hook:
    signature = RequestValidator(token).compute_signature(public + path, fields)
    query = dict(pair.split("=", 1) for pair in path.partition("?")[2].split("&") if pair)
    return Hook(urlencode(fields).encode(), {"x-twilio-signature": signature}, path, query)


def _sms(session: ClientSession, provider: Provider) -> Connector:
    http = TwilioHttp(session, provider.address, seconds=1.0)
    return Sms(client(ACCOUNT, TOKEN, http), http, "+447700900000", PUBLIC)


TEXT = {
    "MessageSid": "SM" + "1" * 32,
    "AccountSid": ACCOUNT,
    "From": "+447700900123",
    "To": "+447700900000",
    "Body": "the tap's dripping 💧 & it £ costs",
    "NumMedia": "0",
    "NumSegments": "1",
    "FromCountry": "GB",
}
STATUS = "/hooks/sms/status?reply=r-1"


def _status(state: str, **more: str) -> Hook:
    return _twilio(STATUS, {"MessageSid": "SM2", "MessageStatus": state, **more})


EXAMPLE = Example(
    name="sms",
    module="sms",
    finds=True,
    make=_sms,
    message=_twilio("/hooks/sms", TEXT),
    inbound=Inbound(Sms.channel, "+447700900123", "SM" + "1" * 32, TEXT["Body"]),
    unreadable=[
        _twilio("/hooks/sms", {"Body": "no sender and no id"}),
        _twilio("/hooks/sms", {**TEXT, "NumMedia": "many"}),
        _twilio("/hooks/sms", {**TEXT, "NumMedia": "2"}),
        _status("a status of next year"),
    ],
    forged=[
        _twilio("/hooks/sms", TEXT, token="somebody else's"),
        Hook(urlencode(TEXT).encode(), {}, "/hooks/sms"),
        Hook(urlencode({**TEXT, "Body": "changed"}).encode(), _twilio("/hooks/sms", TEXT).headers, "/hooks/sms"),
        Hook(b"\xff\xfe", {"x-twilio-signature": "x"}, "/hooks/sms"),
        Hook(b"", {"x-twilio-signature": "ü"}, "/hooks/sms"),
    ],
    signed_otherwise=[_twilio("/hooks/sms", TEXT, public=f"{PUBLIC}:443")],
    receipts=[
        (_status("sent"), Receipt(Sms.channel, "SM2", Delivery.SENT, "r-1")),
        (_status("delivered"), Receipt(Sms.channel, "SM2", Delivery.DELIVERED, "r-1")),
        (
            _status("undelivered", ErrorCode="30003"),
            Receipt(Sms.channel, "SM2", Delivery.FAILED, "r-1", "30003"),
        ),
    ],
)
