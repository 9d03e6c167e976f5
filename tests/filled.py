"""A Doorstep with rows of every kind, put there by the line itself, and the same people on another database."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from connectors.base import Fetched
from doorstep.configuration import Configuration
from doorstep.system import System
from housing.demo import open_demo
from model.channel import Channel
from model.colleague import Presence
from model.message import Delivery, Inbound, Media, Receipt
from store import calls, colleagues, desk, fetching, leadership, outbox, receipts, recovery, routing, rows, sessions
from store.calls import Call
from store.database import Store
from store.db import EPOCH, Db
from store.moving.side import Side
from store.moving.tables import STAYING
from store.queue.local import LocalQueue
from tests.fakes import FakeClock
from tests.play import Stage, build
from tests.plays.people import AGNIESZKA, BETHAN, KIERAN, STRANGER

#: what copying could get wrong: escapes, line ends, more than two bytes
STRANGE = "my kitchen tap is dripping \\N \\. \t\r\n 'it''s' \"£5\" é 🏠 \u2028 end\\"
TODAY = date(2026, 11, 23)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 300


class Silent:
    """Nobody is told how far it has come; what was told is kept."""

    def __init__(self) -> None:
        self.told: dict[str, list[int]] = {}

    def begin(self, what: str, total: int) -> None:
        self.told[what] = [0, total]

    def further(self, count: int) -> None:
        list(self.told.values())[-1][0] += count


def filled(folder: Path, configuration: Configuration, demo_file: Path) -> Path:
    """The file of a Doorstep with rows of every kind, which has stopped."""
    landlord = open_demo(Path(shutil.copy(demo_file, folder / "housing.sqlite")), TODAY, FakeClock())

    async def play() -> None:
        stage = build(folder, configuration, landlord)
        await fill(stage)
        await stage.system.parts.store.close()

    asyncio.run(play())
    landlord.close()
    path = folder / "doorstep.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


async def fill(stage: Stage) -> None:
    """Talks that are over, talks in the middle, an emergency, a colleague at work, replies and effects under way."""
    store = stage.system.parts.store
    await store.write(_staff)
    bethan = stage.phone(BETHAN)
    for line in (STRANGE, "two weeks", "just me", "yes"):
        await bethan.says(line)
    await stage.phone(KIERAN).says("how much rent do i owe")
    await stage.phone(AGNIESZKA).says("balance")
    await stage.phone(AGNIESZKA).says("1/1/1990 sy99 8dl")
    await stage.chat().says("my kitchen tap is dripping")
    await _text_a_picture(stage)
    await stage.phone(STRANGER).says("i can smell gas")
    await stage.system.router.step()
    await store.write(_colleague_at_work)
    await stage.system.watch.step()
    await store.together(receipts.settle, Receipt(Channel.SMS, "nobody's", Delivery.DELIVERED))
    await stage.phone("+447700900500").writes("when do you open?")
    await stage.system.line.take_all()
    await store.write(outbox.take, Channel.SMS, False, 1)
    await store.write(_left_by_a_process)
    await store.write(fetching.keep, fetching.Fetched("email", "1 2"), lambda clock, _: clock)
    await store.write(calls.add, [Call("one", EPOCH, 42, answered=True)], logged=False)


async def _text_a_picture(stage: Stage) -> None:
    stage.sms.pictures["one"] = Fetched(PICTURE, "image/png")
    inbound = Inbound(Channel.SMS, BETHAN, "picture", "look at this tap", media=(Media("one", "image/png"),))
    await stage.system.intake.accept(inbound, stage.sms.capabilities)
    await stage.system.media.keep_some()
    await stage.system.settle()


def _staff(db: Db) -> None:
    known = {"name": "Priya Shah", "email": "priya@example.org", "password_hash": ""}
    priya = colleagues.add(db, teams=["customer", "repairs"], skills={"repairs": 3}, **known)
    routing.set_presence(db, priya, Presence.AVAILABLE)
    sessions.begin(db, priya, "b" * 64, "csrf")


def _colleague_at_work(db: Db) -> None:
    noun = rows.enquiry(db.enquiry_by_id(id=1))
    priya = rows.colleague(db.colleague_everybody()[0])
    desk.add_note(db, noun, priya, "rang, no answer")
    desk.mark_read(db, priya.id, noun.id, 1)
    db.add_trouble(at=db.now, kind="test", channel="sms", detail="unreadable", raw=bytes(range(256)), enquiry=None)


def _left_by_a_process(db: Db) -> None:
    recovery.beat(db, "killed")
    leadership.lead(db, "watch", "killed", db.now + recovery.DEAD_AFTER)


def on(stage: Stage, store: Store) -> Stage:
    """The same people, channels and clock on another database."""
    queue = LocalQueue()
    store.listen(queue.hear)
    return Stage(System(replace(stage.system.parts, store=store, queue=queue)), stage.sms, stage.clock, stage.engine)


def everything(side: Side) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that travel, read in a way of its own: not the one that copies."""
    db = side.db(EPOCH)
    names = sorted(side.tables.keys() - STAYING)
    return {name: sorted(map(_plain, db.ask(f'SELECT * FROM "{name}"')), key=repr) for name in names}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Truth is a number in one of the databases."""
    return {column: int(row[column]) if isinstance(row[column], bool) else row[column] for column in sorted(row)}
