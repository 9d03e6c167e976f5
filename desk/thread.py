"""A conversation as staff see it (`DeskMessage` of `docs/api.yaml`); what belongs to another enquiry that they may not
see keeps its place and nothing else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk import gate, instants, window
from desk.means import Desk
from model.channel import Capabilities, Channel
from model.colleague import Colleague
from model.message import Delivery, Direction
from model.understanding import NO_EMERGENCY
from store.db import Row
from store.desk import Thread
from store.elsewhere import Address

HIDDEN = "This belongs to another enquiry, which is not open to you."
#: of a reply in several parts, the first of these that any part is in tells most
TELLING = (Delivery.FAILED, Delivery.UNCERTAIN, Delivery.HELD)


@dataclass(frozen=True, slots=True)
class View:
    """Whose eyes look at an enquiry's thread."""

    enquiry: int
    me: Colleague
    desk: Desk
    #: the person's addresses that may be offered for what failed
    ways: Sequence[Address] = ()
    #: they can reply, so they can try again
    may_reply: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    """As much of an enquiry as the gate asks about."""

    topic: str
    restricted: bool
    owner: int | None


def messages(thread: Thread, view: View) -> list[dict[str, Any]]:
    """The thread around an enquiry, in the order of the provider's times."""
    deliveries = _by_message(thread.deliveries)
    media = _by_message(thread.media)
    shown = []
    for row in thread.messages:
        if may_see_message(row, view.enquiry, view.me, view.desk):
            parts = deliveries.get(row["id"], [])
            failed = _failed(row, parts, thread.elsewhere, view)
            shown.append({**_message(row, parts, media.get(row["id"], [])), "failed": failed})
        else:
            shown.append(_hidden(row))
    return shown


def _failed(row: Row, parts: Sequence[Row], elsewhere: Mapping[str, str], view: View) -> dict[str, Any] | None:
    """What can be done about a reply that did not arrive; None where it did, or may yet."""
    lost = [part for part in parts if part["state"] == Delivery.FAILED]
    if not lost or row["enquiry"] != view.enquiry:
        return None
    first, can = lost[0], view.desk.capabilities
    here = next((way for way in view.ways if _is(way, first)), None)
    others = [way for way in view.ways if not _is(way, first)] if gate.may_see_records(view.me) else []
    secret = any(part["secret"] for part in lost)
    opted_out = here is not None and here.opted_out
    able = view.may_reply and not secret
    return {
        "again": able and not opted_out and row["channel"] in can,
        "opted_out": opted_out,
        "sent_by": elsewhere.get(first["public_id"]),
        "elsewhere": [_way(way, view.desk) for way in others if able and _reaches(way, can)],
    }


def _is(way: Address, part: Row) -> bool:
    return (way.channel.value, way.address) == (part["channel"], part["address"])


def _reaches(way: Address, can: Mapping[Channel, Capabilities]) -> bool:
    """A chat is answered only where it is held."""
    return way.channel in can and not can[way.channel].history


def _way(way: Address, desk: Desk) -> dict[str, Any]:
    return {
        "channel": way.channel.value,
        "address": way.address,
        "opted_out": way.opted_out,
        "open": window.is_open(way.last_in_at, desk.capabilities[way.channel], desk.now()),
    }


def may_see_message(row: Row, enquiry: int | None, me: Colleague, desk: Desk) -> bool:
    """Whether a message may be shown beside an `enquiry` that may be seen.

    Before its turn a message belongs to none: one that may be about harm at home is then shown to the trusted only.
    """
    if row["enquiry"] is None:
        return row["emergency"] not in desk.discreet or gate.sees_discreet(me)
    kept = _Kept(row["topic"], bool(row["restricted"]), row["owner"])
    return row["enquiry"] == enquiry or gate.may_see(me, kept, desk.topics)


def _message(row: Row, deliveries: Sequence[Row], media: Sequence[Row]) -> dict[str, Any]:
    state, error = _delivery(deliveries)
    return {
        "id": row["public_id"],
        "seq": row["seq"],
        "direction": row["direction"],
        "author": row["author"],
        "name": row["signed"],
        "text": row["text"],
        "at": instants.stored(row["at"]),
        "channel": row["channel"],
        "urgent": bool(row["urgent"]),
        "delivery": state,
        "error": error,
        "late": bool(row["late"]),
        "media": [_medium(one) for one in media],
        "understanding": _understanding(row["understanding"]),
        "whole": row["whole"],
        "automatic": row["automatic"],
        "note": row["note"],
        "hidden": False,
    }


def _hidden(row: Row) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "seq": row["seq"],
        "direction": row["direction"],
        "author": row["author"],
        "name": "",
        "text": HIDDEN,
        "at": instants.stored(row["at"]),
        "channel": row["channel"],
        "urgent": False,
        "delivery": None,
        "error": None,
        "late": False,
        "media": [],
        "understanding": None,
        "whole": "",
        "automatic": "",
        "note": "",
        "hidden": True,
        "failed": None,
    }


def _delivery(parts: Sequence[Row]) -> tuple[str | None, str | None]:
    """What became of a reply: of its parts the one that is worst off."""
    if not parts:
        return None, None
    states = [Delivery(part["state"]) for part in parts]
    worst = next((state for state in TELLING if state in states), min(states))
    return worst.name.lower(), next((part["error"] for part in parts if part["error"]), None)


def _medium(row: Row) -> dict[str, Any]:
    url = f"/api/media/{row['public_id']}" if row["state"] == "kept" else None
    return {"url": url, "type": row["content_type"], "state": row["state"]}


def _understanding(stored: str | None) -> dict[str, Any] | None:
    if not stored:
        return None
    found = json.loads(stored)
    emergency = found.get("emergency", NO_EMERGENCY)
    return {
        "topic": found.get("topic", ""),
        "confidence": found.get("confidence", 0),
        "emergency": None if emergency == NO_EMERGENCY else emergency,
    }


def _by_message(found: Sequence[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in found:
        grouped.setdefault(row["message"], []).append(row)
    return grouped


def last_seen(thread: Thread, enquiry: int) -> int:
    """The newest message of the tenant in this enquiry; 0 for none."""
    own = (row for row in thread.messages if row["enquiry"] == enquiry)
    return max((row["id"] for row in own if row["direction"] == Direction.IN.value), default=0)
