"""One example of each channel: how its provider's webhooks look, signed and forged, and what a stand-in provider answers.

A connector file without an example here fails `test_contract.py`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from aiohttp import ClientSession
from twilio.request_validator import RequestValidator

from connectors.base import Connector, Hook
from connectors.sms import Sms
from connectors.twilio_http import TwilioHttp, client
from connectors.webchat import WebChat, address_of
from model.message import Delivery, Inbound, Receipt
from tests.connectors.provider import ACCOUNT, Provider

PUBLIC = "https://homes.example.org"
TOKEN = "a-token-for-tests"


@dataclass(frozen=True)
class Example:
    """A channel, described by what goes in and what must come out."""

    name: str
    #: file under connectors/ that this is an example of
    module: str
    make: Callable[[ClientSession, Provider], Connector]
    #: a genuine message and what it must become
    message: Hook
    inbound: Inbound
    #: genuine, and of no use
    unreadable: list[Hook]
    forged: list[Hook]
    #: genuine as well, signed in another way that the provider has
    signed_otherwise: list[Hook] = field(default_factory=list)
    #: genuine receipts and what they must become
    receipts: list[tuple[Hook, Receipt]] = field(default_factory=list)
    #: can be asked whether it took a reply
    finds: bool = True


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


SMS = Example(
    name="sms",
    module="sms",
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


def _chat(token: str, body: object) -> Hook:
    return Hook(json.dumps(body).encode(), {"authorization": f"Bearer {token}"}, "/hooks/webchat")


WEB_CHAT = Example(
    name="webchat",
    module="webchat",
    make=lambda session, provider: WebChat(),
    message=_chat("t-1", {"id": "m-1", "text": "hello 🏠"}),
    inbound=Inbound(WebChat.channel, address_of("t-1"), f"{address_of('t-1')}:m-1", "hello 🏠"),
    unreadable=[_chat("t-1", {"text": "no id"}), _chat("t-1", []), Hook(b"{", {"authorization": "Bearer t"})],
    forged=[Hook(b"{}", {}), Hook(b"{}", {"authorization": "Basic abc"}), Hook(b"{}", {"authorization": "Bearer "})],
    finds=False,
)

EXAMPLES = [SMS, WEB_CHAT]
