"""The sandbox answers on this machine only, whatever a page of somebody else's asks a browser to do; it is like Twilio."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from connectors.sms import Sms
from connectors.twilio_http import TwilioHttp, client
from doorstep.sandbox import MESSAGES, Sandbox
from doorstep.settings import from_environment
from model.channel import Channel
from model.message import Outbound
from tests.connectors.openapi import MESSAGE, described, differences, list_answer
from tests.fakes import FakeClock
from tests.running import free_port

NUMBER = "+447700900000"
REPLY = Outbound("r-1", Channel.SMS, "+447700900123", "We have your message.")
NONE_KNOWN: frozenset[str] = frozenset()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def settings():
    return from_environment({"DOORSTEP_PORT": str(free_port())}, sandbox=True)


@pytest.fixture
async def phones(settings, clock):
    app = web.Application()
    Sandbox(settings, [], NUMBER, clock).add_routes(app)
    async with TestClient(TestServer(app, port=settings.port)) as phones:
        yield phones


@pytest.fixture
def sms(phones, settings):
    http = TwilioHttp(phones.session, settings.secrets["TWILIO_API"])
    twilio = client(settings.secrets["TWILIO_ACCOUNT_SID"], settings.secrets["TWILIO_AUTH_TOKEN"], http)
    return Sms(twilio, http, NUMBER, settings.public_address)


@pytest.fixture
def messages(settings):
    return "/sandbox/twilio" + MESSAGES.format(account=settings.secrets["TWILIO_ACCOUNT_SID"])


async def test_it_answers_this_machine(phones):
    assert (await phones.get("/sandbox/phones")).status == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
async def test_it_answers_no_page_of_somebody_elses(phones, headers):
    assert (await phones.get("/sandbox/phones", headers=headers)).status == 403


async def test_a_form_of_another_page_sends_no_text(phones):
    answer = await phones.post("/sandbox/phones/+447700900001", data="{}", headers={"Content-Type": "text/plain"})
    assert answer.status == 415


def test_what_a_demonstration_keeps_is_kept_apart():
    demo, real = from_environment({}, demo=True), from_environment({})
    assert demo.data != real.data


async def test_a_reply_that_it_took_is_on_the_phone_and_can_be_found(phones, sms, clock):
    sid = await sms.send(REPLY)
    assert await sms.find(REPLY, clock(), NONE_KNOWN) == sid
    [text] = (await (await phones.get("/sandbox/phones/+447700900123")).json())["messages"]
    assert (text["text"], text["direction"]) == (REPLY.text, "in")


async def test_a_reply_that_it_never_took_is_not_found(sms, clock):
    await sms.send(Outbound("r-2", Channel.SMS, "+447700900124", REPLY.text))
    assert await sms.find(REPLY, clock(), NONE_KNOWN) is None


async def test_what_a_phone_wrote_is_not_found(phones, sms, clock):
    await phones.post("/sandbox/phones/+447700900123", json={"text": REPLY.text})
    assert await sms.find(REPLY, clock(), NONE_KNOWN) is None


async def test_replies_that_read_the_same_are_found_one_by_one(sms, clock):
    sent = []
    for _ in range(3):
        sent.append(await sms.send(REPLY))
        clock.forward(seconds=1)
    assert [await sms.find(REPLY, clock(), frozenset(sent[:known])) for known in range(4)] == [*sent, None]


async def test_a_list_comes_in_pages_the_newest_first(phones, sms, messages, clock):
    for number in range(5):
        await sms.send(Outbound("r", Channel.SMS, REPLY.to, f"text {number}"))
        clock.forward(seconds=1)
    bodies, address = [], f"{messages}?PageSize=2"
    while address:
        page = await (await phones.get(address)).json()
        bodies.append([one["body"] for one in page["messages"]])
        address = page["next_page_uri"] and f"/sandbox/twilio{page['next_page_uri']}"
    assert bodies == [["text 4", "text 3"], ["text 2", "text 1"], ["text 0"]]


async def test_a_list_of_another_number_is_empty(phones, sms, messages):
    await sms.send(REPLY)
    answer = await phones.get(messages, params={"From": "+447700900999"})
    assert (await answer.json())["messages"] == []


@pytest.mark.parametrize("query", [{}, {"Page": "1", "PageSize": "1"}, {"Page": "x", "PageSize": "0"}])
async def test_a_list_is_shaped_as_twilios(phones, sms, messages, query):
    description = described()
    for _ in range(2):
        await sms.send(REPLY)
    page = await (await phones.get(messages, params=query)).json()
    assert page["messages"]
    assert differences(page, list_answer(description), description) == []


async def test_what_it_took_is_answered_in_twilios_shape(phones, messages):
    description = described()
    answer = await phones.post(messages, data={"To": REPLY.to, "From": NUMBER, "Body": "hello"})
    assert answer.status == 201
    assert differences(await answer.json(), MESSAGE, description) == []
