"""What Meta posts of Messenger and Instagram: the parts that are read.

Meta, "Webhook events reference", "Webhooks for Instagram Messaging", "Webhooks reference: page".
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

#: milliseconds since 1970
Milliseconds = Annotated[int, Field(ge=0, lt=2**47)]
#: Meta sends no more in one webhook. "Webhooks, getting started"
Few = Field(max_length=1000)


class Part(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)


class Writer(Part):
    id: str = ""
    name: str | None = None
    username: str | None = None


class Written(Part):
    """A comment or post: Facebook's `feed` and Instagram's `comments` name the same things differently."""

    item: str = "comment"
    verb: str = "add"
    id: str | None = None
    comment_id: str | None = None
    post_id: str | None = None
    sender: Writer = Field(default_factory=Writer, alias="from")
    message: str | None = None
    text: str | None = None
    #: of what is attached; a post of one picture or film has it as its link
    photo: str | None = None
    photos: list[str] | None = None
    link: str | None = None
    #: seconds since 1970
    created_time: Annotated[int, Field(ge=0, lt=2**32)] | None = None


class Change(Part):
    field: str
    value: Any = None


class Party(Part):
    id: str


class Coordinates(Part):
    lat: float
    long: float


class Payload(Part):
    url: str | None = None
    title: str | None = None
    sticker_id: str | None = None
    coordinates: Coordinates | None = None


class Attachment(Part):
    type: str = ""
    payload: Payload | None = None
    #: of a shared link
    title: str | None = None
    url: str | None = None


class Choice(Part):
    payload: str = ""


class Message(Part):
    mid: str
    text: str | None = None
    quick_reply: Choice | None = None
    #: each an `Attachment`, unless something in it is odd
    attachments: list[Any] | None = None
    is_echo: bool = False
    is_deleted: bool = False
    is_unsupported: bool = False


class Edit(Part):
    mid: str
    text: str = ""
    num_edit: int = 0


class Postback(Part):
    mid: str | None = None
    title: str | None = None
    payload: str | None = None


class Mark(Part):
    """Delivered or read: certain messages, or all up to an instant."""

    mids: Annotated[list[str], Few] | None = None
    mid: str | None = None
    watermark: Milliseconds | None = None


class Event(Part):
    sender: Party | None = None
    timestamp: Milliseconds = 0
    message: Message | None = None
    message_edit: Edit | None = None
    postback: Postback | None = None
    delivery: Mark | None = None
    read: Mark | None = None


class Entry(Part):
    #: the page or the Instagram account
    id: str
    messaging: Annotated[list[Event], Few] = []
    changes: Annotated[list[Change], Few] = []
    #: with a login at Instagram a change stands in the entry itself
    field: str = ""
    value: object = None


class Webhook(Part):
    object: str
    #: each an `Entry`, unless something in it is odd
    entry: Annotated[list[Any], Few]
