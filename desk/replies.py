"""A colleague's reply: signed, split for its channel, in the outbox with everything that it changes, once."""

from dataclasses import dataclass, replace

from aiohttp import web

from bot.parts import fitting, split
from desk import bodies
from desk.actions import able, act
from desk.detail import Asked, visible
from desk.refusal import Refusal
from desk.signing import signature
from model.channel import Capabilities
from model.message import Author
from model.turn import Line, Say
from store import desk as store
from store import routing
from store.db import Db
from store.outgoing import Context, Posting, Thread, post

NOT_CONNECTED = "This channel is not connected. Ring them, or write on another channel."
OPTED_OUT = "They opted out of messages to this number. Ring them, or write on another channel."


@dataclass(frozen=True, slots=True)
class Written:
    """What a colleague wrote, with their client's own id of it."""

    id: str
    text: str


async def reply(request: web.Request) -> web.Response:
    given = await bodies.fields(request)
    written = Written(bodies.own_id(given), bodies.text(given, "text", "Write something first."))
    return await act(request, _reply, written)


def _reply(db: Db, asked: Asked, written: Written) -> None:
    """Keep it, once: the same id again changes nothing, whatever became of the enquiry meanwhile."""
    me, desk = asked.me, asked.desk
    noun = visible(db, asked)
    there = store.conversation(db, noun)
    own_id = f"desk:{me.public_id}:{written.id}"
    if db.desk_reply_before(channel=there.channel.value, provider_id=own_id) is not None:
        return
    noun = able(db, asked, "reply")
    capabilities = desk.capabilities.get(there.channel)
    if capabilities is None:
        raise Refusal(422, NOT_CONNECTED)
    if there.opted_out:
        raise Refusal(422, OPTED_OUT)
    if noun.owner is None:
        noun = routing.take(db, noun.id, me.id, by_hand=True)
    thread = Thread(there.id, there.channel, there.address, history=capabilities.history)
    say = said(written.text, signature(noun, me, desk), capabilities)
    post(db, [Posting(thread, say, Context(noun.id, provider_id=own_id))])
    store.change(db, replace(noun, unanswered_since=None), Line(noun.id, me.name, "replied"))


def said(text: str, signed: str, capabilities: Capabilities) -> Say:
    """The reply as it goes out. Where the channel shows no name, the text ends with it."""
    whole = text if capabilities.history else f"{text}\n\n{signed}"
    return Say(split(whole, fitting(capabilities)), author=Author.COLLEAGUE, signed=signed)


ROUTES = (web.post("/api/enquiries/{id}/reply", reply),)
