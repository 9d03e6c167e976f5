"""What is written on each device of the sandbox reaches the line by the real connectors, and the answer comes back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from doorstep.opening import opened
from doorstep.serving import application
from doorstep.settings import from_environment
from doorstep.system import System
from model.message import Delivery
from store import fetching
from store.db import Db
from tests.fakes import KeywordEngine
from tests.running import free_port

pytestmark = pytest.mark.slow

BETHAN = "Bethan Prosser"
SECONDS = 20
#: a new thread's first message begins with its subject
CAME = "SELECT id FROM message WHERE direction = 'in' AND text LIKE '%' || :text"


@dataclass(slots=True)
class Device:
    """Bethan's, on one channel."""

    client: TestClient
    system: System
    path: str

    async def says(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """What comes to it in answer."""
        before = len(await self.shown())
        await self.sends(text, **more)
        await self.system.settle()
        return (await self.shown())[before + 1 :]

    async def sends(self, text: str, **more: Any) -> None:
        """Write on it."""
        sent = await (await self.client.post(self.path, json={"text": text, **more})).json()
        assert sent["status"] == 200

    async def shown(self) -> list[dict[str, Any]]:
        """All that is on it."""
        return (await (await self.client.get(self.path)).json())["messages"]


@pytest.fixture
async def house(tmp_path, configuration, demo_file):
    (tmp_path / "housing.sqlite").write_bytes(demo_file.read_bytes())
    environment = {"DOORSTEP_PORT": str(free_port()), "DOORSTEP_DATA": str(tmp_path)}
    settings = from_environment(environment, sandbox=True)
    async with (
        opened(settings, KeywordEngine(), configuration=configuration) as system,
        TestClient(TestServer(application(system), port=settings.port)) as client,
    ):
        yield client, system


@pytest.fixture
async def device(house):
    client, system = house
    found = await (await client.get("/sandbox/people")).json()
    [bethan] = [one for one in found["people"] if one["name"] == BETHAN]
    return lambda channel: Device(client, system, f"/sandbox/devices/{channel}/{bethan['addresses'][channel]}")


async def until(system: System, known: Callable[[Db], bool]) -> None:
    """Wait until the database says so."""
    async with asyncio.timeout(SECONDS):
        while not await system.parts.store.read(known):
            await asyncio.sleep(0.02)


@pytest.fixture
async def mailbox(house):
    """The landlord's mailbox is read."""
    client, system = house
    reading = asyncio.create_task(system.mailboxes.run())
    await until(system, lambda db: bool(fetching.cursor(db, "email")))
    yield
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "telegram", "messenger", "instagram"])
async def test_a_message_reaches_the_line_and_its_answer_comes_back(device, channel):
    bethan = device(channel)
    answers = await bethan.says("hello")
    assert "automated assistant" in answers[0]["text"]
    asked = (await bethan.shown())[0]
    assert (asked["text"], asked["direction"], asked["state"]) == ("hello", "out", "delivered")


@pytest.mark.parametrize(
    ("channel", "state"),
    [
        ("sms", Delivery.DELIVERED),
        ("whatsapp", Delivery.READ),
        ("messenger", Delivery.READ),
        ("instagram", Delivery.READ),
    ],
)
async def test_what_became_of_an_answer_is_told(house, device, channel, state):
    await device(channel).says("hello")
    await until(house[1], lambda db: db.ask("SELECT MIN(state) AS least FROM reply")[0]["least"] >= state)


@pytest.mark.parametrize("channel", ["telegram", "messenger", "instagram"])
async def test_a_button_that_is_tapped_answers_the_question(device, channel):
    bethan = device(channel)
    for words in ("my kitchen tap is dripping", "since sunday", "just me", "34 Quillet Lane HR99 7TD"):
        [*_, asked] = await bethan.says(words)
    assert asked["buttons"] == ["Yes", "No"]
    [answer] = await bethan.says("", tapped="Yes", answers=asked["seq"])
    assert "Your repair is logged" in answer["text"]


async def test_an_email_reaches_the_line_and_is_answered_in_its_thread(house, device, mailbox):
    _, system = house
    bethan = device("email")
    shown: list[dict[str, Any]] = []
    for text in ("hello", "when are you open?"):
        await bethan.sends(text, subject="A question", answers=shown[-1]["seq"] if shown else 0)
        await until(system, lambda db, text=text: bool(db.ask(CAME, text=text)))
        await system.settle()
        shown = await bethan.shown()
    assert [one["direction"] for one in shown] == ["out", "in", "out", "in"]
    assert shown[1]["subject"] == "Re: A question"
    assert "automated assistant" in shown[1]["text"]
    assert len(await system.parts.store.read(lambda db: db.ask("SELECT id FROM conversation"))) == 1
