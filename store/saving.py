"""What a batch of turns writes, gathered table by table, so that each is written once however many turns there are.

Whether a turn may be saved is decided before (`store/turns.py`).
"""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from model.changing import changed
from model.channel import Channel
from model.enquiry import Enquiry, State
from model.message import Delivery
from model.promise import Clock
from model.turn import Claimed, Order, Turn
from store import alarms, audit, clocks, outgoing, rows
from store.audit import FIRST, Chains, Head
from store.clocks import Acknowledged
from store.db import Db, instant, to_json
from store.outgoing import Context, Posting, Thread

#: what was held for longer while a number was opted out is no longer worth saying
STALE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn on the page, and the ids that its new enquiries got."""

    claimed: Claimed
    turn: Turn
    history: frozenset[Channel]
    ids: dict[int, int]

    def enquiry(self, key: int | None) -> int | None:
        """The id of an enquiry that the turn speaks of, which may be a new one."""
        return None if key is None else self.ids.get(key, key)


class Page:
    """Turns to be written together. `sequences`: the number of each conversation's last message; `heads`: the heads of
    the audits. Both are held locked by the caller."""

    def __init__(self, db: Db, sequences: MutableMapping[int, int], heads: dict[int, Head]) -> None:
        self.db = db
        self.sequences = sequences
        self.chains = Chains(heads)
        self.entries: list[Entry] = []

    def add(self, claimed: Claimed, turn: Turn, history: frozenset[Channel]) -> None:
        self.entries.append(Entry(claimed, turn, history, {}))

    def write(self) -> None:
        """Everything, in the order in which one table refers to another."""
        if not self.entries:
            return
        self._write_enquiries()
        self._write_clocks()
        self._write_causes()
        for entry in self.entries:
            if entry.turn.opted_out is not None:
                _opt_out(self.db, entry)
        outgoing.post(self.db, [posting for entry in self.entries for posting in _postings(entry)], self.sequences)
        self._write_conversations()
        self._write_rarer()
        self._tell()

    def _write_enquiries(self) -> None:
        new = [(entry, noun) for entry in self.entries for noun in entry.turn.enquiries if noun.id < 0]
        for id, (entry, noun) in zip(self.db.ids("enquiry", len(new)) if new else (), new, strict=True):
            entry.ids[noun.id] = id
        for entry in self.entries:
            for line in entry.turn.audit:
                self.chains.add(entry.enquiry(line.enquiry) or 0, line, self.db.at)
        self.db.add_enquiries([self._enquiry(entry, noun) for entry, noun in new])
        changed = [(entry, noun) for entry in self.entries for noun in entry.turn.enquiries if noun.id > 0]
        self.db.save_enquiries([self._enquiry(entry, noun) for entry, noun in changed])
        self.db.add_audits(self.chains.rows)
        whole = {entry.enquiry(noun.id) for entry, noun in (*new, *changed)}
        touched = {row["enquiry"] for row in self.chains.rows} - whole
        audit.save_heads(self.db, {enquiry: self.chains.heads[enquiry] for enquiry in touched})

    def _enquiry(self, entry: Entry, noun: Enquiry) -> dict[str, Any]:
        id = entry.enquiry(noun.id) or 0
        head = self.chains.heads.get(id, FIRST)
        return {"id": id, **rows.enquiry_values(noun), "audit_seq": head.seq, "audit_head": head.hash}

    def _write_clocks(self) -> None:
        for entry in self.entries:
            for enquiry in _reopened(entry):
                self.db.resume_alarms(enquiry=enquiry, now=self.db.now)
        clocks.add(self.db, [_of(entry, clock) for entry in self.entries for clock in entry.turn.clocks])

    def _write_causes(self) -> None:
        """The messages and the news whose turns these were."""
        self.db.save_messages([_handled(self.db, entry) for entry in self.entries if entry.claimed.message is not None])
        news = [entry.claimed.news for entry in self.entries if entry.claimed.news is not None]
        self.db.heed_news([{"id": one.id, "state": one.state} for one in news])
        for entry in self.entries:
            if entry.claimed.advised:
                _link_advice(self.db, entry)

    def _write_conversations(self) -> None:
        self.db.save_conversations([self._conversation(entry) for entry in self.entries])

    def _conversation(self, entry: Entry) -> dict[str, Any]:
        there, run = entry.claimed.conversation, entry.turn.run
        if run is not None and run.enquiry is not None:
            run = changed(run, enquiry=entry.enquiry(run.enquiry))
        return {
            "id": there.id,
            "seq": self.sequences[there.id],
            "introduced": entry.turn.introduced,
            "puzzled": entry.turn.puzzled,
            "unbroken": there.unbroken + bool(entry.turn.says),
            "run": rows.stored_run(run),
        }

    def _write_rarer(self) -> None:
        for entry in self.entries:
            turn = entry.turn
            if turn.person is not None and turn.person != entry.claimed.person:
                _save_person(self.db, turn)
            for order in turn.orders:
                _order(self.db, entry, order)
            for alarm in turn.alarms:
                alarms.sound(self.db, entry.enquiry(alarm.enquiry) or 0, alarm.level, alarm.why)
            if turn.trouble:
                _keep_trouble(self.db, entry)

    def _tell(self) -> None:
        """What the desks and the router should look at."""
        touched = {id for entry in self.entries for id in _touched(entry)}
        self.db.events("enquiry", sorted(touched))
        states = (noun.state for entry in self.entries for noun in entry.turn.enquiries)
        self.db.announce.router |= any(state is State.WAITING for state in states)


def _of(entry: Entry, clock: Clock) -> Clock:
    return changed(clock, enquiry=entry.enquiry(clock.enquiry) or 0)


def _reopened(entry: Entry) -> Iterable[int]:
    """Enquiries that the turn opens again: promises that were not met before run on."""
    closed = {noun.id for noun in entry.claimed.enquiries if not noun.open}
    return (noun.id for noun in entry.turn.enquiries if noun.open and noun.id in closed)


def _handled(db: Db, entry: Entry) -> dict[str, Any]:
    message = entry.claimed.message
    assert message is not None
    return {
        "id": message.id,
        "handled_at": db.at,
        "enquiry": entry.enquiry(entry.turn.message_enquiry),
        "understanding": to_json(entry.turn.understanding) if entry.turn.understanding else None,
        "text": entry.turn.masked,
    }


def _postings(entry: Entry) -> Iterable[Posting]:
    there, turn = entry.claimed.conversation, entry.turn
    opted_out = there.opted_out if turn.opted_out is None else turn.opted_out
    thread = Thread(there.id, there.channel, there.address, there.channel in entry.history, opted_out)
    cause = entry.claimed.message.id if entry.claimed.message else None
    return (Posting(thread, say, Context(entry.enquiry(say.enquiry), cause)) for say in turn.says)


def _touched(entry: Entry) -> set[int]:
    keys = {noun.id for noun in entry.turn.enquiries} | {entry.turn.message_enquiry}
    return {id for key in keys if (id := entry.enquiry(key)) is not None}


def _link_advice(db: Db, entry: Entry) -> None:
    """The advice that went out at receipt belongs to the enquiry of this turn; what a provider accepted before has
    acknowledged it, and where it has failed before somebody must phone them."""
    enquiry, message = entry.enquiry(entry.turn.message_enquiry), entry.claimed.message
    if enquiry is None or message is None:
        return
    db.link_advice(message=message.id, enquiry=enquiry)
    db.link_advice_messages(message=message.id, enquiry=enquiry)
    advice = list(db.advice_for(message=message.id))
    sent = [row for row in advice if row["accepted_at"] is not None and row["state"] != Delivery.FAILED]
    clocks.acknowledge(db, [Acknowledged(enquiry, row["id"], False, instant(row["accepted_at"])) for row in sent])
    for row in advice:
        if row["state"] == Delivery.FAILED:
            alarms.not_delivered(db, enquiry, instant(row["created_at"]))


def _opt_out(db: Db, entry: Entry) -> None:
    channel, address = entry.claimed.conversation.channel.value, entry.claimed.conversation.address
    db.opt_out(channel=channel, address=address, at=db.now if entry.turn.opted_out else None)
    if entry.turn.opted_out:
        db.hold_queued(channel=channel, address=address)
    else:
        db.release_held(channel=channel, address=address, now=db.now, since=db.now - STALE)
        db.announce.replies.add((channel, False))


def _save_person(db: Db, turn: Turn) -> None:
    noun = turn.person
    assert noun is not None
    flags = to_json(sorted(noun.flags))
    db.save_person(id=noun.id, name=noun.name, tenancy=noun.tenancy, language=noun.language, flags=flags)


def _order(db: Db, entry: Entry, order: Order) -> None:
    db.add_effect(
        key=order.key,
        conversation=entry.claimed.conversation.id,
        enquiry=entry.enquiry(order.enquiry),
        kind=order.kind,
        payload=to_json(order.payload),
        now=db.now,
    )
    db.announce.effects = True


def _keep_trouble(db: Db, entry: Entry) -> None:
    enquiry = entry.enquiry(entry.turn.message_enquiry)
    channel = entry.claimed.conversation.channel.value
    db.add_trouble(at=db.now, kind="message", channel=channel, detail=entry.turn.trouble, raw=None, enquiry=enquiry)
    db.event("trouble", enquiry)
