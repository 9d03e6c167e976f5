"""What every channel keeps: two translations and an error table."""

import contextlib
from pathlib import Path

import pytest
from aiohttp import ClientSession
from hypothesis import given, settings
from hypothesis import strategies as st

import connectors
from connectors.base import Forged, Hook, SendFailed, Unreadable
from model.message import Outbound
from tests.connectors.examples import EXAMPLES, SMS, Example
from tests.connectors.provider import Provider

NOT_CHANNELS = {"__init__", "base", "twilio_http"}
REPLY = Outbound("r-1", SMS.inbound.channel, "+447700900123", "We have your message.")


@pytest.fixture
async def provider():
    provider = Provider()
    server = await provider.start()
    yield provider
    await server.close()


@pytest.fixture
async def session():
    async with ClientSession() as session:
        yield session


@pytest.fixture(params=EXAMPLES, ids=lambda example: example.name)
def example(request) -> Example:
    return request.param


@pytest.fixture
def connector(example, session, provider):
    return example.make(session, provider)


def test_every_channel_has_an_example():
    modules = {path.stem for path in Path(connectors.__path__[0]).glob("*.py")} - NOT_CHANNELS
    assert modules == {example.module for example in EXAMPLES}


def test_a_genuine_webhook_becomes_the_message_that_it_is(connector, example):
    assert list(connector.parse(example.message)) == [example.inbound]


def test_a_forged_webhook_is_refused(connector, example):
    for hook in example.forged:
        with pytest.raises(Forged):
            connector.parse(hook)


def test_a_genuine_webhook_that_makes_no_sense_is_unreadable(connector, example):
    for hook in example.unreadable:
        with pytest.raises(Unreadable):
            connector.parse(hook)


def test_a_receipt_names_its_reply_and_its_state(connector, example):
    for hook, receipt in example.receipts:
        assert list(connector.parse(hook)) == [receipt]


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=400), signature=st.text(max_size=40), target=st.text(max_size=40))
def test_whatever_arrives_is_read_or_refused(body, signature, target):
    for example in EXAMPLES:
        connector = example.make(None, Provider())
        hook = Hook(body, {"x-twilio-signature": signature, "authorization": f"Bearer {signature}"}, target)
        with contextlib.suppress(Forged, Unreadable):
            connector.parse(hook)


async def test_a_reply_that_the_provider_takes_has_its_id(session, provider):
    connector = SMS.make(session, provider)
    assert await connector.send(REPLY) == "SM9"
    [asked] = provider.asked
    assert (asked["To"], asked["Body"]) == ("+447700900123", "We have your message.")
    assert asked["StatusCallback"].endswith("/hooks/sms/status?reply=r-1")


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [(400, 21610, True), (400, 21211, True), (401, 20003, True), (500, 20500, False), (503, 20503, False)],
)
async def test_a_refusal_says_whether_trying_again_may_help(session, provider, status, code, permanent):
    provider.status, provider.body = status, {"code": code, "message": "no", "status": status}
    with pytest.raises(SendFailed) as failed:
        await SMS.make(session, provider).send(REPLY)
    assert failed.value.permanent is permanent
    assert str(code) in failed.value.why


async def test_too_many_at_once_says_how_long_to_wait(session, provider):
    provider.status, provider.headers = 429, {"Retry-After": "7"}
    with pytest.raises(SendFailed) as failed:
        await SMS.make(session, provider).send(REPLY)
    assert (failed.value.retry_after, failed.value.permanent) == (7.0, False)


async def test_a_connection_that_breaks_after_the_request_is_uncertain(session, provider):
    provider.hang = True
    with pytest.raises(SendFailed) as failed:
        await SMS.make(session, provider).send(REPLY)
    assert failed.value.uncertain


async def test_a_provider_that_cannot_be_reached_is_tried_again(session, provider):
    provider.address = "http://127.0.0.1:9"
    with pytest.raises(SendFailed) as failed:
        await SMS.make(session, provider).send(REPLY)
    assert not failed.value.permanent
    assert not failed.value.uncertain


async def test_an_attachment_is_fetched_from_the_provider(session, provider):
    fetched = await SMS.make(session, provider).fetch(f"{provider.address}/picture")
    assert fetched.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest",
        "https://example.org/x",
        "file:///etc/passwd",
        "https://twilio.com.evil.example/x",
    ],
)
async def test_an_attachment_elsewhere_is_never_fetched(session, provider, url):
    with pytest.raises(SendFailed) as failed:
        await SMS.make(session, provider).fetch(url)
    assert failed.value.permanent
