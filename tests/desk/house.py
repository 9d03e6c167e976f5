"""A small landlord's desk over a real store: whoever works there, whoever writes, and browsers that ask."""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from desk.app import add_routes
from desk.means import Desk, Opening
from doorstep.configuration import Configuration, load
from doorstep.contact import decided
from doorstep.settings import ROOT
from model.channel import Capabilities, Channel, Layout
from model.enquiry import Priority
from model.ids import public_id, reference
from model.message import Inbound
from model.promise import Clock
from model.topic import Team, Topic
from model.turn import Say
from model.understanding import Emergency, Level
from store import clocks, colleagues, intake, outgoing, sessions
from store.clocks import Acknowledged
from store.database import Store
from store.db import Db
from store.intake import Receiving
from store.outgoing import Context, Posting, Thread
from tests.fakes import FakeClock, FakeLandlord
from tests.stores import open_store

MOBILE = FakeLandlord.MOBILE
CAPABILITIES = {
    Channel.SMS: Capabilities(Layout.SMS, 160, held_address=True, receipts=True, keywords=True),
    Channel.WEB_CHAT: Capabilities(Layout.CHAT, 2000, buttons=True, history=True),
}
TOPICS = {
    topic.name: topic
    for topic in (
        Topic("repair_report", "Repair", "repairs"),
        Topic("rent_balance", "Rent: balance", "income"),
        Topic("domestic_abuse", "Support request", "safeguarding", restricted=frozenset({"safeguarding"})),
        Topic("asb", "Anti-social behaviour", "safety", restricted=frozenset({"senior", "safeguarding"})),
    )
}
GAS = Emergency("gas", Level.LIFE, "the word")
TEAMS = {name: Team(name, label) for name, label in (("repairs", "Repairs"), ("safeguarding", "Support"))}


@cache
def configuration() -> Configuration:
    return load(ROOT / "config")


@dataclass
class Browser:
    """Somebody's browser: its cookies and, once signed in, the CSRF token."""

    client: TestClient[web.Request, web.Application]
    csrf: str = ""

    async def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Any:
        given = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        return await self.client.request(method, path, json=body, headers={**given, **(headers or {})})

    async def get(self, path: str) -> Any:
        answer = await self.ask("GET", path)
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def post(self, path: str, body: object = None) -> Any:
        answer = await self.ask("POST", path, body)
        assert answer.status == 200, await answer.text()
        return await answer.json()

    async def status(self, method: str, path: str, body: object = None) -> int:
        return (await self.ask(method, path, body)).status

    async def live(self, after: int = 0) -> Any:
        origin = str(self.client.make_url("/")).rstrip("/")
        return await self.client.ws_connect(f"/api/live?after={after}", headers={"Origin": origin})


@dataclass
class House:
    """The whole of it."""

    store: Store
    clock: FakeClock
    landlord: FakeLandlord
    desk: Desk
    capabilities: dict[Channel, Capabilities]
    server: TestServer
    browsers: list[Browser] = field(default_factory=list)

    def disconnect(self, channel: str) -> None:
        """The landlord gives up a channel."""
        del self.capabilities[Channel(channel)]

    async def browser(self) -> Browser:
        browser = Browser(TestClient(self.server))
        self.browsers.append(browser)
        return browser

    async def joins(self, name: str, *roles: str, teams: tuple[str, ...] = ("repairs",)) -> int:
        email = f"{name.split(' ')[0].lower()}@example.org"
        return await self.store.write(
            colleagues.add, name=name, email=email, teams=teams, roles=roles or ("colleague",), password_hash=""
        )

    async def signed_in(self, name: str, *roles: str, teams: tuple[str, ...] = ("repairs",)) -> Browser:
        """A colleague joins and is signed in, without the wait for a password."""
        colleague = await self.joins(name, *roles, teams=teams)
        browser = await self.browser()
        browser.csrf = f"csrf of {name}"
        await self.store.write(sessions.begin, colleague, sessions.hashed(name), browser.csrf)
        browser.client.session.cookie_jar.update_cookies({"doorstep": name}, self.server.make_url("/"))
        return browser

    async def writes(self, text: str, **given: Any) -> str:
        """A tenant's message with an enquiry of its own, waiting for a colleague; the enquiry's public id."""
        return await self.store.write(_write, text, given)

    async def close(self) -> None:
        for browser in self.browsers:
            await browser.client.session.close()
        await self.server.close()
        await self.store.close()


def _write(db: Db, text: str, given: dict[str, Any]) -> str:
    """One message, and an enquiry as a turn would leave it."""
    channel = Channel(given.get("channel", Channel.SMS))
    address = given.get("address", MOBILE)
    inbound = Inbound(channel, address, given.get("provider_id") or public_id(), text)
    [received] = intake.receive(db, [Receiving(inbound, None, CAPABILITIES[channel].history)])
    there = db.find_conversation(channel=channel.value, address=address, thread="")
    noun = public_id()
    [enquiry] = db.ids("enquiry", 1)
    row = dict(
        id=enquiry,
        reference=given.get("reference") or reference(),
        public_id=noun,
        person=there["person"],
        conversation=received.conversation,
        topic=given.get("topic", "repair_report"),
        state=given.get("state", "waiting"),
        priority=given.get("priority", Priority.NORMAL.value),
        team=given.get("team", "repairs"),
        emergency=given.get("emergency", ""),
        level=given.get("level"),
        owner=given.get("owner"),
        created_at=db.at,
        started_at=db.at,
        waiting_since=db.at,
        unanswered_since=db.at,
        closed_at=None,
        outcome="",
        summary=text[:100],
        skills="[]",
        language="en",
        restricted=given.get("restricted", bool(TOPICS[given.get("topic", "repair_report")].restricted)),
        notice="",
        audit_seq=0,
        audit_head="",
    )
    db.add_enquiries([row])
    [found] = db.ask("SELECT id FROM message WHERE provider_id = :id", id=inbound.provider_id)
    db.save_messages(
        [{"id": found["id"], "handled_at": db.at, "enquiry": enquiry, "understanding": None, "text": None}]
    )
    for promise, minutes in given.get("clocks", {"acknowledge": 60}).items():
        _start(db, enquiry, promise, minutes)
    if given.get("alarm"):
        db.add_alarm(public_id=given["alarm"], enquiry=enquiry, level="life", why="Emergency", now=db.now)
        db.event("alarm", enquiry)
    db.event("enquiry", enquiry)
    return noun


def _start(db: Db, enquiry: int, promise: str, minutes: int) -> None:
    due, half = db.now + timedelta(minutes=minutes), db.now + timedelta(minutes=minutes / 2)
    clocks.add(db, [Clock(0, enquiry, promise, db.now, due, half)])


def acknowledge(db: Db, enquiry: int) -> None:
    """The bot has acknowledged an enquiry."""
    clocks.acknowledge(db, [Acknowledged(enquiry, None, by_person=False, at=db.now)])


def offer(db: Db, enquiry: str, colleague: int, reasons: dict[str, Any] | None = None) -> None:
    """Offer an enquiry as the router does."""
    row = db.enquiry_by_public_id(public_id=enquiry)
    db.move_enquiry(id=row["id"], version=row["version"], state="offered", owner=None, waiting_since=db.now)
    db.make_offer(
        enquiry=row["id"],
        colleague=colleague,
        made_at=db.now,
        expires_at=db.now + timedelta(seconds=90),
        outcome="open",
        reasons=json.dumps(reasons or {}),
    )
    db.event("enquiry", row["id"])


def bot_says(db: Db, address: str, text: str, buttons: tuple[str, ...] = ()) -> None:
    """The bot says something in a web chat."""
    conversation = db.chat_conversation(address=address)
    thread = Thread(conversation, Channel.WEB_CHAT, address, history=True)
    say = Say((text,), buttons=buttons, signed="the automated assistant")
    outgoing.post(db, [Posting(thread, say, Context())])


def opening() -> Opening:
    return {"opening": [{"day": "Monday", "hours": "8am to 6pm"}], "open_now": True}


def build(folder: Path, **given: Any) -> House:
    clock = FakeClock()
    store = open_store(folder, clock)
    landlord = FakeLandlord()
    capabilities = dict(CAPABILITIES)

    async def accept(address: str, client_id: str, text: str) -> intake.Received:
        inbound = Inbound(Channel.WEB_CHAT, address, f"{address}:{client_id}", text)
        return await store.together(intake.receive, Receiving(inbound, None, history=True))

    desk = Desk(
        store=store,
        landlord=landlord,
        name="Marches Homes",
        phone="01632 960100",
        sms="+447700900000",
        topics=TOPICS,
        teams=TEAMS,
        promises={"acknowledge": "Acknowledge the enquiry"},
        emergencies={"gas": "Gas"},
        capabilities=capabilities,
        now=clock,
        zone=ZoneInfo("Europe/London"),
        emergency=lambda text: GAS if "gas" in text else None,
        contact=lambda claimed, logged: decided(configuration(), claimed, logged, clock()),
        web=folder / "dist",
        media_path=lambda sha256: folder / "media" / sha256,
        **{"opening": opening, "accept": accept, **given},
    )
    app = web.Application()
    add_routes(app, desk)
    return House(store, clock, landlord, desk, capabilities, TestServer(app))
