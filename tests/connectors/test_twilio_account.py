"""`doorstep check` at Twilio: what is right is said, and what is wrong comes with what to do."""

import pytest

from connectors.base import SendFailed
from connectors.twilio.channel import Setting
from tests.connectors.examples.sms import sms
from tests.connectors.examples.whatsapp import whatsapp
from tests.connectors.provider import ACCOUNT

NUMBER = "+447700900000"
HOOK = "https://homes.example.org/hooks/sms"
PLACE = f"/2010-04-01/Accounts/{ACCOUNT}"


@pytest.fixture
def well(provider):
    """An account that is active, and a number that posts to us."""
    provider.things[f"{PLACE}.json"] = {"sid": ACCOUNT, "status": "active", "friendly_name": "Marches", "type": "Full"}
    number = {"phone_number": NUMBER, "sms_url": HOOK, "sms_method": "POST", "sms_application_sid": ""}
    provider.things[f"{PLACE}/IncomingPhoneNumbers.json"] = {"incoming_phone_numbers": [number]}
    return provider


def number(provider):
    [found] = provider.things[f"{PLACE}/IncomingPhoneNumbers.json"]["incoming_phone_numbers"]
    return found


async def wrong(connector):
    with pytest.raises(SendFailed) as failed:
        await connector.check()
    return failed.value.why


async def test_where_all_is_well_it_says_so(session, well):
    assert await sms(session, well).check() == [
        "the account 'Marches' is active",
        f"{NUMBER} posts to {HOOK}",
    ]
    assert well.asked[1]["PhoneNumber"] == NUMBER


async def test_a_messaging_service_must_leave_what_comes_to_the_number(session, well):
    service = "MG" + "5" * 32
    assert "Defer to sender's webhook" in (await sms(session, well, Setting(sender=service)).check())[2]


async def test_an_account_on_trial_is_told(session, well):
    well.things[f"{PLACE}.json"]["type"] = "Trial"
    assert "on trial" in (await sms(session, well).check())[0]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_wrong_token_is_told_with_where_to_find_it(session, well, status):
    well.status = status
    assert "does not take this account with this token; copy both" in await wrong(sms(session, well))


async def test_a_suspended_account_is_told(session, well):
    well.things[f"{PLACE}.json"]["status"] = "suspended"
    assert "suspended" in await wrong(sms(session, well))


async def test_a_number_that_is_not_the_accounts_is_told(session, well):
    well.things[f"{PLACE}/IncomingPhoneNumbers.json"]["incoming_phone_numbers"] = []
    assert f"no number {NUMBER}; buy it" in await wrong(sms(session, well))


@pytest.mark.parametrize(
    ("url", "says"), [("https://old.example.org/sms", "posts to https://old.example.org/sms"), ("", "posts to nobody")]
)
async def test_a_number_that_posts_elsewhere_is_told_with_what_to_set(session, well, url, says):
    number(well)["sms_url"] = url
    why = await wrong(sms(session, well))
    assert says in why
    assert f"to {HOOK}, HTTP POST" in why


async def test_a_number_that_does_not_post_is_told(session, well):
    number(well)["sms_method"] = "GET"
    assert "set it to HTTP POST" in await wrong(sms(session, well))


async def test_a_number_that_an_app_handles_is_named_with_what_the_app_must_know(session, well):
    number(well)["sms_application_sid"] = "AP1"
    assert (await sms(session, well).check())[1].endswith(f"let the app's message URL be {HOOK}")


@pytest.mark.parametrize("how", ["hang", "cut"])
async def test_a_twilio_that_does_not_answer_is_told(session, well, how):
    setattr(well, how, True)
    assert "Twilio cannot be reached" in await wrong(sms(session, well))


@pytest.mark.parametrize(("raw", "status"), [(b"<html>", 201), (b"[]", 201), (b"{}", 500)])
async def test_an_answer_that_is_none_is_told(session, well, raw, status):
    well.raw, well.status = raw, status
    assert await wrong(sms(session, well))


async def test_whatsapp_says_where_to_post_and_what_a_template_is_for(session, well):
    account, posts, window = await whatsapp(session, well).check()
    assert account == "the account 'Marches' is active"
    assert posts.endswith("post to https://homes.example.org/hooks/whatsapp")
    assert "24 hours" in window
    assert len(await whatsapp(session, well, Setting(template="HX" + "a" * 32)).check()) == 2
