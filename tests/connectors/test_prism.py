"""Every request that we send to Twilio is one of its own OpenAPI description, as Prism judges, and what Twilio would answer
is understood.

Prism answers 422 to what the description does not allow. It lets fields pass that are not described, so that names are
compared beside.
"""

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.base import SendFailed
from connectors.twilio.account import Account
from connectors.twilio.channel import Setting
from model.channel import Channel
from model.message import Outbound
from tests.connectors.examples.sms import sms
from tests.connectors.examples.whatsapp import whatsapp
from tests.connectors.openapi import DESCRIPTION, LIST, described
from tests.servers import free_port

pytestmark = pytest.mark.slow

PRISM = Path(__file__).parents[2] / "web" / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
READY = "Prism is listening"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REPLY = Outbound("r-1", Channel.SMS, "+447700900123", "We have your message: £4 & 💧")
LATE = Outbound("r-1", Channel.WHATSAPP, "+447700900123", "Somebody comes on Tuesday.", in_window=False)
SERVICE, TEMPLATE = "MG" + "5" * 32, "HX" + "a" * 32


@dataclass(frozen=True)
class Prism:
    """Where it listens."""

    address: str


@pytest.fixture(scope="module")
def prism():
    node = shutil.which("node")
    if node is None or not PRISM.exists() or not DESCRIPTION.exists():
        pytest.skip("Prism or Twilio's OpenAPI description is not at hand: run make setup, set TWILIO_OPENAPI")
    port = free_port()
    asked = [node, str(PRISM), "mock", "-h", "127.0.0.1", "-p", str(port), str(DESCRIPTION)]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if READY in line:
                break
        else:
            pytest.fail("".join(said[-5:]))
        try:
            yield Prism(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


# what is sent


@pytest.mark.parametrize("setting", [Setting(), Setting(sender="MarchesHome"), Setting(sender=SERVICE)])
async def test_a_text_is_one_that_twilio_describes(session, prism, setting):
    assert await sms(session, prism, setting).send(REPLY) == "SM" + "a" * 32


async def test_a_message_on_whatsapp_is_one_that_twilio_describes(session, prism):
    assert await whatsapp(session, prism).send(REPLY) == "SM" + "a" * 32


async def test_a_template_on_whatsapp_is_one_that_twilio_describes(session, prism):
    assert await whatsapp(session, prism, Setting(template=TEMPLATE)).send(LATE)


async def test_a_field_that_twilio_does_not_allow_is_found_out(session, prism):
    with pytest.raises(SendFailed, match="422"):
        await sms(session, prism).messages.create("To=%2B447700900123&MessagingServiceSid=none")


# what is asked


async def test_a_text_is_looked_for_as_twilio_describes(session, prism):
    assert await sms(session, prism).find(REPLY, NOW, frozenset()) is None


async def test_missed_messages_are_looked_for_page_by_page_as_twilio_describes(session, prism):
    with pytest.raises(SendFailed, match="too many texts"):  # its pages never end
        await sms(session, prism).messages.received("+447700900000", NOW - timedelta(days=9999), most=2)


async def test_the_attachments_of_a_message_are_asked_for_as_twilio_describes(session, prism):
    [(address, _), *_] = await sms(session, prism).messages.media("MM" + "2" * 32)
    assert address.startswith("https://api.twilio.com/2010-04-01/Accounts/")
    assert not address.endswith(".json")


async def test_the_account_is_asked_for_as_twilio_describes(session, prism):
    assert await Account(sms(session, prism).client).state() == "the account 'friendly_name' is active"


async def test_the_number_is_asked_for_as_twilio_describes(session, prism):
    with pytest.raises(SendFailed, match="has no number"):
        await Account(sms(session, prism).client).posts("+447700900000", "https://homes.example.org/hooks/sms")


# names


async def test_no_field_is_sent_that_twilio_does_not_know(session, provider):
    posted, listed = _known()
    await sms(session, provider).send(REPLY)
    await sms(session, provider, Setting(sender=SERVICE)).send(REPLY)
    await whatsapp(session, provider, Setting(template=TEMPLATE)).send(LATE)
    assert {name for asked in provider.asked for name in asked} <= posted
    provider.asked.clear()
    await sms(session, provider).find(REPLY, NOW, frozenset())
    await sms(session, provider).messages.received("+447700900000", NOW)
    assert {name for asked in provider.asked for name in asked} <= listed


def _known():
    """The names of the fields that a message is made with, and that a list is asked for with."""
    path = described()["paths"][LIST]
    form = path["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]
    return set(form["properties"]), {one["name"] for one in path["get"]["parameters"]}
