"""Text messages: what replies come from, who can be answered, and what a failure means in plain words."""

import pytest

from connectors.base import Around, NotSet, OptedOut, SendFailed
from connectors.sms import connect
from connectors.twilio.channel import Setting
from connectors.twilio.errors import MEANINGS, explained, meaning, told
from model.channel import Channel
from model.message import Media, Outbound
from tests.connectors.examples.example import PUBLIC
from tests.connectors.examples.sms import sms
from tests.connectors.examples.twilio import payload, signed
from tests.connectors.provider import ACCOUNT, Provider
from tests.connectors.test_contract import NOW

REPLY = Outbound("r-1", Channel.SMS, "+447700900123", "We have your message.")
NAMED = "We have your message.\n\nTo answer, text 07700 900000."
SERVICE = "MG" + "5" * 32


def read(name):
    [inbound] = sms(None, Provider()).parse(signed("/hooks/sms", payload("sms", name)))
    return inbound


async def sent(session, provider, setting):
    await sms(session, provider, setting).send(REPLY)
    [asked] = provider.asked
    return asked


# what comes


def test_pictures_of_an_mms_are_kept():
    place = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{'2' * 32}/Media/ME"
    assert read("picture").media == (Media(place + "3" * 32, "image/jpeg"), Media(place + "4" * 32, "image/png"))


@pytest.mark.parametrize("text", ["🔥", ""])
def test_a_picture_with_hardly_a_word_or_none_is_kept(text):
    [inbound] = sms(None, Provider()).parse(signed("/hooks/sms", payload("sms", "picture") | {"Body": text}))
    assert (inbound.text, len(inbound.media)) == (text, 2)


def test_a_word_that_opts_out_at_twilio_as_well_is_a_message_like_any_other():
    assert read("opt_out").text == "STOP"


def test_a_text_from_a_name_cannot_be_answered():
    inbound = read("from_a_name")
    assert (inbound.address, inbound.no_return) == ("ParcelCo", True)


# what replies come from


async def test_a_reply_comes_from_the_number(session, provider):
    asked = await sent(session, provider, Setting())
    assert (asked["From"], asked["Body"]) == ("+447700900000", REPLY.text)


async def test_a_reply_that_comes_from_a_name_says_which_number_to_text(session, provider):
    asked = await sent(session, provider, Setting(sender="MarchesHome"))
    assert (asked["From"], asked["Body"]) == ("MarchesHome", NAMED)


async def test_a_reply_that_came_from_a_name_is_found_again(session, provider):
    provider.holds("SM9", NAMED, NOW, **{"from": "MarchesHome"})
    assert await sms(session, provider, Setting(sender="MarchesHome")).find(REPLY, NOW, frozenset()) == "SM9"


async def test_a_messaging_service_chooses_the_number(session, provider):
    asked = await sent(session, provider, Setting(sender=SERVICE))
    assert (asked["MessagingServiceSid"], asked["Body"]) == (SERVICE, REPLY.text)
    assert "From" not in asked


async def test_a_reply_that_a_messaging_service_sent_is_found_whatever_it_came_from(session, provider):
    provider.holds("SM9", REPLY.text, NOW, **{"from": "+447700900777"})
    assert await sms(session, provider, Setting(sender=SERVICE)).find(REPLY, NOW, frozenset()) == "SM9"


async def test_the_tenants_own_words_are_never_taken_for_a_reply(session, provider):
    provider.holds("SM9", REPLY.text, NOW, direction="inbound", **{"from": "+447700900777"})
    assert await sms(session, provider, Setting(sender=SERVICE)).find(REPLY, NOW, frozenset()) is None


def around(session, sender):
    settings = {"number": "+447700900000", "account": ACCOUNT, "token": "a-token-for-tests", "sender": sender}
    return Around(session, PUBLIC, None, {}, Channel.SMS, settings)


@pytest.mark.parametrize("sender", ["", "MarchesHome", "Marches 24", SERVICE, "+447700900001"])
def test_these_may_be_senders(session, sender):
    assert connect(around(session, sender)).setting.sender == sender


@pytest.mark.parametrize("sender", ["Marches Homes", "12345", "Märches", SERVICE[:-1], "07700 900000", "a\n"])
def test_another_sender_is_refused_with_what_to_write(session, sender):
    with pytest.raises(NotSet, match="write a name of at most 11 letters"):
        connect(around(session, sender))


# what a failure means


async def test_a_number_that_opted_out_at_twilio_is_told_as_that(session, provider):
    provider.status, provider.body = 400, {"code": 21610, "message": "no", "status": 400}
    with pytest.raises(OptedOut) as failed:
        await sms(session, provider).send(REPLY)
    assert (failed.value.permanent, failed.value.elsewhere) == (True, True)
    assert failed.value.why == "Twilio 21610: they opted out of messages from this number"


@pytest.mark.parametrize(
    ("code", "elsewhere"),
    [
        ("30003", True),
        ("30005", True),
        ("30006", True),
        ("30007", True),
        ("21610", True),
        ("21614", True),
        ("63016", True),
    ]
    + [("30002", False), ("21408", False), ("21617", False), ("30999", True), ("63999", True), ("21999", False)]
    + [("", False), ("3", False), ("30003 or so", False)],
)
def test_another_address_is_tried_where_it_is_about_this_one(code, elsewhere):
    assert meaning(code).elsewhere is elsewhere


@pytest.mark.parametrize("code", MEANINGS)
def test_every_code_is_told_in_plain_words_with_its_number(code):
    assert told(code).startswith(f"Twilio {code}: ")
    assert len(told(code)) < 120


def test_what_is_not_known_is_told_as_a_number():
    failure = SendFailed("Twilio 21999", permanent=True)
    assert (told("21999"), told(""), explained(failure, "21999")) == ("Twilio 21999", "", failure)


async def test_what_passes_by_itself_is_tried_again(session, provider):
    provider.status, provider.body = 400, {"code": 21611, "message": "no", "status": 400}
    with pytest.raises(SendFailed) as failed:
        await sms(session, provider).send(REPLY)
    assert not failed.value.permanent


@pytest.mark.parametrize("count", ["many", "2"])
def test_words_beside_attachments_that_make_no_sense_are_read(count):
    text = payload("sms", "text") | {"NumMedia": count}
    [found] = sms(None, Provider()).parse(signed("/hooks/sms", text))
    assert (found.text, found.media, found.note) == (text["Body"], (), "Its attachments could not be read.")
