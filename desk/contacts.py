"""Logging a call or a visit: read, checked, and kept in one transaction with the enquiry that it opens."""

from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.formats import international
from desk import bodies, detail, gate
from desk.actions import QUICKER, TRIES
from desk.detail import Asked
from desk.door import me
from desk.means import DESK, Desk
from desk.refusal import Refusal
from model.channel import Channel
from model.colleague import Colleague
from store import contacts, routing
from store import desk as store
from store.contacts import Caller, Contact, Outcome
from store.db import Db
from store.turns import Fenced

LOGGED = (Channel.PHONE, Channel.COUNTER)
#: how long ago something may have been that is logged now
OLDEST = timedelta(days=7)
LONGEST_RING = timedelta(hours=1)
LONGEST = timedelta(hours=12)


async def choices(request: web.Request) -> web.Response:
    """What a contact can be about: topics that are somebody's work, and kinds of emergency."""
    desk = request.app[DESK]
    topics = [topic for topic in desk.topics.values() if not topic.small_talk]
    return web.json_response(
        {
            "topics": [
                {"name": topic.name, "label": topic.label} for topic in sorted(topics, key=lambda topic: topic.label)
            ],
            "emergencies": [{"name": name, "label": label} for name, label in desk.emergencies.items()],
        }
    )


async def log(request: web.Request) -> web.Response:
    """Keep it, once; answers the enquiry, or `{}` where it is not theirs to see."""
    desk, colleague = request.app[DESK], me(request)
    contact = read(await bodies.fields(request), colleague, desk)
    enquiry = await _kept(contact, colleague, desk)
    try:
        return web.json_response(await detail.whole(Asked(colleague, desk, enquiry)))
    except Refusal:
        return web.json_response({})


async def _kept(contact: Contact, colleague: Colleague, desk: Desk) -> str:
    for _ in range(TRIES):
        try:
            return await desk.store.write(_keep, contact, colleague, desk)
        except (Fenced, routing.Taken):
            continue
    raise Refusal(409, QUICKER)


def _keep(db: Db, contact: Contact, colleague: Colleague, desk: Desk) -> str:
    enquiry = contacts.log(db, contact, desk.contact)
    noun = store.find(db, enquiry)
    if contact.outcome is Outcome.MINE and noun is not None and noun.open and noun.owner is None:
        if not gate.may_see(colleague, noun, desk.topics):
            raise Refusal(403, "This goes to those who are trained for it. Choose “Needs somebody”.")
        routing.take(db, noun.id, colleague.id, by_hand=True)
    return enquiry


def read(given: dict[str, Any], colleague: Colleague, desk: Desk) -> Contact:
    """The contact that a client sent. Raises `Refusal`: 422 where the words tell of an emergency and nobody said
    whether it is one, else 400."""
    summary = bodies.text(given, "summary", "Write what they said, in a sentence.")
    contact = Contact(
        id=f"desk:{colleague.public_id}:{bodies.own_id(given)}",
        channel=_channel(given),
        caller=_caller(given),
        topic=_topic(given, desk),
        summary=summary,
        outcome=_outcome(given),
        colleague=colleague.id,
        who=colleague.name,
        started_at=_started(given, desk.now()),
        emergency=_emergency(given, summary, desk),
        rang_seconds=_seconds(given, "rang_seconds", LONGEST_RING),
        lasted_seconds=_seconds(given, "lasted_seconds", LONGEST),
    )
    if contact.emergency and contact.outcome is Outcome.DEALT_WITH:
        raise Refusal(400, "An emergency is somebody’s until it is over. Choose “With me” or “Needs somebody”.")
    return contact


def _channel(given: dict[str, Any]) -> Channel:
    if given.get("channel") not in LOGGED:
        raise Refusal(400, "Say whether it was a call (phone) or a visit (counter).")
    return Channel(given["channel"])


def _caller(given: dict[str, Any]) -> Caller:
    written = bodies.text(given, "number", None)
    number = international(written) if written else ""
    if number is None:
        raise Refusal(400, "This is not a telephone number. Write it as you would dial it, or leave it empty.")
    return Caller(
        person=bodies.text(given, "person", None),
        tenancy=bodies.text(given, "tenancy", None),
        number=number,
        name=bodies.text(given, "name", None)[: bodies.MOST_ID],
    )


def _topic(given: dict[str, Any], desk: Desk) -> str:
    topic = desk.topics.get(bodies.text(given, "topic", None))
    if topic is None or topic.small_talk:
        raise Refusal(400, "Choose what it is about from the list.")
    return topic.name


def _outcome(given: dict[str, Any]) -> Outcome:
    try:
        return Outcome(str(given.get("outcome")))
    except ValueError as error:
        raise Refusal(400, "Choose what happens now: dealt with, needs somebody, or with me.") from error


def _emergency(given: dict[str, Any], summary: str, desk: Desk) -> str:
    """The kind of the emergency; empty where there is none."""
    said, found = given.get("emergency"), desk.emergency(summary)
    if said is True:
        kind = bodies.text(given, "kind", None) or (found.kind if found else "")
        if kind not in desk.emergencies:
            raise Refusal(400, "Choose what kind of emergency it is.")
        return kind
    if said is None and found is not None:
        label = desk.emergencies.get(found.kind, found.kind)
        raise Refusal(422, f"This reads like an emergency: {label}. Tick “Emergency”, or say that it is none.")
    return ""


def _started(given: dict[str, Any], now: datetime) -> datetime:
    """When it began; now, where nothing is said. A client's clock that is ahead of ours is set back."""
    written = given.get("started_at")
    if written is None:
        return now
    try:
        at = datetime.fromisoformat(str(written))
        old = at < now - OLDEST
    except (ValueError, TypeError) as error:
        raise Refusal(400, "Send started_at as an instant in UTC.") from error
    if old:
        raise Refusal(400, "This was more than a week ago. Give the day in the summary, and leave the time as it is.")
    return min(at, now)


def _seconds(given: dict[str, Any], name: str, most: timedelta) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most.total_seconds():
        raise Refusal(400, f"Send {name} as whole seconds, up to {most.total_seconds():.0f}.")
    return value


ROUTES = (web.get("/api/choices", choices), web.post("/api/contacts", log))
