"""What a provider is told: 200 only for what is on disk."""

import io
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from twilio.request_validator import RequestValidator

from connectors.sms import Sms
from connectors.twilio.http import TwilioHttp, client
from doorstep.hooks import MOST_BYTES, Hooks

PUBLIC = "https://homes.example.org"
TOKEN = "a-token-for-tests"
FIELDS = {"MessageSid": "SM1", "From": "+447700900123", "To": "+447700900000", "Body": "hello", "NumMedia": "0"}


def signed(fields: dict[str, str], path: str = "/hooks/sms") -> dict[str, str]:
    return {
        "X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(PUBLIC + path, fields),
        "Content-Type": "application/x-www-form-urlencoded",
    }


@pytest.fixture
async def house(stage):
    http = TwilioHttp(None)
    sms = Sms(client("AC1", TOKEN, http), http, "+447700900000", PUBLIC)
    app = web.Application()
    Hooks(stage.system.parts.store, stage.system.intake, {"sms": sms}).add_routes(app)
    async with TestClient(TestServer(app)) as house:
        yield house


async def test_a_signed_text_is_kept_and_answered_with_nothing_to_say(house, stage):
    answer = await house.post("/hooks/sms", data=urlencode(FIELDS), headers=signed(FIELDS))
    assert (answer.status, await answer.text(), answer.content_type) == (200, "<Response/>", "text/xml")
    assert [row["text"] for row in await stage.query("SELECT text FROM message")] == ["hello"]


async def test_an_unsigned_text_is_refused_and_not_kept(house, stage):
    answer = await house.post("/hooks/sms", data=FIELDS)
    assert answer.status == 403
    assert await stage.query("SELECT id FROM message") == []


async def test_the_same_text_twice_is_one_message(house, stage):
    for _ in range(2):
        assert (await house.post("/hooks/sms", data=urlencode(FIELDS), headers=signed(FIELDS))).status == 200
    assert len(await stage.query("SELECT id FROM message")) == 1


async def test_what_is_genuine_but_makes_no_sense_is_kept_for_staff(house, stage):
    odd = {"Body": "who am i"}
    answer = await house.post("/hooks/sms", data=urlencode(odd), headers=signed(odd))
    assert answer.status == 200
    [trouble] = await stage.query("SELECT kind, raw FROM trouble")
    assert trouble["raw"] == urlencode(odd).encode()


async def test_what_cannot_be_committed_is_asked_for_again(house, stage):
    await stage.system.parts.store.close()
    answer = await house.post("/hooks/sms", data=urlencode(FIELDS), headers=signed(FIELDS))
    assert answer.status == 503


async def test_an_unknown_channel_and_a_giant_are_refused(house):
    assert (await house.post("/hooks/pigeon", data="x")).status == 404
    assert (await house.post("/hooks/sms", data=io.BytesIO(b"x" * (MOST_BYTES + 1)))).status == 413


async def test_a_receipt_finds_its_reply_by_the_address_it_comes_to(house, stage):
    tenant = stage.phone("+447700900123")
    await tenant.says("hello")
    [reply] = await stage.query("SELECT public_id, provider_id FROM reply")
    fields = {"MessageSid": reply["provider_id"], "MessageStatus": "delivered"}
    path = f"/hooks/sms/status?reply={reply['public_id']}"
    assert (await house.post(path, data=urlencode(fields), headers=signed(fields, path))).status == 200
    [reply] = await stage.query("SELECT state FROM reply")
    assert reply["state"] == 60
