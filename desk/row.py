"""An enquiry as a row of the list (`EnquiryRow` of `docs/api.yaml`)."""

from typing import Any

from desk import gate, instants
from desk.means import Desk
from model.channel import Channel
from model.colleague import Colleague
from model.message import Delivery
from store.contacts import NO_NUMBER
from store.db import Row, instant

#: the last digits that everybody sees of a telephone number
SHOWN = 4
#: a reply that somebody should look after
TROUBLE = frozenset({Delivery.HELD, Delivery.UNCERTAIN, Delivery.FAILED})


def enquiry_row(row: Row, me: Colleague, desk: Desk) -> dict[str, Any]:
    return {
        **heading(row, desk),
        "state": row["state"],
        "priority": row["priority"],
        "level": row["level"],
        "team": row["team"],
        "owner": {"id": row["owner_public_id"], "name": row["owner_name"]} if row["owner"] else None,
        "mine": row["owner"] == me.id,
        "offered_to_me": row["offered_to"] == me.id,
        "offer_expires": instants.maybe(row["offer_expires_at"]) if row["offered_to"] == me.id else None,
        "person": person(row, me),
        "channel": row["channel"],
        "snippet": row["snippet"] or "",
        "created_at": instants.stored(row["created_at"]),
        "unanswered_since": instants.maybe(row["unanswered_since"]),
        "due": _due(row, desk),
        "acknowledged": _acknowledged(row),
        "summary": row["summary"],
        "notice": row["notice"],
        "unread": row["state"] != "closed" and (row["last_message"] or 0) > (row["read_message"] or 0),
        "delivery_trouble": row["last_reply_state"] in TROUBLE,
    }


def heading(row: Row, desk: Desk) -> dict[str, Any]:
    """What names an enquiry: its id, reference, topic and emergency."""
    return {
        "id": row["public_id"],
        "reference": row["reference"],
        "topic": row["topic"],
        "topic_label": topic_label(row["topic"], desk),
        "emergency": row["emergency"],
        "emergency_label": desk.emergencies.get(row["emergency"], row["emergency"].replace("_", " ")),
    }


def topic_label(topic: str, desk: Desk) -> str:
    configured = desk.topics.get(topic)
    return configured.label if configured else topic.replace("_", " ")


def person(row: Row, me: Colleague) -> str:
    """A person's name, or as much of their address as `me` may see."""
    return row["person_name"] or address(row["channel"], row["address"], gate.may_see_records(me))


def address(channel: str, written: str, whole: bool) -> str:
    """An address as it is shown: a web chat has none, nor has somebody who gave no number; a number is shown whole or
    by its last digits."""
    if channel == Channel.WEB_CHAT.value:
        return "Web chat visitor"
    if written.startswith(NO_NUMBER):
        return "Visitor" if channel == Channel.COUNTER.value else "Caller, number not known"
    return written if whole else f"••• {written[-SHOWN:]}"


def _due(row: Row, desk: Desk) -> dict[str, Any] | None:
    if row["due_promise"] is None:
        return None
    return {
        "promise": row["due_promise"],
        "label": desk.promises.get(row["due_promise"], row["due_promise"].replace("_", " ")),
        "at": instants.stored(row["due_at"]),
        "started": instants.stored(row["due_started_at"]),
        "state": _clock_state(row, desk),
        "warned": row["due_warned"],
        "met_at": instants.maybe(row["due_met_at"]),
    }


def _clock_state(row: Row, desk: Desk) -> str:
    """A promise met too late stays broken."""
    met_at, due_at = row["due_met_at"], row["due_at"]
    if row["due_breached_at"] is not None or (met_at is not None and met_at > due_at):
        return "breached"
    if met_at is not None:
        return "met"
    return "breached" if instant(due_at) <= desk.now() else "running"


def _acknowledged(row: Row) -> dict[str, Any] | None:
    if row["acknowledged_at"] is None:
        return None
    return {"by": row["acknowledged_by"], "at": instants.stored(row["acknowledged_at"])}
