"""The sandbox's stand-in for Telegram is like Telegram to the connector: posted or fetched, keys and buttons, errors."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from connectors.base import Around, Hook, SendFailed
from connectors.telegram import connect
from doorstep.sandbox.devices import Devices, Written
from doorstep.sandbox.pages import Sandbox
from doorstep.sandbox.telegram import Telegram, Webhook
from doorstep.sandbox.wire import Wire
from doorstep.settings import from_environment
from model.channel import Channel
from model.message import Outbound
from tests.fakes import FakeClock
from tests.running import free_port

BETHAN = "5550000001"
REPLY = Outbound("r-1", Channel.TELEGRAM, BETHAN, "Is that right?", ("Yes", "No"))
INLINE = {"inline_keyboard": [[{"text": "Yes", "callback_data": "1"}, {"text": "No", "callback_data": "2"}]]}


@pytest.fixture
async def house():
    """A stand-in, the connector that is pointed at it, and what is posted."""
    settings = from_environment({"DOORSTEP_PORT": str(free_port())}, sandbox=True)
    hooks: list[Hook] = []

    async def receive(request: web.Request) -> web.Response:
        hooks.append(Hook(await request.read(), request.headers))
        return web.Response()

    devices, system = Devices(FakeClock(), {BETHAN: "Bethan Prosser"}), Wire(settings.public_address, settings.port)
    telegram = Telegram(settings.secrets["TELEGRAM_TOKEN"], Webhook("", ""), devices, system)
    app = web.Application()
    app.router.add_post("/hooks/telegram", receive)
    Sandbox(settings, [], [telegram], devices, system).add_routes(app)
    async with TestClient(TestServer(app, port=settings.port)) as client:
        around = Around(client.session, settings.public_address, None, settings.secrets)
        table = {"token": "$TELEGRAM_TOKEN", "api": "$TELEGRAM_API", "register": True}
        yield SimpleNamespace(
            telegram=telegram,
            devices=devices,
            hooks=hooks,
            around=around,
            table=table,
            bot=connect(around.of(Channel.TELEGRAM, table)),
        )


class Kept:
    """Where the connector hands in what it fetched."""

    def __init__(self) -> None:
        self.found: asyncio.Queue = asyncio.Queue()

    async def cursor(self) -> str:
        return ""

    async def keep(self, found, cursor) -> None:
        for one in found:
            await self.found.put(one)


def written(text: str, **more) -> Written:
    return Written(Channel.TELEGRAM, BETHAN, text, **more)


async def test_a_message_is_posted_as_the_connector_asked_for_it(house):
    await house.bot.check()
    entry, status = await house.telegram.write(written("hello"))
    [inbound] = house.bot.parse(house.hooks[0])
    assert (status, entry.state) == (200, "delivered")
    assert (inbound.text, inbound.address, inbound.name) == ("hello", BETHAN, "Bethan Prosser")
    assert inbound.provider_time == entry.at


async def test_a_key_of_a_keyboard_writes_its_label(house):
    await house.bot.check()
    await house.bot.send(REPLY)
    [asked] = house.devices.thread(Channel.TELEGRAM, BETHAN)
    assert asked.buttons == ("Yes", "No")
    await house.telegram.write(written("", tapped="No", answers=asked.seq))
    assert [one.text for one in house.bot.parse(house.hooks[0])] == ["No"]


async def test_a_button_beneath_a_message_calls_back_with_the_message(house):
    await house.bot.check()
    await house.bot.bot.send_message(BETHAN, "Is that right?", reply_markup=INLINE)
    [asked] = house.devices.thread(Channel.TELEGRAM, BETHAN)
    await house.telegram.write(written("", tapped="No", answers=asked.seq))
    [inbound] = house.bot.parse(house.hooks[0])
    assert (inbound.text, ":tap:" in inbound.provider_id) == ("No", True)


async def test_messages_wait_for_a_bot_that_fetches_them(house):
    fetching = connect(house.around.of(Channel.TELEGRAM, house.table | {"fetch": True}))
    await fetching.check()
    await house.telegram.write(written("one"))
    kept = Kept()
    running = asyncio.create_task(fetching.run(kept))
    assert (await kept.found.get()).text == "one"
    await house.telegram.write(written("two"))
    assert (await kept.found.get()).text == "two"
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert house.devices.thread(Channel.TELEGRAM, BETHAN)[0].state == "delivered"


async def test_a_wrong_token_is_refused(house):
    wrong = connect(
        replace(house.around, environment=dict(house.around.environment) | {"TELEGRAM_TOKEN": "1:wrong"}).of(
            Channel.TELEGRAM, house.table
        )
    )
    with pytest.raises(SendFailed, match="token"):
        await wrong.send(REPLY)


async def test_no_id_comes_twice_though_it_is_started_again(house):
    clock = house.devices.now
    before = await house.telegram.write(written("before"))
    clock.forward(seconds=5)
    again = Telegram(house.telegram.token, Webhook("", ""), Devices(clock, {}), house.telegram.system)
    after = await again.write(written("after"))
    assert before[0].id != after[0].id
