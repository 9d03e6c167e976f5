"""A mail system's word on a mail of ours: delivery status notifications, RFC 3464."""

import re
from collections.abc import Iterator
from email.message import Message

from connectors.email.mail import MESSAGE_ID, Mail
from connectors.email.parts import content, parts
from connectors.email.token import Tokens
from model.channel import Channel
from model.message import Delivery, Receipt

#: RFC 3464, 2.3.3: what became of it
ACTIONS = {
    "failed": Delivery.FAILED,
    "delayed": Delivery.SENT,
    "relayed": Delivery.SENT,
    "expanded": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
}
#: RFC 3463, 2
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
#: of the mail that is sent back, in bytes
LOOKED_AT = 64_000


def receipt(mail: Mail, tokens: Tokens) -> Receipt | None:
    """What it says of a mail that we sent; None where it is no such report or is about nothing of ours."""
    if mail.message.get_content_type() != "multipart/report":
        return None
    about = next((fields for fields in _statuses(mail) if _action(fields) in ACTIONS), None)
    message_id = next((id for id in _ids(mail) if tokens.reply_of(id)), "")
    if about is None or not message_id:
        return None
    status = STATUS.search(str(about.get("Status", "")))
    reply, state = tokens.reply_of(message_id), ACTIONS[_action(about)]
    return Receipt(Channel.EMAIL, message_id, state, reply, status[0] if status else "")


def _statuses(mail: Mail) -> Iterator[Message]:
    """The groups of fields of its message/delivery-status, RFC 3464, 2.1."""
    for part in mail.message.walk():
        if part.get_content_type() == "message/delivery-status":
            inside = part.get_payload()
            yield from (one for one in inside if isinstance(one, Message)) if isinstance(inside, list) else ()


def _action(fields: Message) -> str:
    return str(fields.get("Action", "")).partition(";")[0].strip().lower()


def _ids(mail: Mail) -> list[str]:
    """Message ids in the mail that is sent back, whole or its headers alone."""
    found = []
    for part in parts(mail)[0]:
        if part.kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            sent_back = content(part.message)[:LOOKED_AT].decode("ascii", "replace")
            found += MESSAGE_ID.findall(sent_back.replace("\r\n", "\n").split("\n\n", 1)[0])
    return found
