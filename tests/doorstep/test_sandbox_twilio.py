"""The sandbox's stand-in for Twilio is like Twilio: what it took can be found and listed, in the shape that is published."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from connectors.sms import Sms
from connectors.twilio.http import TwilioHttp, client
from doorstep.sandbox.devices import Devices
from doorstep.sandbox.pages import Sandbox
from doorstep.sandbox.twilio import Twilio
from doorstep.sandbox.twilio_listing import MESSAGES
from doorstep.sandbox.wire import Wire
from doorstep.settings import SANDBOX_ACCOUNT, SANDBOX_TOKEN, from_environment
from model.channel import Channel
from model.message import Outbound
from tests.connectors.openapi import MESSAGE, described, differences, list_answer
from tests.fakes import FakeClock
from tests.running import free_port

NUMBER = "+447700900000"
REPLY = Outbound("r-1", Channel.SMS, "+447700900123", "We have your message.")
DEVICE = "/sandbox/devices/sms/+447700900123"
LIST = "/sandbox/twilio" + MESSAGES.format(account=SANDBOX_ACCOUNT)
NONE_KNOWN: frozenset[str] = frozenset()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def settings():
    return from_environment({"DOORSTEP_PORT": str(free_port())}, sandbox=True)


@pytest.fixture
async def phones(settings, clock):
    devices, system = Devices(clock, {}), Wire(settings.public_address, settings.port)
    numbers = {Channel.SMS: NUMBER, Channel.WHATSAPP: NUMBER}
    app = web.Application()
    twilio = Twilio((SANDBOX_ACCOUNT, SANDBOX_TOKEN), numbers, devices, system)
    Sandbox(settings, [], [twilio], devices, system).add_routes(app)
    async with TestClient(TestServer(app, port=settings.port)) as phones:
        yield phones


@pytest.fixture
def sms(phones, settings):
    http = TwilioHttp(phones.session, settings.secrets["TWILIO_API"])
    return Sms(client(SANDBOX_ACCOUNT, SANDBOX_TOKEN, http), http, NUMBER, settings.public_address)


async def test_a_reply_that_it_took_is_on_the_phone_and_can_be_found(phones, sms, clock):
    sid = await sms.send(REPLY)
    assert await sms.find(REPLY, clock(), NONE_KNOWN) == sid
    [text] = (await (await phones.get(DEVICE)).json())["messages"]
    assert (text["text"], text["direction"]) == (REPLY.text, "in")


async def test_a_reply_that_it_never_took_is_not_found(sms, clock):
    await sms.send(Outbound("r-2", Channel.SMS, "+447700900124", REPLY.text))
    assert await sms.find(REPLY, clock(), NONE_KNOWN) is None


async def test_what_a_phone_wrote_is_not_found(phones, sms, clock):
    await phones.post(DEVICE, json={"text": REPLY.text})
    assert await sms.find(REPLY, clock(), NONE_KNOWN) is None


async def test_replies_that_read_the_same_are_found_one_by_one(sms, clock):
    sent = []
    for _ in range(3):
        sent.append(await sms.send(REPLY))
        clock.forward(seconds=1)
    assert [await sms.find(REPLY, clock(), frozenset(sent[:known])) for known in range(4)] == [*sent, None]


async def test_a_list_comes_in_pages_the_newest_first(phones, sms, clock):
    for number in range(5):
        await sms.send(Outbound("r", Channel.SMS, REPLY.to, f"text {number}"))
        clock.forward(seconds=1)
    bodies, address = [], f"{LIST}?PageSize=2"
    while address:
        page = await (await phones.get(address)).json()
        bodies.append([one["body"] for one in page["messages"]])
        address = page["next_page_uri"] and f"/sandbox/twilio{page['next_page_uri']}"
    assert bodies == [["text 4", "text 3"], ["text 2", "text 1"], ["text 0"]]


async def test_a_list_of_another_number_is_empty(phones, sms):
    await sms.send(REPLY)
    answer = await phones.get(LIST, params={"From": "+447700900999"})
    assert (await answer.json())["messages"] == []


async def test_a_list_holds_what_came_to_our_number_and_names_the_channel(phones):
    await phones.post(DEVICE, json={"text": "by text"})
    await phones.post(DEVICE.replace("sms", "whatsapp"), json={"text": "by whatsapp"})
    for to, body in ((NUMBER, "by text"), (f"whatsapp:{NUMBER}", "by whatsapp")):
        [found] = (await (await phones.get(LIST, params={"To": to})).json())["messages"]
        assert (found["body"], found["direction"], found["status"]) == (body, "inbound", "received")


@pytest.mark.parametrize(("query", "found"), [("DateSent>=2026-11-24", 0), ("DateSent>=2026-11-23", 1)])
async def test_a_list_can_begin_with_a_day(phones, sms, query, found):
    await sms.send(REPLY)
    assert len((await (await phones.get(f"{LIST}?{query}")).json())["messages"]) == found


@pytest.mark.parametrize("query", [{}, {"Page": "1", "PageSize": "1"}, {"Page": "x", "PageSize": "0"}])
async def test_a_list_is_shaped_as_twilios(phones, sms, query):
    description = described()
    for _ in range(2):
        await sms.send(REPLY)
    page = await (await phones.get(LIST, params=query)).json()
    assert page["messages"]
    assert differences(page, list_answer(description), description) == []


async def test_what_it_took_is_answered_in_twilios_shape(phones):
    description = described()
    answer = await phones.post(LIST, data={"To": REPLY.to, "From": NUMBER, "Body": "hello"})
    assert answer.status == 201
    assert differences(await answer.json(), MESSAGE, description) == []
