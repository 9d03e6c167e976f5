"""WhatsApp: whatever a tenant does there is text that staff can read, and nothing is sent where WhatsApp takes nothing."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Around, Forged, NotSet, SendFailed, Unreadable
from connectors.twilio.channel import Setting
from connectors.whatsapp import TEMPLATE_LENGTH, connect
from model.channel import Channel
from model.message import Inbound, Media, Outbound
from tests.connectors.examples.example import PUBLIC
from tests.connectors.examples.twilio import payload, signed
from tests.connectors.examples.whatsapp import posted, whatsapp
from tests.connectors.provider import ACCOUNT, Provider

SM, MM, ME = "SM" + "1" * 32, "MM" + "2" * 32, "ME" + "3" * 32
TEMPLATE = "HX" + "a" * 32
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REPLY = Outbound("r-1", Channel.WHATSAPP, "+447700900123", "We have your message.")
LATE = Outbound("r-1", Channel.WHATSAPP, "+447700900123", "Somebody comes\non Tuesday.", in_window=False)
PICTURE = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{MM}/Media/{ME}"


def read(name, **more):
    [inbound] = whatsapp(None, Provider()).parse(posted(name, **more))
    return inbound


async def sent(session, provider, reply, setting=None):
    await whatsapp(session, provider, setting).send(reply)
    [asked] = provider.asked
    return asked


async def refused(session, provider, reply, setting=None):
    with pytest.raises(SendFailed) as failed:
        await whatsapp(session, provider, setting).send(reply)
    assert provider.asked == []
    return failed.value


# what comes


def test_a_picture_is_kept_with_its_words():
    assert read("picture") == Inbound(
        Channel.WHATSAPP, "+447700900123", MM, "look at this", media=(Media(PICTURE, "image/jpeg"),), name="Bethan"
    )


def test_a_voice_message_has_no_words():
    inbound = read("voice")
    assert (inbound.text, inbound.media[0].content_type) == ("", "audio/ogg")


@pytest.mark.parametrize(("name", "text"), [("button", "Yes, book it"), ("button_without_body", "No")])
def test_a_tapped_button_is_its_text(name, text):
    assert read(name).text == text


def test_a_shared_place_is_text():
    assert read("location").text == "Location: Flat 2, 5 High Street (52.0565, -2.7160)"


def test_a_place_without_a_name_and_with_words_is_text_as_well():
    inbound = read("location", Label="", Address="", Body="the leak is here")
    assert inbound.text == "the leak is here\nLocation: 52.0565, -2.7160"


def test_a_reaction_is_kept_and_not_answered():
    inbound = read("reaction")
    assert (inbound.text, inbound.automatic, inbound.note) == ("👍", "a reaction", "a reaction to a message")


def test_an_edited_message_is_read_anew_and_says_so():
    inbound = read("edited")
    assert (inbound.text, inbound.automatic) == ("tuesday, not monday", "")
    assert inbound.note == "changes what they wrote before"


def test_a_deleted_message_leaves_a_trace_and_is_not_answered():
    inbound = read("deleted")
    assert (inbound.text, inbound.automatic) == ("[deleted a message]", "a message was deleted")


def test_a_kind_that_nobody_knows_is_told_by_its_name():
    assert read("unsupported").text == "[order]"


def test_what_an_advertisement_says_is_not_what_the_tenant_says():
    inbound = read("advertisement")
    assert (inbound.text, inbound.media, inbound.note) == ("is this the council", (), "")


def test_a_forwarded_message_says_so():
    assert read("forwarded").note == "forwarded"


def test_a_text_message_at_the_address_for_whatsapp_is_unreadable():
    with pytest.raises(Unreadable):
        whatsapp(None, Provider()).parse(signed("/hooks/whatsapp", payload("sms", "text")))


FIELDS = [
    "MessageSid",
    "From",
    "Body",
    "NumMedia",
    "MediaUrl0",
    "MessageType",
    "Latitude",
    "Longitude",
    "MessageStatus",
]
FIELDS += ["ProfileName", "ButtonText", "ErrorCode", "Address", "Forwarded", "Whatever"]


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20) | st.sampled_from(["0", "1", "read", "failed", SM]))
)
def test_whatever_is_genuine_is_read_or_unreadable(fields):
    path = "/hooks/whatsapp/status?reply=r-1"
    try:
        [_] = whatsapp(None, Provider()).parse(signed(path, {"From": "whatsapp:+447700900123", **fields}))
    except Unreadable:
        pass
    except Forged:
        pytest.fail("genuine, and taken for forged")


# what goes


async def test_a_reply_within_the_window_goes_as_it_is(session, provider):
    assert await sent(session, provider, REPLY) == {
        "To": "whatsapp:+447700900123",
        "From": "whatsapp:+447700900000",
        "Body": "We have your message.",
        "StatusCallback": "https://homes.example.org/hooks/whatsapp/status?reply=r-1",
    }


async def test_a_reply_may_leave_by_a_messaging_service(session, provider):
    asked = await sent(session, provider, REPLY, Setting(sender="MG" + "5" * 32))
    assert asked["MessagingServiceSid"] == "MG" + "5" * 32
    assert "From" not in asked


async def test_outside_the_window_nothing_goes_without_a_template_and_another_address_may_be_tried(session, provider):
    failure = await refused(session, provider, LATE)
    assert (failure.permanent, failure.elsewhere) == (True, True)
    assert failure.why.startswith("outside the 24-hour window")


async def test_outside_the_window_the_template_goes_with_the_text_in_one_line(session, provider):
    asked = await sent(session, provider, LATE, Setting(template=TEMPLATE))
    assert asked["ContentSid"] == TEMPLATE
    assert json.loads(asked["ContentVariables"]) == {"1": "Somebody comes on Tuesday."}
    assert "Body" not in asked


async def test_what_is_too_long_for_the_template_goes_to_another_address(session, provider):
    long = Outbound("r-1", Channel.WHATSAPP, REPLY.to, "a" * (TEMPLATE_LENGTH + 1), in_window=False)
    failure = await refused(session, provider, long, Setting(template=TEMPLATE))
    assert (failure.permanent, failure.elsewhere) == (True, True)


async def test_a_template_that_went_is_found_by_the_text_in_it(session, provider):
    ours = {"from": "whatsapp:+447700900000", "to": "whatsapp:+447700900123"}
    body = "Marches Homes about your enquiry: Somebody comes on Tuesday. Answer here."
    provider.holds("SM9", body, NOW, **ours)
    connector = whatsapp(session, provider, Setting(template=TEMPLATE))
    assert await connector.find(LATE, NOW, frozenset()) == "SM9"


# what may be set


def around(session, **settings):
    needed = {"number": "+447700900000", "account": ACCOUNT, "token": "a-token-for-tests"}
    return Around(session, PUBLIC, None, {}, Channel.WHATSAPP, {**needed, **settings})


def test_it_is_made_of_its_settings(session):
    connector = connect(around(session, template=TEMPLATE, sender="MG" + "5" * 32, shared_key="k"))
    assert connector.setting == Setting("MG" + "5" * 32, "k", TEMPLATE)


@pytest.mark.parametrize("wrong", [{"template": "HX1"}, {"sender": "MarchesHome"}, {"account": ""}, {"token": "$NONE"}])
def test_a_wrong_setting_is_named(session, wrong):
    with pytest.raises(NotSet, match=next(iter(wrong)) if wrong != {"token": "$NONE"} else "NONE"):
        connect(around(session, **wrong))
