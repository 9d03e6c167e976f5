"""A reply that did not arrive: shown with what can be done about it, tried again, or sent to another address."""

from aiohttp import web

from bot.parts import fitting, split
from desk import bodies, gate
from desk.actions import able, act
from desk.detail import Asked
from desk.means import Desk
from desk.refusal import Refusal
from desk.replies import NOT_CONNECTED, OPTED_OUT
from model.turn import Say
from store import retrying
from store.db import Db
from store.elsewhere import Address, may_leave
from store.retrying import Failed, NothingFailed

GONE = "This reply is on its way again, or has arrived. The page now shows how it stands."
A_CODE = "This held a one-time code, which is kept nowhere. They can ask for a new one."
NOT_SAFE = "Somebody else may read their other addresses. Answer where they wrote from, or ring them with care."
NOT_THEIRS = "This is not an address of theirs. Choose one from the list."


async def again(request: web.Request) -> web.Response:
    return await act(request, _again, request.match_info["message"])


def _again(db: Db, asked: Asked, message: str) -> None:
    noun = able(db, asked, "reply")
    one = _failed(db, asked, message)
    way = _way(db, noun.person, one.channel.value, one.address)
    _refuse_closed(way, asked.desk)
    retrying.again(db, noun, asked.me, one)


async def elsewhere(request: web.Request) -> web.Response:
    given = await bodies.fields(request)
    to = bodies.text(given, "channel", NOT_THEIRS), bodies.text(given, "address", NOT_THEIRS)
    return await act(request, _elsewhere, request.match_info["message"], to)


def _elsewhere(db: Db, asked: Asked, message: str, to: tuple[str, str]) -> None:
    noun = able(db, asked, "reply")
    one = _failed(db, asked, message)
    way = _way(db, noun.person, *to)
    if way is None or not gate.may_see_records(asked.me) or to == (one.channel.value, one.address):
        raise Refusal(422, NOT_THEIRS)
    _refuse_closed(way, asked.desk)
    if not may_leave(noun.restricted, one.flags, "never"):
        raise Refusal(422, NOT_SAFE)
    can = asked.desk.capabilities[way.channel]
    if can.history:
        raise Refusal(422, NOT_CONNECTED)
    say = Say(
        split(one.text, fitting(can)), author=one.author, signed=one.signed, urgent=one.urgent, emergency=one.emergency
    )
    retrying.elsewhere(db, noun, asked.me, one, (way, say, can.threads))


def _failed(db: Db, asked: Asked, message: str) -> Failed:
    noun = able(db, asked, "reply")
    try:
        one = retrying.failed(db, noun, message)
    except NothingFailed as error:
        raise Refusal(409, GONE) from error
    if one.secret:
        raise Refusal(422, A_CODE)
    return one


def _way(db: Db, person: int, channel: str, address: str) -> Address | None:
    ways = retrying.ways(db, person)
    return next((way for way in ways if (way.channel.value, way.address) == (channel, address)), None)


def _refuse_closed(way: Address | None, desk: Desk) -> None:
    if way is None or way.channel not in desk.capabilities:
        raise Refusal(422, NOT_CONNECTED)
    if way.opted_out:
        raise Refusal(422, OPTED_OUT)


ROUTES = (
    web.post("/api/enquiries/{id}/replies/{message}/retry", again),
    web.post("/api/enquiries/{id}/replies/{message}/elsewhere", elsewhere),
)
