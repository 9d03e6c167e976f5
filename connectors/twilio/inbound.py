"""What Twilio posts, in our words: a message, or what became of one of ours. Pure; the signature is proven before.

Twilio, "Twilio's request to your incoming message Webhook URL", "Outbound message status in status callbacks".
"""

import re
from collections.abc import Mapping

from connectors.base import Unreadable
from connectors.twilio.errors import meaning, told
from model.channel import Channel
from model.message import Delivery, Inbound, Media, Receipt

#: what Twilio says of a message, in our words
STATES: Mapping[str, Delivery] = {
    "accepted": Delivery.ACCEPTED,
    "scheduled": Delivery.ACCEPTED,
    "queued": Delivery.ACCEPTED,
    "sending": Delivery.ACCEPTED,
    "sent": Delivery.SENT,
    "partially_delivered": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}
MOST_MEDIA = 10
#: what an answer can be sent to: a number, or a short code of a network
ANSWERABLE = re.compile(r"\+?[0-9]{3,15}")


def message(channel: Channel, fields: Mapping[str, str], prefix: str = "") -> Inbound:
    """A message, its sender without the channel's prefix. Raises `Unreadable`."""
    try:
        sender, sid = fields["From"], fields["MessageSid"]
    except KeyError as error:
        raise Unreadable(f"no usable {error}") from error
    address = sender.removeprefix(prefix)
    if not (sid and address) or not sender.startswith(prefix) or ":" in address:
        raise Unreadable("no sender of this channel, or no id: another channel of Twilio posts to its own address")
    media, note = _media(fields)
    return Inbound(channel, address, sid, fields.get("Body", ""), media=media, note=note)


def _media(fields: Mapping[str, str]) -> tuple[tuple[Media, ...], str]:
    """Its attachments; where they make no sense, the words beside them are read all the same."""
    try:
        count = min(int(fields.get("NumMedia") or 0), MOST_MEDIA)
        return tuple(Media(fields[f"MediaUrl{at}"], fields.get(f"MediaContentType{at}", "")) for at in range(count)), ""
    except (KeyError, ValueError):
        return (), "Its attachments could not be read."


def receipt(channel: Channel, fields: Mapping[str, str], reply: str | None) -> Receipt:
    """What became of the reply with this public id. Raises `Unreadable`."""
    state = STATES.get(fields["MessageStatus"])
    if state is None or not fields.get("MessageSid"):
        raise Unreadable("a status that is not known")
    code = fields.get("ErrorCode", "")
    means = meaning(code if state is Delivery.FAILED else "")
    return Receipt(
        channel,
        fields["MessageSid"],
        state,
        reply,
        told(code),
        elsewhere=means.elsewhere,
        opted_out=means.opted_out,
    )
