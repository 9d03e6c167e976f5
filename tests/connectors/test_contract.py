"""What every channel keeps: two translations and an error table."""

import contextlib
import importlib
import pkgutil
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import connectors
from connectors.base import Forged, Hook, SendFailed, Unreadable
from model.message import Outbound
from tests.connectors.examples import EXAMPLES, sms
from tests.connectors.examples.example import Example
from tests.connectors.provider import Provider

IMPORTED = re.compile(r"^(?:from|import) connectors\.(\w+)", re.MULTILINE)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REPLY = Outbound("r-1", sms.EXAMPLE.inbound.channel, "+447700900123", "We have your message.")


def name_of(example: Example) -> str:
    return example.name


@pytest.fixture(params=EXAMPLES, ids=name_of)
def example(request) -> Example:
    return request.param


@pytest.fixture
def connector(example, session, provider):
    return example.make(session, provider)


def test_every_channel_has_an_example():
    named = [found.name for found in pkgutil.iter_modules(connectors.__path__)]
    channels = {name for name in named if hasattr(importlib.import_module(f"connectors.{name}"), "connect")}
    assert channels == {example.module for example in EXAMPLES}


def test_no_channel_imports_another():
    channels = {example.module for example in EXAMPLES}
    for name in channels:
        path = Path(str(importlib.import_module(f"connectors.{name}").__file__))
        files = path.parent.rglob("*.py") if path.name == "__init__.py" else [path]
        imported = {found for file in files for found in IMPORTED.findall(file.read_text())}
        assert imported & channels <= {name}


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.message is not None], ids=name_of)
def test_a_genuine_webhook_becomes_the_message_that_it_is(connector, example):
    assert list(connector.parse(example.message)) == [example.inbound]


def test_a_channel_to_which_nobody_posts_is_fetched_from(connector, example):
    assert connector.fetches or example.message is not None


def test_a_webhook_that_is_genuine_in_another_way_is_the_same_message(connector, example):
    for hook in example.signed_otherwise:
        assert list(connector.parse(hook)) == [example.inbound]


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
    connector = sms.EXAMPLE.make(session, provider)
    assert await connector.send(REPLY) == "SM9"
    [asked] = provider.asked
    assert (asked["To"], asked["Body"]) == ("+447700900123", "We have your message.")
    assert asked["StatusCallback"].endswith("/hooks/sms/status?reply=r-1")


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.finds], ids=name_of)
async def test_a_reply_that_the_provider_took_is_found_there_by_its_id(connector, provider, example):
    ours = {"from": f"{example.prefix}+447700900000"}
    provider.holds("SM9", REPLY.text, NOW, to=example.prefix + REPLY.to, **ours)
    assert await connector.find(REPLY, NOW, frozenset()) == "SM9"


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one.finds], ids=name_of)
async def test_a_reply_that_the_provider_never_took_is_not_found(connector):
    assert await connector.find(REPLY, NOW, frozenset()) is None


@pytest.mark.parametrize("example", [one for one in EXAMPLES if not one.finds], ids=name_of)
async def test_a_channel_that_cannot_be_asked_says_so_for_good(connector):
    with pytest.raises(SendFailed) as failed:
        await connector.find(REPLY, NOW, frozenset())
    assert failed.value.permanent


async def test_an_attachment_is_fetched_from_the_provider(session, provider):
    fetched = await sms.EXAMPLE.make(session, provider).fetch(f"{provider.address}/picture")
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
        await sms.EXAMPLE.make(session, provider).fetch(url)
    assert failed.value.permanent
