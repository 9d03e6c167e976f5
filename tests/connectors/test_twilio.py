"""What Twilio answers and what it means: taken, refused, or nobody knows; and how a text is found again."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, TCPConnector
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from connectors.base import Forged, Hook, SendFailed, Unreadable
from connectors.sms import Sms
from connectors.twilio.http import TwilioHttp, client, wait
from connectors.twilio.messages import MOST_PAGES
from model.message import Outbound
from tests.connectors.examples.sms import EXAMPLE as SMS
from tests.connectors.examples.twilio import TOKEN
from tests.connectors.openapi import MESSAGE, described, differences, list_answer
from tests.connectors.provider import ACCOUNT, MESSAGES, listed

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REPLY = Outbound("r-1", SMS.inbound.channel, "+447700900123", "We have your message.")
NONE_KNOWN: frozenset[str] = frozenset()


@pytest.fixture
def sms(session, provider):
    return SMS.make(session, provider)


def hasty(session, provider):
    """A connector that waits only a moment."""
    http = TwilioHttp(session, provider.address, seconds=0.2)
    return Sms(client(ACCOUNT, TOKEN, http), http, "+447700900000", "https://homes.example.org")


async def refused(sms):
    with pytest.raises(SendFailed) as failed:
        await sms.send(REPLY)
    return failed.value


async def not_found(sms):
    with pytest.raises(SendFailed) as failed:
        await sms.find(REPLY, NOW, NONE_KNOWN)
    return failed.value


# signatures


@given(
    public=st.sampled_from(
        ["https://homes.example.org", "https://homes.example.org:8443", "http://127.0.0.1:8080", "https://x:99999"]
    ),
    path=st.sampled_from(["/hooks/sms", "/hooks/sms?", "/hooks/sms/status?reply=r-1", "/hooks/sms#", "/é", ""]),
    port=st.sampled_from(["", ":443", ":80", ":8443", ":1"]),
    fields=st.dictionaries(st.text("AbÉ%+& ", max_size=3), st.text("AbÉ%+& ", max_size=5), max_size=4),
    token=st.sampled_from([TOKEN, "somebody else's"]),
)
def test_a_webhook_is_genuine_where_twilios_own_validator_says_so(public, path, port, fields, token):
    signed_as = public.rsplit(":", 1)[0] + port if port and public.count(":") > 1 else public + port
    signature = RequestValidator(token).compute_signature(signed_as + path, fields)
    http = TwilioHttp(None)
    sms = Sms(client(ACCOUNT, TOKEN, http), http, "+447700900000", public)
    hook = Hook(urlencode(fields).encode(), {"x-twilio-signature": signature}, path)
    assert believed(sms, hook) == valid(public + path, fields, signature, exact=signed_as == public)


def believed(sms, hook):
    try:
        sms.parse(hook)
    except Forged:
        return False
    except Unreadable:
        return True
    return True


def valid(address, fields, signature, exact):
    """What the validator says; an address that it would write in another way is genuine as it was signed, too."""
    validator = RequestValidator(TOKEN)
    if exact and signature == validator.compute_signature(address, fields):
        return True
    try:
        return validator.validate(address, fields, signature)
    except ValueError:
        return False


# a text is handed over


async def test_a_text_is_handed_over_as_twilio_reads_it(sms, provider):
    await sms.send(Outbound("r+1/ü", REPLY.channel, "+447700900123", "Ring 0800 & ask: 50% off?\n£4 💧 = +1 é~"))
    [asked] = provider.asked
    assert asked == {
        "To": "+447700900123",
        "From": "+447700900000",
        "Body": "Ring 0800 & ask: 50% off?\n£4 💧 = +1 é~",
        "StatusCallback": "https://homes.example.org/hooks/sms/status?reply=r+1/ü",
    }


# what a failure means


@pytest.mark.parametrize(
    ("status", "code", "permanent", "uncertain"),
    [
        (400, 21610, True, False),
        (400, 21211, True, False),
        (401, 20003, False, False),
        (403, 20403, False, False),
        (404, 20404, True, False),
        (408, 0, False, False),
        (429, 20429, False, False),
        (500, 20500, False, True),
        (502, 0, False, True),
        (503, 20503, False, True),
        (302, 0, False, False),
    ],
)
async def test_a_refusal_says_whether_to_try_again_and_whether_it_may_have_been_taken(
    sms, provider, status, code, permanent, uncertain
):
    provider.status, provider.body = status, {"code": code or None, "message": "no", "status": status}
    failure = await refused(sms)
    assert (failure.permanent, failure.uncertain) == (permanent, uncertain)
    assert failure.why.startswith(f"Twilio {code or status}")


@pytest.mark.parametrize(("status", "told"), [(401, 1), (403, 1), (400, 0), (404, 0), (500, 0)])
async def test_an_account_that_is_not_accepted_is_an_error_that_somebody_acts_on(sms, provider, caplog, status, told):
    provider.status, provider.body = status, {"code": None, "message": "no", "status": status}
    await refused(sms)
    assert len([one for one in caplog.records if one.levelname == "ERROR"]) == told


@pytest.mark.parametrize("raw", [b"", b"<html>Bad gateway</html>", b"[]", b'{"code": "no number"}', b"\xff"])
async def test_a_refusal_that_cannot_be_read_is_known_by_its_status(sms, provider, raw):
    provider.status, provider.raw = 400, raw
    failure = await refused(sms)
    assert (failure.why, failure.permanent, failure.uncertain) == ("Twilio 400", True, False)


@pytest.mark.parametrize("raw", [b"", b"<html>Welcome</html>", b"[]", b"null", b"{}", b'{"sid": null}', b"\xff"])
async def test_an_acceptance_that_cannot_be_read_is_uncertain(sms, provider, raw):
    provider.raw = raw
    failure = await refused(sms)
    assert (failure.permanent, failure.uncertain) == (False, True)


async def test_a_connection_that_breaks_after_the_request_is_uncertain(sms, provider):
    provider.hang = True
    assert (await refused(sms)).uncertain


@pytest.mark.parametrize(("status", "uncertain"), [(201, True), (500, True), (400, False), (429, False)])
async def test_an_answer_that_breaks_off_is_as_certain_as_its_status(sms, provider, status, uncertain):
    provider.cut, provider.status = True, status
    failure = await refused(sms)
    assert (failure.permanent, failure.uncertain) == (False, uncertain)


async def test_no_answer_in_time_is_uncertain(session, provider):
    provider.silent = True
    assert (await refused(hasty(session, provider))).uncertain


async def test_a_text_that_found_no_free_connection_was_not_sent(provider):
    provider.silent = True
    async with ClientSession(connector=TCPConnector(limit=1)) as session:
        sms = hasty(session, provider)
        first, second = await asyncio.gather(refused(sms), refused(sms))
    assert (first.uncertain, second.uncertain) == (True, False)
    assert len(provider.asked) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nobody.invalid", "https://127.0.0.1:9"])
async def test_a_provider_that_cannot_be_reached_took_nothing(session, provider, address):
    provider.address = address
    failure = await refused(SMS.make(session, provider))
    assert (failure.permanent, failure.uncertain) == (False, False)


# how long to wait


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("0.5", 0.5),
        ("Mon, 23 Nov 2026 10:00:30 GMT", 30.0),
        ("Monday, 23-Nov-26 10:00:30 GMT", 30.0),
        ("Mon Nov 23 10:00:30 2026", 30.0),
        ("Mon, 23 Nov 2026 09:00:00 GMT", 0.0),
        ("9" * 400, 24 * 60 * 60.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 24 * 60 * 60.0),
        ("-5", None),
        ("soon", None),
        ("nan", None),
        ("1e", None),
        ("", None),
    ],
)
def test_a_wait_is_a_number_of_seconds_or_a_date_and_never_beyond_a_day(asked, seconds):
    assert wait({"Retry-After": asked, "Date": "Mon, 23 Nov 2026 10:00:00 GMT"}) == seconds


@pytest.mark.parametrize(
    "headers", [{}, {"Retry-After": "Mon, 23 Nov 2026 10:00:30 GMT"}, {"Retry-After": "x", "Date": "y"}]
)
def test_a_wait_that_is_not_said_or_cannot_be_counted_is_none(headers):
    assert wait(headers) is None


@pytest.mark.parametrize(("status", "seconds"), [(429, 7.0), (503, 7.0), (500, None), (400, None)])
async def test_too_many_at_once_and_a_rest_say_how_long_to_wait(sms, provider, status, seconds):
    provider.status, provider.headers = status, {"Retry-After": "7"}
    assert (await refused(sms)).retry_after == seconds


# a text is found again


async def test_a_text_is_looked_for_by_both_numbers_and_no_date(sms, provider):
    await sms.find(REPLY, NOW, NONE_KNOWN)
    [asked] = provider.asked
    assert asked == {"To": "+447700900123", "From": "+447700900000", "PageSize": "200"}


async def test_a_text_that_still_waits_to_be_sent_is_found(sms, provider):
    provider.holds("SM1", REPLY.text, NOW, date_sent=None, status="queued")
    assert await sms.find(REPLY, NOW, NONE_KNOWN) == "SM1"


async def test_a_text_that_failed_later_is_found_for_it_was_taken(sms, provider):
    provider.holds("SM1", REPLY.text, NOW, status="undelivered", error_code=30003)
    assert await sms.find(REPLY, NOW, NONE_KNOWN) == "SM1"


async def test_of_several_that_read_the_same_the_oldest_that_is_not_another_replys_is_meant(sms, provider):
    for sid, seconds in (("SM1", 0), ("SM2", 5), ("SM3", 5), ("SM4", 9)):
        provider.holds(sid, REPLY.text, NOW + timedelta(seconds=seconds))
    known = [f"SM{number}" for number in range(1, 5)]
    found = [await sms.find(REPLY, NOW, frozenset(known[:many])) for many in range(5)]
    assert found == [*known, None]


@pytest.mark.parametrize("body", ["We have your message", "we have your message.", "We have  your message.", "", None])
async def test_other_words_are_another_text(sms, provider, body):
    provider.holds("SM1", body, NOW)
    assert await sms.find(REPLY, NOW, NONE_KNOWN) is None


@pytest.mark.parametrize(
    "body", [" We have your message.\n", "Sent from your Twilio trial account - We have your message."]
)
async def test_what_twilio_does_to_the_ends_of_a_text_hides_nothing(sms, provider, body):
    provider.holds("SM1", body, NOW)
    assert await sms.find(REPLY, NOW, NONE_KNOWN) == "SM1"


@pytest.mark.parametrize("text", ["  two lines\nand a tail \n", "£4 💧 ~ é", "x" * 1600])
async def test_whatever_was_sent_is_found(sms, provider, text):
    provider.holds("SM1", text, NOW)
    assert await sms.find(Outbound("r-2", REPLY.channel, REPLY.to, text), NOW, NONE_KNOWN) == "SM1"


@pytest.mark.parametrize(("seconds", "found"), [(-3600, None), (-61, None), (-59, "SM1"), (0, "SM1"), (3600, "SM1")])
async def test_an_older_text_is_another_one_but_clocks_may_differ_a_little(sms, provider, seconds, found):
    provider.holds("SM1", REPLY.text, NOW + timedelta(seconds=seconds))
    assert await sms.find(REPLY, NOW, NONE_KNOWN) == found


async def test_the_same_words_to_somebody_else_are_another_text(sms, provider):
    provider.holds("SM1", REPLY.text, NOW, to="+447700900124")
    assert await sms.find(REPLY, NOW, NONE_KNOWN) is None


async def test_the_same_words_to_somebody_else_are_another_text_even_where_the_list_holds_them(sms, provider):
    provider.status, provider.body = 200, {"messages": [listed("SM1", REPLY.text, NOW) | {"to": "+447700900124"}]}
    provider.body["next_page_uri"] = None
    assert await sms.find(REPLY, NOW, NONE_KNOWN) is None


async def test_a_text_on_a_later_page_is_found(sms, provider):
    provider.most_in_page = 2
    provider.holds("SM1", REPLY.text, NOW)
    for number in range(5):
        provider.holds(f"SM{number + 2}", "another", NOW + timedelta(seconds=number))
    assert await sms.find(REPLY, NOW, NONE_KNOWN) == "SM1"
    assert [asked.get("Page") for asked in provider.asked] == [None, "1", "2"]


async def test_nobody_looks_further_than_the_first_page_of_older_texts(sms, provider):
    provider.most_in_page = 2
    for number in range(9):
        provider.holds(f"SM{number}", REPLY.text, NOW - timedelta(days=9 - number))
    assert await sms.find(REPLY, NOW, NONE_KNOWN) is None
    assert len(provider.asked) == 1


async def test_a_list_without_end_is_not_read_to_the_end_and_says_nothing(sms, provider):
    provider.most_in_page = 1
    for number in range(MOST_PAGES + 1):
        provider.holds(f"SM{number}", "another", NOW)
    failure = await not_found(sms)
    assert not failure.permanent
    assert len(provider.asked) == MOST_PAGES


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_a_provider_that_will_not_say_may_be_asked_again(sms, provider, status):
    provider.status, provider.headers, provider.body = status, {"Retry-After": "7"}, {"code": 20003}
    failure = await not_found(sms)
    assert (failure.permanent, failure.uncertain, failure.why) == (False, False, "Twilio 20003")
    assert failure.retry_after == (7.0 if status in (429, 503) else None)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"messages": [{}], "next_page_uri": null}',
        b'{"messages": [null], "next_page_uri": null}',
        b'{"messages": [{"sid": "SM1", "to": "x", "body": "y", "date_created": null}], "next_page_uri": null}',
        b'{"messages": [{"sid": "SM1", "to": "x", "body": "y", "date_created": "once"}], "next_page_uri": null}',
        b'{"messages": [], "next_page_uri": 7}',
        b'{"messages": [], "next_page_uri": "@evil.example/"}',
        b'{"messages": [], "next_page_uri": "https://evil.example/"}',
    ],
)
async def test_a_list_that_cannot_be_read_says_nothing(sms, provider, raw):
    provider.raw = raw
    failure = await not_found(sms)
    assert (failure.permanent, failure.why) == (False, "the provider's answer cannot be read")


@pytest.mark.parametrize("how", ["hang", "cut", "silent"])
async def test_a_list_that_does_not_come_says_nothing(session, provider, how):
    setattr(provider, how, True)
    failure = await not_found(hasty(session, provider))
    assert (failure.permanent, failure.uncertain) == (False, False)


# the stand-in


async def test_the_stand_in_lists_texts_as_twilio_does(session, provider):
    description = described()
    provider.most_in_page = 2
    for number in range(3):
        provider.holds(f"SM{number:032}", REPLY.text, NOW)
    for query in ({}, {"Page": "1"}, {"To": "+447700900999"}):
        async with session.get(provider.address + MESSAGES, params=query) as answer:
            assert differences(await answer.json(), list_answer(description), description) == []


def test_a_text_that_waits_is_listed_as_twilio_does():
    description = described()
    assert differences(listed("SM" + "1" * 32, REPLY.text, NOW), MESSAGE, description) == []


def test_a_text_in_another_shape_is_told_from_twilios():
    description = described()
    odd = listed("SM1", REPLY.text, NOW) | {"num_media": 0, "status": "lost", "more": 1}
    found = differences(odd, MESSAGE, description)
    assert {one.split(" ")[0] for one in found} == {".sid", ".num_media", ".status", ".more"}
