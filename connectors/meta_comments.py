"""Comments and posts under what a landlord publishes on Facebook and Instagram.

Each is a conversation of its own, at the address `comment:ID` or `post:ID`: whoever writes in public is not taken for
the person who has proven who they are in private. It can be answered by one private message and by nothing else, so
that no answer is ever public. Meta, "Private replies".
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from model.channel import Channel
from model.message import Author, Inbound, Outbound

#: by field, what an item is addressed by; other items are none that somebody wrote
ADDRESSED = {"comment": "comment", "post": "post", "status": "post"}


class Writer(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: str = ""
    name: str | None = None
    username: str | None = None


class Written(BaseModel):
    """A comment or post: Facebook's `feed` and Instagram's `comments` name the same things differently."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    item: str = "comment"
    verb: str = "add"
    id: str | None = None
    comment_id: str | None = None
    post_id: str | None = None
    sender: Writer = Field(default_factory=Writer, alias="from")
    message: str | None = None
    text: str | None = None
    #: seconds since 1970
    created_time: Annotated[int, Field(ge=0, lt=2**32)] | None = None


class Change(BaseModel):
    field: str
    value: Any = None


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
    yield Inbound(channel, address, address, text, at, name=name, note=f"a public {kind}")


def private_answer(reply: Outbound, invitation: str) -> dict[str, Any] | None:
    """The one private message to who wrote in public; None where the reply is to somebody who wrote in private.

    The bot only ever invites them; safety advice and a colleague's words go as they are.
    """
    kind, _, id_ = reply.to.partition(":")
    if not id_:
        return None
    text = reply.text if reply.urgent or reply.author is Author.COLLEAGUE else invitation
    return {"recipient": {f"{kind}_id": id_}, "message": {"text": text}}
