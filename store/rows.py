"""Rows into nouns. The only place that knows how a noun lies in its table."""

from datetime import datetime
from typing import Any

import orjson

from model.channel import Channel
from model.colleague import Colleague, Presence, Role
from model.enquiry import Enquiry, Priority, State
from model.message import Author, Direction, Message
from model.person import Conversation, Person, Progress, Proof
from model.promise import Clock
from model.talk import Choice, Run
from model.turn import News
from model.understanding import Level
from store.db import Row, instant, maybe_instant, maybe_micros, micros, to_json


def enquiry(row: Row) -> Enquiry:
    return Enquiry(
        id=row["id"],
        reference=row["reference"],
        public_id=row["public_id"],
        version=row["version"],
        person=row["person"],
        conversation=row["conversation"],
        topic=row["topic"],
        state=State(row["state"]),
        priority=Priority(row["priority"]),
        team=row["team"],
        created_at=instant(row["created_at"]),
        started_at=instant(row["started_at"]),
        emergency=row["emergency"],
        level=Level(row["level"]) if row["level"] else None,
        owner=row["owner"],
        waiting_since=maybe_instant(row["waiting_since"]),
        unanswered_since=maybe_instant(row["unanswered_since"]),
        closed_at=maybe_instant(row["closed_at"]),
        outcome=row["outcome"],
        summary=row["summary"],
        skills=frozenset(orjson.loads(row["skills"])),
        language=row["language"],
        restricted=bool(row["restricted"]),
        notice=row["notice"],
    )


def enquiry_values(noun: Enquiry) -> dict[str, Any]:
    """The named values of `add_enquiries` and `save_enquiry`, but for the id and the audit."""
    return {
        "reference": noun.reference,
        "public_id": noun.public_id,
        "person": noun.person,
        "conversation": noun.conversation,
        "topic": noun.topic,
        "state": noun.state.value,
        "priority": noun.priority.value,
        "team": noun.team,
        "emergency": noun.emergency,
        "level": noun.level.value if noun.level else None,
        "owner": noun.owner,
        "created_at": micros(noun.created_at),
        "started_at": micros(noun.started_at),
        "waiting_since": maybe_micros(noun.waiting_since),
        "unanswered_since": maybe_micros(noun.unanswered_since),
        "closed_at": maybe_micros(noun.closed_at),
        "outcome": noun.outcome,
        "summary": noun.summary,
        "skills": to_json(sorted(noun.skills)),
        "language": noun.language,
        "restricted": noun.restricted,
        "notice": noun.notice,
    }


def inbound_message(row: Row) -> Message:
    """The message of a row of `leased`."""
    return Message(
        id=row["message"],
        public_id=row["message_public_id"],
        conversation=row["id"],
        direction=Direction.IN,
        author=Author.TENANT,
        text=row["text"],
        at=instant(row["at"]),
        received_at=instant(row["received_at"]),
        seq=row["seq"],
        urgent=bool(row["urgent"]),
        emergency=row["emergency"],
        media=("",) * row["media"],
        automatic=row["automatic"],
        no_return=bool(row["no_return"]),
        proven=bool(row["proven"]),
    )


def news(row: Row) -> News:
    """The news of a row of `leased`."""
    return News(row["news"], row["news_key"], row["news_state"], orjson.loads(row["news_result"]), row["news_error"])


def person(row: Row) -> Person:
    """The person of a row of `leased`."""
    return Person(
        id=row["person"],
        public_id=row["person_public_id"],
        version=row["person_version"],
        name=row["name"],
        tenancy=row["tenancy"],
        language=row["language"],
        flags=frozenset(orjson.loads(row["flags"])),
    )


def conversation(row: Row, now: datetime, lately: int = 0) -> Conversation:
    """The conversation of a row of `leased`; `lately` is counted apart."""
    return Conversation(
        id=row["id"],
        public_id=row["public_id"],
        version=row["version"],
        channel=Channel(row["channel"]),
        address=row["address"],
        person=row["person"],
        opted_out=row["opted_out_at"] is not None,
        introduced=bool(row["introduced"]),
        puzzled=row["puzzled"],
        run=run(row["run"]),
        progress=progress(row, now),
        identified_at=maybe_instant(row["identified_at"]),
        thread=row["thread"],
        unbroken=row["unbroken"],
        lately=lately,
    )


def progress(row: Row, now: datetime) -> Progress:
    """How far identity has come: columns of `identity` and of the sender's `guard`, either of which may be missing."""
    locked = row["locked_until"] is not None and instant(row["locked_until"]) > now
    failures = row["failures"] or 0
    if row["given"] is None:
        return Progress(failures=failures, locked=locked)
    proof = None
    if row["proven_until"] is not None and instant(row["proven_until"]) > now:
        proof = Proof(row["proven_tenancy"], row["proven_level"], instant(row["proven_until"]))
    return Progress(
        given=tuple(orjson.loads(row["given"])),
        fitting=tuple(orjson.loads(row["fitting"])),
        code_hash=row["code_hash"],
        code_sent=row["code_until"] is not None and instant(row["code_until"]) > now,
        proof=proof,
        failures=failures,
        locked=locked,
        last_message=row["last_message"],
    )


def run(stored: str | None) -> Run | None:
    if stored is None:
        return None
    fields = orjson.loads(stored)
    fields["choices"] = tuple(Choice(**choice) for choice in fields["choices"])
    fields["heard"] = tuple(fields["heard"])
    fields["said"] = tuple(fields["said"])
    fields["touched_at"] = maybe_instant(fields["touched_at"])
    return Run(**fields)


def stored_run(noun: Run | None) -> str | None:
    if noun is None:
        return None
    return orjson.dumps(noun, default=micros, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()


def clock(row: Row) -> Clock:
    return Clock(
        id=row["id"],
        enquiry=row["enquiry"],
        promise=row["promise"],
        started_at=instant(row["started_at"]),
        due_at=instant(row["due_at"]),
        alarm_at=maybe_instant(row["alarm_at"]),
        warned=row["warned"],
        met_at=maybe_instant(row["met_at"]),
        met_by=row["met_by"],
        breached_at=maybe_instant(row["breached_at"]),
    )


def colleague(row: Row) -> Colleague:
    return Colleague(
        id=row["id"],
        public_id=row["public_id"],
        name=row["name"],
        email=row["email"],
        teams=frozenset(orjson.loads(row["teams"])),
        roles=frozenset(Role(role) for role in orjson.loads(row["roles"])),
        skills=orjson.loads(row["skills"]),
        languages=frozenset(orjson.loads(row["languages"])),
        capacity=row["capacity"],
        presence=Presence(row["presence"]),
        idle_since=maybe_instant(row["idle_since"]),
    )
