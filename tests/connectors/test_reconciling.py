"""What came while nobody listened is found in Twilio's list: once, in order, with its own time; and it costs little."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.http.response import Response

from connectors.base import SendFailed
from connectors.sms import Sms
from connectors.twilio.http import TwilioHttp
from connectors.twilio.messages import Messages
from connectors.twilio.reconciling import FIRST, MARGIN, Reconciler
from connectors.twilio.sender import Sender
from model.channel import Channel
from model.message import Inbound, Media, Unread
from tests.connectors.examples.sms import sms as make_sms
from tests.connectors.examples.whatsapp import whatsapp as make_whatsapp
from tests.connectors.provider import ACCOUNT, Provider
from tests.fakes import FakeClock

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NUMBER = "+447700900000"
TENANT = "+447700900123"


class Kept:
    """An intake that keeps what it is given."""

    def __init__(self, cursor=""):
        self.place = cursor
        self.found = []
        self.batches = []
        self.something = asyncio.Event()

    async def cursor(self):
        return self.place

    async def keep(self, found, cursor):
        self.found += found
        self.batches.append(len(found))
        self.place = cursor
        self.something.set()


@pytest.fixture
def clock():
    return FakeClock(NOW)


@pytest.fixture
def reconciler(session, provider, clock):
    return looking(make_sms(session, provider), clock)


def looking(connector, clock):
    ready = connector.reconciler()
    return Reconciler(ready.channel, ready.messages, ready.to, ready.read, clock)


def came(provider, sid, text, minutes, **more):
    """A tenant's message, so many minutes before now."""
    at = NOW - timedelta(minutes=minutes)
    fields = {"direction": "inbound", "status": "received", "from": TENANT, **more}
    provider.holds(sid, text, at - timedelta(seconds=1), to=fields.pop("to", NUMBER), **fields)


def texts(intake):
    return [one.text for one in intake.found]


async def test_what_came_meanwhile_is_handed_in_with_its_own_time(reconciler, provider):
    came(provider, "SM1", "no heating", 30)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert intake.found == [
        Inbound(Channel.SMS, TENANT, "SM1", "no heating", provider_time=NOW - timedelta(minutes=30))
    ]


async def test_the_oldest_comes_first_and_the_cursor_is_the_newest(reconciler, provider):
    for minutes in (50, 40, 30):
        came(provider, f"SM{minutes}", f"{minutes} ago", minutes)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert texts(intake) == ["50 ago", "40 ago", "30 ago"]
    assert datetime.fromisoformat(intake.place) == NOW - timedelta(minutes=30)


async def test_all_pages_are_read(reconciler, provider):
    provider.most_in_page = 2
    for minutes in range(50, 40, -1):
        came(provider, f"SM{minutes}", str(minutes), minutes)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert len(intake.found) == 10
    assert len(provider.asked) == 5


async def test_the_rest_of_a_day_is_not_read(reconciler, provider):
    provider.most_in_page, provider.by_day = 2, True
    for minutes in range(500, 20, -20):
        came(provider, f"SM{minutes}", str(minutes), minutes)
    intake = Kept((NOW - timedelta(minutes=65)).isoformat())
    await reconciler.once(intake)
    assert texts(intake) == ["60", "40"]
    assert len(provider.asked) == 2


async def test_a_long_time_away_is_kept_in_batches_each_with_its_place(reconciler, provider):
    for number in range(250):
        came(provider, f"SM{number}", str(number), 100 - number / 10)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert intake.batches == [100, 100, 50]
    assert texts(intake) == [str(number) for number in range(250)]


async def test_nothing_is_handed_in_twice(reconciler, provider):
    came(provider, "SM1", "no heating", 30)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    for _ in range(3):
        await reconciler.once(intake)
    assert texts(intake) == ["no heating"]


async def test_after_a_restart_the_last_minutes_are_looked_at_once_more(session, provider, clock):
    came(provider, "SM1", "known", 20)
    came(provider, "SM2", "told late", 25)
    intake = Kept((NOW - timedelta(minutes=20)).isoformat())
    await looking(make_sms(session, provider), clock).once(intake)
    assert texts(intake) == ["told late", "known"]


async def test_what_is_older_than_the_margin_is_not_looked_at_again(reconciler, provider):
    came(provider, "SM1", "long ago", 60)
    intake = Kept((NOW - timedelta(minutes=60) + MARGIN + timedelta(seconds=1)).isoformat())
    await reconciler.once(intake)
    assert intake.found == []


async def test_a_message_that_may_still_be_on_its_way_is_left_to_its_webhook(reconciler, provider, clock):
    came(provider, "SM1", "just now", 0.5)
    intake = Kept((NOW - timedelta(hours=1)).isoformat())
    await reconciler.once(intake)
    assert intake.found == []
    clock.forward(minutes=2)
    await reconciler.once(intake)
    assert texts(intake) == ["just now"]


async def test_the_very_first_look_goes_back_a_little_and_is_remembered(reconciler, provider):
    came(provider, "SM1", "before we began", 60 * 24)
    intake = Kept()
    await reconciler.once(intake)
    assert (intake.found, datetime.fromisoformat(intake.place)) == ([], NOW - FIRST)


async def test_a_quiet_time_writes_nothing(reconciler, provider):
    intake = Kept((NOW - timedelta(hours=5)).isoformat())
    await reconciler.once(intake)
    assert intake.batches == []
    assert len(provider.asked) == 1


async def test_our_own_texts_are_not_the_tenants(reconciler, provider):
    came(provider, "SM1", "we to ourselves", 30, direction="outbound-api")
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert intake.found == []


async def test_attachments_come_with_it_and_their_addresses_are_those_of_a_webhook(reconciler, provider):
    sid, media = "MM" + "2" * 32, "ME" + "3" * 32
    place = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}/Media"
    came(provider, sid, "look", 30, num_media="1")
    provider.things[f"{place}.json"] = {
        "media_list": [{"sid": media, "content_type": "image/jpeg", "uri": f"{place}/{media}.json"}]
    }
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert intake.found[0].media == (Media(f"https://api.twilio.com{place}/{media}", "image/jpeg"),)


async def test_a_message_whose_attachments_are_gone_is_kept_without_them(reconciler, provider):
    came(provider, "SM1", "look", 30, num_media="1")
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    assert [(one.text, one.media) for one in intake.found] == [("look", ())]


async def test_one_that_cannot_be_understood_is_kept_for_staff_and_holds_nobody_up(reconciler, provider):
    came(provider, "SM1", "from nobody", 40, **{"from": ""})
    came(provider, "SM2", "no heating", 30)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await reconciler.once(intake)
    unread, inbound = intake.found
    assert isinstance(unread, Unread)
    assert b"from nobody" in unread.raw
    assert inbound.text == "no heating"


async def test_whatsapp_is_looked_for_at_its_own_address(session, provider, clock):
    ours, theirs = f"whatsapp:{NUMBER}", f"whatsapp:{TENANT}"
    came(provider, "SM1", "by text", 40)
    came(provider, "SM2", "by whatsapp", 30, to=ours, **{"from": theirs})
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    await looking(make_whatsapp(session, provider), clock).once(intake)
    assert [(one.channel, one.address, one.text) for one in intake.found] == [(Channel.WHATSAPP, TENANT, "by whatsapp")]


@pytest.mark.parametrize("how", ["hang", "cut"])
async def test_where_twilio_cannot_be_asked_the_place_stays_and_the_caller_hears(reconciler, provider, how):
    setattr(provider, how, True)
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    with pytest.raises(SendFailed):
        await reconciler.once(intake)
    assert intake.batches == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["sid", "messages", "x"]), inner),
    max_leaves=8,
)
DATES = st.sampled_from(["Mon, 23 Nov 2026 09:30:00 +0000", "Mon, 23 Nov 2026 09:30:00", "once", "", None]) | JSON
ODD = st.fixed_dictionaries(
    {},
    optional={"sid": JSON, "from": JSON, "body": JSON, "num_media": JSON, "date_sent": DATES, "date_created": DATES}
    | {"direction": st.just("inbound")},
)


class Listing:
    """A Twilio whose whole list is this."""

    def __init__(self, answer):
        self.answer = answer
        self.account_sid, self.auth = ACCOUNT, ("a", "b")

    def get_hostname(self, address):
        return address

    def get_headers(self, *_):
        return {}

    async def request_async(self, method, address, params=None):
        return Response(200, json.dumps(self.answer))


@given(JSON | st.fixed_dictionaries({"messages": JSON | st.lists(ODD, max_size=3), "next_page_uri": st.none() | JSON}))
def test_whatever_is_listed_is_kept_or_cannot_be_read(answer):
    messages = Messages(Listing(answer), TwilioHttp(None))
    looking = Reconciler(Channel.SMS, messages, NUMBER, make_sms(None, Provider()).message, FakeClock(NOW))
    intake = Kept((NOW - timedelta(hours=2)).isoformat())
    with contextlib.suppress(SendFailed):
        asyncio.run(looking.once(intake))
    assert all(isinstance(one, Inbound | Unread) for one in intake.found)


async def test_it_looks_at_the_start_and_goes_on_until_it_is_stopped(session, provider):
    intake = Kept()
    task = asyncio.create_task(make_sms(session, provider).run(intake))
    async with asyncio.timeout(5):
        await intake.something.wait()
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_both_channels_are_fetched_from():
    assert Sms.fetches
    assert Sender(NUMBER).listed_as == NUMBER
