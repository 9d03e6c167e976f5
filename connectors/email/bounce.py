"""A mail system's word on a mail of ours: delivery status notifications, RFC 3464."""

import re
from collections.abc import Iterator
from email.message import Message

from connectors.email.mail import END_OF_HEADER, Mail, message_id, taken_apart
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
#: RFC 3461, 4: how an address may be written there
ENCODED = re.compile(r"\+([2-7][0-9A-F])")
#: of the mail that is sent back, in bytes
LOOKED_AT = 64_000


def receipt(mail: Mail, tokens: Tokens) -> Receipt | None:
    """What it says of a mail that we sent, and of whom; None where it is no such report or is about nothing of ours.

    Whoever once had a mail of ours knows its Message-ID: whom it is about must be compared with whom ours went to.
    """
    if mail.message.get_content_type() != "multipart/report":
        return None
    sent_back = next((one for one in _sent_back(mail) if tokens.reply_of(message_id(one))), None)
    about = [(fields, _recipient(fields)) for fields in _statuses(mail) if _action(fields) in ACTIONS]
    about = [(fields, recipient) for fields, recipient in about if recipient]
    if not about or sent_back is None:
        return None
    to = taken_apart(sent_back).addresses("to")
    fields, recipient = next((one for one in about if one[1] in to), about[0])
    status = STATUS.search(str(fields.get("Status", "")))
    id, state = message_id(sent_back), ACTIONS[_action(fields)]
    return Receipt(Channel.EMAIL, id, state, tokens.reply_of(id), status[0] if status else "", address=recipient)


def _statuses(mail: Mail) -> Iterator[Message]:
    """The groups of fields of its message/delivery-status, RFC 3464, 2.1."""
    for part in mail.message.walk():
        if part.get_content_type() == "message/delivery-status":
            inside = part.get_payload()
            yield from (one for one in inside if isinstance(one, Message)) if isinstance(inside, list) else ()


def _action(fields: Message) -> str:
    return str(fields.get("Action", "")).partition(";")[0].strip().lower()


def _recipient(fields: Message) -> str:
    """To whom the mail was sent or, where that is not told, passed on, in small letters: RFC 3464, 2.3.1 and 2.3.2."""
    told = (str(fields.get(name, "")).partition(";")[2].strip() for name in ("Original-Recipient", "Final-Recipient"))
    written = next(filter(None, told), "")
    return ENCODED.sub(lambda found: chr(int(found[1], 16)), written).strip("<>").lower()


def _sent_back(mail: Mail) -> Iterator[bytes]:
    """The header of the mail that is sent back, whole or its header alone."""
    for part in parts(mail)[0]:
        if part.kind in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            yield END_OF_HEADER.split(content(part.message)[:LOOKED_AT].lstrip(), maxsplit=1)[0] + b"\n\n"
