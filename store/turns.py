"""The two transactions of a turn: `claim` takes the oldest unhandled message, `save` stores what was decided.

Between them nothing is held. `save` checks the lease and the version of everything the decision read, and writes all or
nothing; it raises `Fenced` where somebody else was quicker, and then the turn is decided again.
"""

import json
import secrets
from dataclasses import replace
from datetime import timedelta

from model.channel import Channel
from model.enquiry import Enquiry
from model.message import Message
from model.person import Person
from model.turn import Claimed, News, Order, Turn
from store import audit, clocks, rows
from store.clocks import acknowledged
from store.db import Db, instant, to_json
from store.outgoing import Context, Thread, add_say

LEASE = timedelta(seconds=60)
#: closed enquiries are still looked at for this long, because they may be reopened
REOPENS = timedelta(days=7)
#: what was held for longer while a number was opted out is no longer worth saying
STALE = timedelta(hours=24)


class Fenced(Exception):
    """The lease was lost, or something the decision read has changed: decide again."""


def claim(db: Db, conversation: int) -> Claimed | None:
    """The next thing to handle in a conversation, under a lease; None if nothing waits or another worker has it."""
    token = secrets.token_hex(8)
    row = db.claim_conversation(id=conversation, token=token, now=db.now, until=db.now + LEASE)
    if row is None:
        return None
    found = db.next_unhandled(conversation=conversation)
    news = None if found is not None and found["urgent"] else _news(db, conversation)
    message = None
    attempt = 1
    if news is None:
        if found is None:
            db.release_conversation(id=conversation, token=token)
            return None
        db.count_attempt(id=found["id"])
        attempt = found["attempts"] + 1
        message = rows.inbound_message(found, conversation, db.media_count(message=found["id"]))
    return _claimed(db, row, token, (message, news, attempt))


def _news(db: Db, conversation: int) -> News | None:
    row = db.next_news(conversation=conversation)
    if row is None:
        return None
    return News(row["id"], row["key"], row["state"], json.loads(row["result"]), row["error"])


def _claimed(db: Db, row: object, token: str, cause: tuple[Message | None, News | None, int]) -> Claimed:
    message, news, attempt = cause
    fields: dict[str, object] = dict(row)  # type: ignore[call-overload]
    beside = db.person_and_handle(
        channel=fields["channel"], address=fields["address"], person=fields["person"], conversation=fields["id"]
    )
    horizon = db.now - REOPENS
    found = list(db.enquiries_of_person(person=fields["person"], since=horizon))
    return Claimed(
        lease=token,
        horizon=horizon,
        conversation=rows.conversation(fields, beside),
        person=rows.person(beside),
        message=message,
        news=news,
        attempt=attempt,
        enquiries=tuple(rows.enquiry(one) for one in found),
        owners_present=frozenset(
            one["owner"] for one in found if one["owner_presence"] in ("available", "busy", "away")
        ),
        advised=bool(message and message.urgent),
    )


def claim_again(db: Db, claimed: Claimed) -> Claimed | None:
    """Read everything afresh under the same lease, without counting another attempt; None if the lease was lost."""
    row = db.renew_claim(id=claimed.conversation.id, token=claimed.lease, until=db.now + LEASE)
    if row is None:
        return None
    message, news = claimed.message, _news(db, claimed.conversation.id)
    if claimed.message is not None and db.is_handled(id=claimed.message.id):
        return None
    return _claimed(db, row, claimed.lease, (message, None if message else news, claimed.attempt))


def release(db: Db, claimed: Claimed) -> None:
    """Give a claim back undecided; the sweeper or the next message brings it up again."""
    db.release_conversation(id=claimed.conversation.id, token=claimed.lease)


def save(db: Db, claimed: Claimed, turn: Turn, history: frozenset[Channel]) -> bool:
    """Store a turn, all or nothing. True if more waits in the conversation. Raises `Fenced`."""
    _check_enquiries(db, claimed)
    ids = _save_enquiries(db, turn)
    _save_conversation(db, claimed, turn, ids)
    _save_cause(db, claimed, turn, ids)
    if turn.person is not None and turn.person != claimed.person:
        _save_person(db, turn.person)
    if turn.opted_out is not None:
        _save_opt_out(db, claimed, turn.opted_out)
    _save_clocks(db, claimed, turn, ids)
    _save_says(db, claimed, turn, ids, history)
    for order in turn.orders:
        _save_order(db, claimed, order, ids)
    _report(db, claimed, turn, ids)
    return bool(db.more_to_handle(conversation=claimed.conversation.id))


def _save_clocks(db: Db, claimed: Claimed, turn: Turn, ids: dict[int, int]) -> None:
    for clock in turn.clocks:
        clocks.add(db, clock, ids.get(clock.enquiry, clock.enquiry))
    if claimed.advised and claimed.message is not None:
        _meet_by_advice(db, claimed.message.id)


def _save_says(db: Db, claimed: Claimed, turn: Turn, ids: dict[int, int], history: frozenset[Channel]) -> None:
    there = claimed.conversation
    opted_out = there.opted_out if turn.opted_out is None else turn.opted_out
    thread = Thread(there.id, there.channel, there.address, there.channel in history, opted_out)
    for say in turn.says:
        enquiry = say.enquiry if say.enquiry is None else ids.get(say.enquiry, say.enquiry)
        add_say(db, thread, say, Context(enquiry, claimed.message.id if claimed.message else None))


def _report(db: Db, claimed: Claimed, turn: Turn, ids: dict[int, int]) -> None:
    """The audit, the alarms, and what the desks and the router should look at."""
    for alarm in turn.alarms:
        _raise(db, ids.get(alarm.enquiry, alarm.enquiry), alarm.level, alarm.why)
    if turn.trouble:
        _keep_trouble(db, claimed, turn, ids)
    audit.append(db, (replace(line, enquiry=ids.get(line.enquiry, line.enquiry)) for line in turn.audit))
    touched = {ids.get(noun.id, noun.id) for noun in turn.enquiries}
    if turn.message_enquiry is not None:
        touched.add(ids.get(turn.message_enquiry, turn.message_enquiry))
    for enquiry in sorted(touched):
        db.event("enquiry", enquiry)
    db.announce.router = any(noun.state.value == "waiting" for noun in turn.enquiries)


def _check_enquiries(db: Db, claimed: Claimed) -> None:
    now_there = db.versions_of_person(person=claimed.person.id, since=claimed.horizon)
    if [(row["id"], row["version"]) for row in now_there] != [(noun.id, noun.version) for noun in claimed.enquiries]:
        raise Fenced("an enquiry of this person changed")


def _save_conversation(db: Db, claimed: Claimed, turn: Turn, ids: dict[int, int]) -> None:
    run = turn.run
    if run is not None and run.enquiry is not None:
        run = replace(run, enquiry=ids.get(run.enquiry, run.enquiry))
    saved = db.save_conversation(
        id=claimed.conversation.id,
        token=claimed.lease,
        version=claimed.conversation.version,
        introduced=turn.introduced,
        puzzled=turn.puzzled,
        run=rows.stored_run(run),
    )
    if saved is None:
        raise Fenced("the lease was lost or the conversation changed")


def _save_enquiries(db: Db, turn: Turn) -> dict[int, int]:
    """Add and change enquiries; the ids of the new ones by the negative ids that the turn gave them."""
    ids: dict[int, int] = {}
    for noun in turn.enquiries:
        if noun.id < 0:
            ids[noun.id] = db.add_enquiry(**rows.enquiry_values(noun))
        else:
            _change(db, noun)
    return ids


def _save_person(db: Db, noun: Person) -> None:
    saved = db.save_person(
        id=noun.id,
        version=noun.version,
        name=noun.name,
        tenancy=noun.tenancy,
        language=noun.language,
        flags=to_json(sorted(noun.flags)),
    )
    if saved != 1:
        raise Fenced("the person changed")


def _change(db: Db, noun: Enquiry) -> None:
    values = rows.enquiry_values(noun)
    for fixed in ("reference", "public_id", "person", "created_at", "started_at"):
        del values[fixed]
    if db.save_enquiry(id=noun.id, version=noun.version, **values) != 1:
        raise Fenced("an enquiry changed")


def _save_cause(db: Db, claimed: Claimed, turn: Turn, ids: dict[int, int]) -> None:
    if claimed.news is not None:
        db.heed_news(id=claimed.news.id)
    if claimed.message is None:
        return
    enquiry = turn.message_enquiry
    enquiry = ids.get(enquiry, enquiry) if enquiry is not None else None
    db.save_message(
        id=claimed.message.id,
        now=db.now,
        enquiry=enquiry,
        understanding=to_json(turn.understanding) if turn.understanding else None,
        text=claimed.message.text if turn.masked is None else turn.masked,
    )
    if claimed.advised and enquiry is not None:
        db.link_advice(message=claimed.message.id, enquiry=enquiry)
        db.link_advice_messages(message=claimed.message.id, enquiry=enquiry)


def _meet_by_advice(db: Db, message: int) -> None:
    """Advice that a provider accepted before the turn has acknowledged the enquiry which the turn opened."""
    for row in db.advice_for(message=message):
        if row["accepted_at"] is not None and row["enquiry"] is not None:
            acknowledged(db, row["enquiry"], row["id"], by_person=False, at=instant(row["accepted_at"]))


def _save_opt_out(db: Db, claimed: Claimed, opted_out: bool) -> None:
    channel, address = claimed.conversation.channel.value, claimed.conversation.address
    db.opt_out(channel=channel, address=address, at=db.now if opted_out else None)
    if opted_out:
        db.hold_queued(channel=channel, address=address)
    else:
        db.release_held(channel=channel, address=address, now=db.now, since=db.now - STALE)
        db.announce.delivery = True


def _save_order(db: Db, claimed: Claimed, order: Order, ids: dict[int, int]) -> None:
    enquiry = order.enquiry if order.enquiry is None else ids.get(order.enquiry, order.enquiry)
    db.add_effect(
        key=order.key,
        conversation=claimed.conversation.id,
        enquiry=enquiry,
        kind=order.kind,
        payload=to_json(order.payload),
        now=db.now,
    )
    db.announce.delivery = True


def _keep_trouble(db: Db, claimed: Claimed, turn: Turn, ids: dict[int, int]) -> None:
    enquiry = turn.message_enquiry
    enquiry = ids.get(enquiry, enquiry) if enquiry is not None else None
    channel = claimed.conversation.channel.value
    db.add_trouble(at=db.now, kind="message", channel=channel, detail=turn.trouble, raw=None, enquiry=enquiry)
    db.event("trouble", enquiry)


def _raise(db: Db, enquiry: int, level: str, why: str) -> None:
    from_before = db.alarm_exists(enquiry=enquiry, why=why)
    if not from_before:
        db.add_alarm(public_id=secrets.token_urlsafe(16), enquiry=enquiry, level=level, why=why, now=db.now)
        db.event("alarm", enquiry)
