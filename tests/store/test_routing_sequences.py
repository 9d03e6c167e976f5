"""Whatever colleagues do in whatever order, the books agree: who carries what, who was offered what, what is on record."""

import asyncio
import contextlib
import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.channel import Channel
from model.colleague import Presence
from model.enquiry import Priority
from store import audit, loads, routing, waiting
from store.desk import close
from store.routing import NotOffered, NotOpen, NotTheirs, Taken
from tests.store.office import WEIGHTS, Office, open_office

REFUSALS = {"declined", "lapsed", "released"}
DEEDS = st.sampled_from(
    [
        "arrives",
        "arrives",
        "offer",
        "offer",
        "offer",
        "accept",
        "pick up",
        "decline",
        "release",
        "close",
        "presence",
        "wait",
    ]
)
sequences = st.lists(st.tuples(DEEDS, st.integers(0, 10_000)), max_size=30)


@given(sequences)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_books_agree_after_any_sequence(sequence):
    asyncio.run(play(sequence))


async def play(sequence: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder))
        people = [await office.joins(name, capacity=3) for name in ("Priya", "Sam", "Olga")]
        try:
            for deed, seed in sequence:
                await do(office, people, deed, random.Random(seed))
                await check(office)
        finally:
            await office.store.close()


async def do(office: Office, people: list[int], deed: str, chance: random.Random) -> None:
    who = chance.choice(people)
    if deed == "arrives":
        await office.enquiry(
            chance.choice(list(Channel)), priority=chance.choice([Priority.NORMAL, Priority.EMERGENCY])
        )
    elif deed == "wait":
        office.clock.forward(seconds=chance.choice([30, 60, 90]))
        await office.lapses()
    elif deed == "presence":
        await office.store.write(routing.set_presence, who, chance.choice(list(Presence)))
    else:
        await handle(office, who, deed, chance)


async def handle(office: Office, who: int, deed: str, chance: random.Random) -> None:
    ids = [row["id"] for row in await office.query("SELECT id FROM enquiry ORDER BY id")]
    if not ids or await office.presence(who) == "off":
        return
    noun = await office.now_of(chance.choice(ids))
    write = office.store.write
    with contextlib.suppress(Taken, NotOffered, NotOpen, NotTheirs):
        if deed == "offer":
            await offer(office, noun, who)
        elif deed in ("accept", "pick up"):
            await write(routing.take, noun.id, who, deed == "pick up")
        elif deed == "decline":
            await write(routing.decline, noun.id, who, "no")
        elif deed == "release":
            await write(routing.release, noun.id, who, "no")
        elif noun.owner == who and noun.open:
            colleague = next(one for one, _ in await office.store.read(loads.of_all, WEIGHTS) if one.id == who)
            await write(close, noun, colleague, "resolved", "")


async def offer(office: Office, noun, who: int) -> None:
    past = await office.store.read(waiting.past, noun.id, noun.person)
    if who not in past.refused:
        before = await office.load(who)
        (row,) = await office.query("SELECT channel FROM conversation WHERE id = :id", id=noun.conversation)
        weight = WEIGHTS[row["channel"]]
        if await office.offers(noun, who, weight=weight) and noun.priority is not Priority.EMERGENCY:
            assert before + weight <= 3


async def check(office: Office) -> None:
    enquiries = await office.query("SELECT e.*, c.channel FROM enquiry e JOIN conversation c ON c.id = e.conversation")
    offers = await office.query("SELECT * FROM offer ORDER BY id")
    open_offers = {one["enquiry"]: one["colleague"] for one in offers if one["outcome"] == "open"}
    carried: Counter[int] = Counter()
    for one in enquiries:
        holder = open_offers.get(one["id"]) if one["state"] == "offered" else one["owner"]
        assert (one["state"] == "offered") == (one["id"] in open_offers)
        assert (one["state"] == "with_colleague") == (one["owner"] is not None and one["state"] != "closed")
        assert (one["waiting_since"] is not None) == (one["state"] in ("waiting", "offered")) or one[
            "state"
        ] == "closed"
        if holder is not None and one["state"] != "closed":
            carried[holder] += WEIGHTS[one["channel"]]
    for colleague, load in await office.store.read(loads.of_all, WEIGHTS):
        assert load == carried[colleague.id] == await office.load(colleague.id)
        assert load == 0 or colleague.presence is not Presence.OFF
        assert colleague.idle_since is None or not any(
            one["owner"] == colleague.id and one["state"] != "closed" for one in enquiries
        )
    for one in enquiries:
        assert await office.store.read(audit.broken_at, one["id"]) is None
