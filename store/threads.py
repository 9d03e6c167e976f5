"""Where a message belongs: the conversation of its address or, where one address has several, of its thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from model.channel import NUMBERED
from model.ids import public_id
from model.message import Inbound, Threading
from store.db import Db

_T = TypeVar("_T", str, tuple[str, str])

#: channel, address, and which of the address's threads
Key = tuple[str, str, str]


@dataclass(slots=True)
class Place:
    """A conversation and the number of its last message."""

    conversation: int
    seq: int


def keys(db: Db, inbounds: Sequence[Inbound]) -> list[Key]:
    """Where each message belongs. One that answers another of the same batch belongs where that does."""
    begun: dict[tuple[str, str], str] = {}
    keys = []
    for inbound in inbounds:
        thread = "" if inbound.threading is None else _thread(db, inbound, inbound.threading, begun)
        begun[inbound.address, inbound.provider_id] = thread
        keys.append((inbound.channel.value, inbound.address, thread))
    return keys


def _thread(db: Db, inbound: Inbound, threading: Threading, begun: Mapping[tuple[str, str], str]) -> str:
    """The thread that a token names; else that of the message itself, should it have come before, or of the nearest one
    that it answers; else a new one."""
    if threading.thread:
        return threading.thread
    wanted = (inbound.provider_id, *threading.answers)
    rows = db.threads_with(channel=inbound.channel.value, address=inbound.address, provider_ids=list(wanted))
    found = {row["provider_id"]: row["thread"] for row in rows}
    found |= {id: begun[inbound.address, id] for id in wanted if (inbound.address, id) in begun}
    return next((str(found[id]) for id in wanted if id in found), public_id())


def places(db: Db, inbounds: Sequence[Inbound], keys: Sequence[Key]) -> dict[Key, Place]:
    """The conversations of these messages, locked; they are begun where there were none."""
    places: dict[Key, Place] = {}
    for channel, pairs in by_channel((channel, (address, thread)) for channel, address, thread in keys):
        addresses, threads = sorted({pair[0] for pair in pairs}), sorted({pair[1] for pair in pairs})
        for row in db.conversations_at(channel=channel, addresses=addresses, threads=threads):
            places[channel, row["address"], row["thread"]] = Place(row["id"], row["seq"])
    for inbound, key in zip(inbounds, keys, strict=True):
        if key not in places:
            subject = inbound.threading.subject if inbound.threading else ""
            places[key] = Place(open_conversation(db, *key, subject=subject), 0)
    return places


def open_conversation(db: Db, channel: str, address: str, thread: str = "", subject: str = "") -> int:
    """The conversation with this address, begun if there was none; whoever writes becomes a person."""
    row = db.find_conversation(channel=channel, address=address, thread=thread)
    if row is not None:
        return int(row["id"])
    handle = db.find_handle(channel=channel, address=address)
    person = handle["person"] if handle else _new_handle(db, channel, address)
    there = {"channel": channel, "address": address, "thread": thread, "subject": subject}
    return int(db.add_conversation(public_id=public_id(), person=person, now=db.now, **there)["id"])


def _new_handle(db: Db, channel: str, address: str) -> int:
    """Whose address this is: a telephone number's owner is the same on every channel of such numbers."""
    others = [other.value for other in NUMBERED if channel in NUMBERED and other.value != channel]
    known = [row for other in others if (row := db.find_handle(channel=other, address=address))]
    person: int = known[0]["person"] if known else db.add_person(public_id=public_id(), now=db.now)["id"]
    db.add_handle(channel=channel, address=address, person=person)
    return person


def by_channel(pairs: Iterable[tuple[str, _T]]) -> list[tuple[str, list[_T]]]:
    """The second of each pair by the first, each once, in order."""
    return [(channel, [value for _, value in of]) for channel, of in groupby(sorted(set(pairs)), lambda pair: pair[0])]
