"""The sandbox answers on this machine only, whatever a page of somebody else's asks a browser to do."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from doorstep.sandbox import Sandbox
from doorstep.settings import from_environment
from tests.fakes import FakeClock
from tests.running import free_port


@pytest.fixture
async def phones():
    port = free_port()
    settings = from_environment({"DOORSTEP_PORT": str(port)}, sandbox=True)
    app = web.Application()
    Sandbox(settings, [], "+447700900000", FakeClock()).add_routes(app)
    async with TestClient(TestServer(app, port=port)) as phones:
        yield phones


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
