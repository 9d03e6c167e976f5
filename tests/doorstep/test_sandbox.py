"""The sandbox answers on this machine only, whatever a page of somebody else's asks a browser to do."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from doorstep.sandbox.devices import Devices
from doorstep.sandbox.pages import Sandbox
from doorstep.sandbox.people import Owner
from doorstep.sandbox.twilio import Twilio
from doorstep.sandbox.wire import Wire
from doorstep.settings import from_environment
from model.channel import Channel
from tests.fakes import FakeClock
from tests.running import free_port

BETHAN = Owner("+447700900001", "Bethan Prosser", "Pays", "M1", "1984-03-12", "HR99 7TD", "bethan@example.org")
DEVICE = "/sandbox/devices/sms/+447700900001"


@pytest.fixture
async def page():
    settings = from_environment({"DOORSTEP_PORT": str(free_port())}, sandbox=True)
    devices, system = Devices(FakeClock(), {}), Wire(settings.public_address, settings.port)
    twilio = Twilio(("AC1", "token"), {Channel.SMS: "+447700900000"}, devices, system)
    app = web.Application()
    Sandbox(settings, [BETHAN], [twilio], devices, system).add_routes(app)
    async with TestClient(TestServer(app, port=settings.port)) as page:
        yield page


async def test_it_answers_this_machine(page):
    assert (await page.get("/sandbox/people")).status == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
async def test_it_answers_no_page_of_somebody_elses(page, headers):
    assert (await page.get("/sandbox/people", headers=headers)).status == 403


async def test_a_form_of_another_page_writes_nothing(page):
    answer = await page.post(DEVICE, data='{"text": "hello"}', headers={"Content-Type": "text/plain"})
    assert answer.status == 415
    assert (await (await page.get(DEVICE)).json())["messages"] == []


@pytest.mark.parametrize("sent", ["[]", "{}", "x", '{"text": "hello", "answers": "first"}'])
async def test_what_is_no_message_is_refused(page, sent):
    answer = await page.post(DEVICE, data=sent, headers={"Content-Type": "application/json"})
    assert answer.status == 400


async def test_there_are_devices_only_for_channels_that_are_set_up(page):
    people = await (await page.get("/sandbox/people")).json()
    assert people["channels"] == {"sms": "+447700900000"}
    assert people["people"][0]["addresses"] == {"sms": BETHAN.number}
    assert (await page.get("/sandbox/devices/telegram/1")).status == 404


async def test_a_message_that_nobody_took_is_marked_on_the_device(page):
    assert (await (await page.post(DEVICE, json={"text": "hello"})).json())["status"] == 404
    [entry] = (await (await page.get(DEVICE)).json())["messages"]
    assert (entry["text"], entry["direction"], entry["state"]) == ("hello", "out", "failed")


def test_what_a_demonstration_keeps_is_kept_apart():
    demo, real = from_environment({}, demo=True), from_environment({})
    assert demo.data != real.data


async def test_it_says_where_something_came(page):
    listed = "/sandbox/twilio/2010-04-01/Accounts/AC1/Messages.json"
    await page.post(listed, data={"To": BETHAN.number, "Body": "We have your message."})
    newest = await (await page.get("/sandbox/devices", params={"sms": BETHAN.number, "telegram": "1"})).json()
    [entry] = (await (await page.get(DEVICE)).json())["messages"]
    assert newest == {"newest": {"sms": entry["seq"]}}


@pytest.mark.parametrize(("number", "name"), [(BETHAN.number, BETHAN.name), ("+447700900500", "A new number")])
async def test_any_number_can_be_had(page, number, name):
    found = await (await page.get(f"/sandbox/people/{number}")).json()
    assert (found["name"], found["addresses"]) == (name, {"sms": number})
