"""What Telegram posts of an update: the parts that are read. Bot API, "Update", "Message", "CallbackQuery"."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

#: seconds since 1970
Seconds = Annotated[int, Field(ge=0, lt=2**32)]
#: more of anything in one message is none of Telegram's
MOST = 200


class Chat(BaseModel):
    id: int
    type: str = ""


class Person(BaseModel):
    id: int
    first_name: str = ""
    last_name: str = ""


class Contact(BaseModel):
    phone_number: str
    first_name: str = ""
    last_name: str = ""


class File(BaseModel):
    file_id: str
    mime_type: str = ""
    #: bytes
    file_size: int = 0
    width: int = 0
    height: int = 0


class Place(BaseModel):
    latitude: float
    longitude: float


class Venue(BaseModel):
    title: str = ""
    address: str = ""


class Sticker(BaseModel):
    emoji: str = ""


class Button(BaseModel):
    text: str
    callback_data: str = ""


class Keyboard(BaseModel):
    inline_keyboard: Annotated[list[Annotated[list[Button], Field(max_length=MOST)]], Field(max_length=MOST)] = []


class Message(BaseModel):
    model_config = ConfigDict(extra="allow")

    message_id: int
    chat: Chat
    #: 0 where Telegram no longer shows the message
    date: Seconds = 0
    edit_date: Seconds | None = None
    sender: Person | None = Field(None, alias="from")
    text: str = ""
    caption: str = ""
    photo: Annotated[list[File], Field(max_length=MOST)] = []
    document: File | None = None
    video: File | None = None
    video_note: File | None = None
    voice: File | None = None
    audio: File | None = None
    contact: Contact | None = None
    location: Place | None = None
    venue: Venue | None = None
    sticker: Sticker | None = None
    reply_markup: Keyboard | None = None


class Tap(BaseModel):
    """A tap on a button beneath one of our messages."""

    id: str
    sender: Person = Field(alias="from")
    message: Message | None = None
    data: str = ""


class Update(BaseModel):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Tap | None = None
