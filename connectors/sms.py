"""SMS through Twilio: signed webhooks in, the REST API out, status callbacks that find their reply by its public id.

Twilio, "Messaging webhooks", "Outbound message status in status callbacks", "Error and warning dictionary".
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator
from twilio.rest import Client

from connectors import form
from connectors.base import CLOCKS_DIFFER, MOST_BYTES, Around, Connector, Fetched, Forged, Hook, SendFailed, Unreadable
from connectors.form import quoted
from connectors.twilio_http import TWILIO, TwilioHttp, Unanswered, client
from connectors.twilio_messages import Messages
from model.channel import Capabilities, Channel, Layout
from model.message import Delivery, Inbound, Media, Outbound, Receipt

#: what Twilio says of a message, in our words
STATES: Mapping[str, Delivery] = {
    "accepted": Delivery.ACCEPTED,
    "scheduled": Delivery.ACCEPTED,
    "queued": Delivery.ACCEPTED,
    "sending": Delivery.ACCEPTED,
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}
MOST_MEDIA = 10
#: what Twilio puts before every text of an account that is not paid for
TRIAL = "Sent from your Twilio trial account - "
SEGMENTS = 3


class Sms(Connector):
    """Text messages on one Twilio number."""

    channel = Channel.SMS
    capabilities = Capabilities(
        Layout.SMS, SEGMENTS, segments=True, preview=True, held_address=True, receipts=True, keywords=True
    )
    answer: ClassVar[tuple[str, str]] = ("<Response/>", "text/xml")

    def __init__(self, client: Client, http: TwilioHttp, number: str, public_address: str) -> None:
        self.client = client
        self.http = http
        self.number = number
        self.public_address = public_address.rstrip("/")
        callback = f"{self.public_address}/hooks/sms/status?reply="
        self.always = f"&From={quoted(number)}&StatusCallback={quoted(callback)}"
        self.messages = Messages(client, http)
        self.validator = RequestValidator(client.password)

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        try:
            fields = form.read(hook.body)
        except ValueError as error:
            self._prove(hook, {})
            raise Unreadable("the form cannot be read") from error
        self._prove(hook, fields)
        return [self._receipt(hook, fields) if "MessageStatus" in fields else self._message(fields)]

    def _prove(self, hook: Hook, fields: Mapping[str, str]) -> None:
        """Twilio, "Validating requests". Most are signed as the address is written; the others differ in its port."""
        signature = hook.headers.get("x-twilio-signature", "")
        address = self.public_address + hook.target
        try:
            signed = address + "".join([name + fields[name] for name in sorted(fields)])
            wanted = self.validator.compute_signature(signed, {})
            if hmac.compare_digest(wanted.encode(), signature.encode(errors="replace")):
                return
            genuine = self.validator.validate(address, fields, signature)
        except ValueError as error:
            raise Forged("an address that is none") from error
        if not genuine:
            raise Forged("wrong signature")

    def _message(self, fields: Mapping[str, str]) -> Inbound:
        try:
            count = min(int(fields.get("NumMedia") or 0), MOST_MEDIA)
            media = tuple(
                Media(fields[f"MediaUrl{at}"], fields.get(f"MediaContentType{at}", "")) for at in range(count)
            )
            return Inbound(self.channel, fields["From"], fields["MessageSid"], fields.get("Body", ""), media=media)
        except (KeyError, ValueError) as error:
            raise Unreadable(f"no usable {error}") from error

    def _receipt(self, hook: Hook, fields: Mapping[str, str]) -> Receipt:
        state = STATES.get(fields["MessageStatus"])
        if state is None or not fields.get("MessageSid"):
            raise Unreadable("a status that is not known")
        return Receipt(self.channel, fields["MessageSid"], state, hook.query.get("reply"), fields.get("ErrorCode", ""))

    async def send(self, reply: Outbound) -> str:
        to, words, id_ = quoted(reply.to), quoted(reply.text), quoted(reply.public_id)
        return await self.messages.create(f"To={to}&Body={words}{self.always}{id_}")

    async def find(self, reply: Outbound, since: datetime, known: frozenset[str]) -> str | None:
        texts = await self.messages.sent(self.number, reply.to, since - CLOCKS_DIFFER)
        alike = [text for text in reversed(texts) if text.sid not in known and _said(text.body, reply.text)]
        return min(alike, key=lambda text: text.created).sid if alike else None

    async def fetch(self, url: str) -> Fetched:
        host = urlsplit(url).hostname or ""
        if not (host == "api.twilio.com" or host.endswith(".twilio.com") or self.http.stands_in_for(url)):
            raise SendFailed("an attachment at a host that is not the provider's", permanent=True)
        try:
            content, content_type = await self.http.get(url, (self.client.username, self.client.password), MOST_BYTES)
        except Unanswered as error:
            raise SendFailed("the attachment could not be fetched", permanent=error.permanent) from error
        return Fetched(content, content_type)


def _said(listed: str, text: str) -> bool:
    """Whether Twilio lists `text` so. What it does to space at either end is not documented, so that is left out."""
    return listed.removeprefix(TRIAL).strip() == text.strip()


def connect(around: Around) -> Sms:
    """Texts on the number of `[sms]`. Raises `NotSet`."""
    http = TwilioHttp(around.session, around.setting("api", TWILIO))
    account = client(around.setting("account"), around.setting("token"), http)
    return Sms(account, http, around.setting("number"), around.public_address)
