"""Comments and posts under what a landlord publishes on Facebook and Instagram.

Each is a conversation of its own, at the address `comment:ID` or `post:ID`: whoever writes in public is not taken for
the person who has proven who they are in private. It can be answered by one private message and by nothing else, so
that no answer is ever public. Meta, "Private replies".
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from connectors.meta.payloads import Change, Written
from model.channel import Channel
from model.message import Author, Inbound, Media, Outbound

#: what an item is addressed by; others, such as a like, are nothing that somebody wrote
ADDRESSED = {"comment": "comment", "post": "post", "status": "post", "photo": "post", "video": "post"}
#: items whose link is the file itself
FILES = {"photo", "video"}


def comment(channel: Channel, ours: str, change: Change) -> Iterator[Inbound]:
    """The message that a change is, where it is one by somebody else than us. Raises `ValueError`."""
    if change.field not in ("feed", "comments"):
        return
    written = Written.model_validate(change.value)
    kind = ADDRESSED.get(written.item, "")
    id_ = written.post_id if kind == "post" else written.comment_id or written.id
    if not kind or not id_ or written.verb != "add" or written.sender.id == ours:
        return
    address = f"{kind}:{id_}"
    at = datetime.fromtimestamp(written.created_time, UTC) if written.created_time else None
    name = written.sender.name or written.sender.username or ""
    text = written.message or written.text or ""
    yield Inbound(channel, address, address, text, at, _media(written), name=name, note=f"a public {kind}")


def _media(written: Written) -> tuple[Media, ...]:
    link = written.link if written.item in FILES else None
    urls = dict.fromkeys(filter(None, (written.photo, *(written.photos or ()), link)))
    return tuple(Media(url, "") for url in urls)


def private_answer(reply: Outbound, invitation: str) -> dict[str, Any] | None:
    """The one private message to who wrote in public; None where the reply is to somebody who wrote in private.

    The bot only ever invites them; safety advice and a colleague's words go as they are.
    """
    kind, _, id_ = reply.to.partition(":")
    if not id_:
        return None
    text = reply.text if reply.urgent or reply.author is Author.COLLEAGUE else invitation
    return {"recipient": {f"{kind}_id": id_}, "message": {"text": text}}
