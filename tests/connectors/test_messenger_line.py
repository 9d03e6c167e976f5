"""Messenger and its public comments over the real line and a real store."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from connectors.messenger import INVITATION
from doorstep.hooks import Hooks
from doorstep.system import System
from model.channel import Channel
from model.message import Delivery
from tests.connectors.examples.meta import hook, make, payload
from tests.connectors.graph_api import GraphApi

PAGE = Channel.MESSENGER
COMMENT = {"comment_id": "1_7"}


class House:
    """A Doorstep whose only channel is Messenger."""

    def __init__(self, system: System, client: TestClient, stage) -> None:
        self.system = system
        self.client = client
        self.stage = stage

    async def hears(self, webhook) -> None:
        genuine = hook(webhook)
        answer = await self.client.post("/hooks/messenger", data=genuine.body, headers=genuine.headers)
        assert answer.status == 200
        await self.system.settle()

    async def states(self) -> list[int]:
        return [row["state"] for row in await self.stage.query("SELECT state FROM reply ORDER BY id")]


@pytest.fixture
async def api():
    api = GraphApi()
    server = await api.start()
    yield api
    await server.close()


@pytest.fixture
async def house(stage, session, api):
    connectors = {PAGE: make(PAGE, session, api)}
    system = System(replace(stage.system.parts, connectors=connectors))
    app = web.Application()
    Hooks(system.parts.store, system.intake, connectors).add_routes(app)
    async with TestClient(TestServer(app)) as client:
        yield House(system, client, stage)


def written(text, name="text"):
    """A webhook in which somebody writes this."""
    webhook = payload(PAGE, name)
    if name == "comment":
        webhook["entry"][0]["changes"][0]["value"]["message"] = text
    else:
        webhook["entry"][0]["messaging"][0]["message"]["text"] = text
    return webhook


async def test_who_writes_in_private_is_answered_there(house, api):
    await house.hears(written("hello"))
    assert api.sent
    assert {one["messaging_type"] for one in api.sent} == {"RESPONSE"}
    assert {one["recipient"]["id"] for one in api.sent} == {"7009001230001"}


@pytest.mark.parametrize("text", ["🔥", ""])
async def test_a_picture_with_hardly_a_word_or_none_is_kept(house, text):
    webhook = payload(PAGE, "image")
    webhook["entry"][0]["messaging"][0]["message"]["text"] = text
    await house.hears(webhook)
    [row] = await house.stage.query("SELECT text, url FROM message JOIN media ON media.message = message.id")
    assert (row["text"], row["url"][:8]) == (text, "https://")


async def test_the_same_webhook_twice_is_one_message(house, api):
    await house.hears(written("hello"))
    before = len(api.sent)
    await house.hears(written("hello"))
    assert len(api.sent) == before


async def test_what_was_read_until_an_instant_is_known_to_be_read(house):
    await house.hears(written("hello"))
    read = payload(PAGE, "read")
    later = house.stage.clock() + timedelta(seconds=5)
    read["entry"][0]["messaging"][0]["read"]["watermark"] = int(later.timestamp() * 1000)
    await house.hears(read)
    assert set(await house.states()) == {Delivery.READ}


async def test_a_public_comment_is_a_message_and_is_answered_by_the_invitation_alone(house, api):
    await house.hears(written("my kitchen tap is dripping", "comment"))
    [row] = await house.stage.query("SELECT text, note FROM message WHERE direction = 'in'")
    assert (row["text"], row["note"]) == ("my kitchen tap is dripping", "a public comment")
    assert api.sent == [{"recipient": COMMENT, "message": {"text": INVITATION}}]


async def test_danger_in_a_public_comment_is_answered_by_the_advice_in_private(house, api):
    await house.hears(written("smell gas in the hall", "comment"))
    assert "0800 111 999" in api.sent[0]["message"]["text"]
    assert {tuple(one["recipient"].items()) for one in api.sent} == {tuple(COMMENT.items())}


async def test_danger_beside_what_is_not_understood_is_answered_and_staff_see_the_rest(house, api):
    webhook = written("I smell gas")
    webhook["entry"].insert(0, {"id": "1", "changes": [{"field": "feed", "value": None}]})
    webhook["entry"][1]["messaging"].insert(0, {"message": 7})
    await house.hears(webhook)
    assert "0800 111 999" in api.sent[0]["message"]["text"]
    troubles = await house.stage.query("SELECT kind, channel, raw FROM trouble ORDER BY id")
    assert [(row["kind"], row["channel"]) for row in troubles] == [("webhook", "messenger")] * 2
    assert json.loads(bytes(troubles[0]["raw"]))["entry"] == webhook["entry"][:1]


async def test_who_wrote_in_public_is_nobody_known_in_private(house):
    await house.hears(written("hello"))
    await house.hears(written("and another thing", "comment"))
    assert len(await house.stage.query("SELECT DISTINCT person FROM conversation")) == 2
