"""SMS through Twilio: signed webhooks in, the REST API out, status callbacks that find their reply by its public id.

Twilio, "Messaging webhooks", "Outbound message status in status callbacks", "Error and warning dictionary".
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from connectors.base import MOST_BYTES, Connector, Fetched, Forged, Hook, SendFailed, Unreadable
from connectors.twilio_http import TooMany, TwilioHttp, Unanswered
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
        self.validator = RequestValidator(client.password)

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        try:
            fields = dict(parse_qsl(hook.body.decode("utf-8"), keep_blank_values=True, max_num_fields=500))
        except ValueError as error:
            fields = {}
            unreadable: ValueError | None = error
        else:
            unreadable = None
        self._prove(hook, fields)
        if unreadable is not None:
            raise Unreadable("the form is not UTF-8") from unreadable
        return [self._receipt(hook, fields) if "MessageStatus" in fields else self._message(fields)]

    def _prove(self, hook: Hook, fields: Mapping[str, str]) -> None:
        signature = hook.headers.get("x-twilio-signature", "")
        try:
            genuine = self.validator.validate(self.public_address + hook.target, fields, signature)
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
        try:
            sent = await self.client.messages.create_async(
                to=reply.to,
                from_=self.number,
                body=reply.text,
                status_callback=f"{self.public_address}/hooks/sms/status?reply={reply.public_id}",
            )
        except TooMany as error:
            raise SendFailed("too many at once", retry_after=error.retry_after) from error
        except Unanswered as error:
            raise SendFailed("no answer from the provider", uncertain=error.uncertain) from error
        except TwilioRestException as error:
            raise SendFailed(f"Twilio {error.code or error.status}", permanent=error.status < 500) from error
        return str(sent.sid)

    async def fetch(self, url: str) -> Fetched:
        host = urlsplit(url).hostname or ""
        if not (host == "api.twilio.com" or host.endswith(".twilio.com") or self.http.stands_in_for(url)):
            raise SendFailed("an attachment at a host that is not the provider's", permanent=True)
        try:
            content, content_type = await self.http.get(url, (self.client.username, self.client.password), MOST_BYTES)
        except Unanswered as error:
            raise SendFailed("the attachment could not be fetched", permanent=error.permanent) from error
        return Fetched(content, content_type)
