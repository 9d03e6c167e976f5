"""The sandbox's stand-in for Meta is like Meta to the connectors: who may send, to whom, and what is told of it."""

from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from connectors.base import Around, Hook, SendFailed
from connectors.messenger import connect
from doorstep.sandbox.devices import Devices, Written
from doorstep.sandbox.meta import Access, Meta
from doorstep.sandbox.pages import Sandbox
from doorstep.sandbox.wire import Wire
from doorstep.settings import from_environment
from model.channel import Channel
from model.message import Outbound
from tests.fakes import FakeClock
from tests.running import free_port

CHANNELS = (Channel.MESSENGER, Channel.INSTAGRAM)
PERSON = "8880000000000001"


@pytest.fixture(params=CHANNELS)
async def house(request):
    """A stand-in, the connector of one channel that is pointed at it, and what is posted."""
    channel = request.param
    settings = from_environment({"DOORSTEP_PORT": str(free_port())}, sandbox=True)
    hooks: list[Hook] = []

    async def receive(request: web.Request) -> web.Response:
        hooks.append(Hook(await request.read(), request.headers))
        return web.Response()

    devices, system = Devices(FakeClock(), {}), Wire(settings.public_address, settings.port)
    secrets = settings.secrets
    access = {one: Access(secrets[f"{one.name}_SECRET"], secrets[f"{one.name}_TOKEN"]) for one in CHANNELS}
    meta = Meta(access, devices, system)
    app = web.Application()
    app.router.add_post(f"/hooks/{channel}", receive)
    Sandbox(settings, [], [meta], devices, system).add_routes(app)
    async with TestClient(TestServer(app, port=settings.port)) as client:
        around = Around(client.session, settings.public_address, None, secrets)
        table = {name: f"${channel.name}_{name.upper()}" for name in ("token", "secret", "verify", "api")}
        yield SimpleNamespace(
            channel=channel,
            meta=meta,
            devices=devices,
            hooks=hooks,
            connect=lambda **other: connect(around.of(channel, table | other)),
        )


def written(house, text: str, **more) -> Written:
    return Written(house.channel, PERSON, text, **more)


def reply(house, *buttons: str) -> Outbound:
    return Outbound("r-1", house.channel, PERSON, "Is that right?", buttons)


async def test_a_message_is_posted_as_meta_signs_it(house):
    entry, status = await house.meta.write(written(house, "hello"))
    [inbound] = house.connect().parse(house.hooks[0])
    assert status == 200
    assert (inbound.text, inbound.address, inbound.provider_time) == ("hello", PERSON, entry.at)


async def test_a_choice_that_is_tapped_sends_what_stands_for_it(house):
    bot, long = house.connect(), "Somebody else should come to me"
    await house.meta.write(written(house, "hello"))
    await bot.send(reply(house, long, "No"))
    asked = house.devices.thread(house.channel, PERSON)[-1]
    assert asked.buttons == (f"{long[:19]}…", "No")
    await house.meta.write(written(house, "", tapped=asked.buttons[0], answers=asked.seq))
    assert [one.text for one in bot.parse(house.hooks[-1])] == [long]


async def test_who_never_wrote_is_not_written_to(house):
    with pytest.raises(SendFailed, match="551") as failure:
        await house.connect().send(reply(house))
    assert failure.value.permanent


async def test_a_wrong_token_is_refused(house):
    await house.meta.write(written(house, "hello"))
    with pytest.raises(SendFailed, match="token"):
        await house.connect(token="wrong").send(reply(house))


async def test_the_check_finds_everything_as_it_should_be(house):
    said = await house.connect(register=True).check()
    assert "messages" in said[0]
