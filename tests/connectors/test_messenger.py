"""What Meta's webhooks become, what it is sent, inside the window and after it, and what its answers mean."""

import contextlib
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parts import fitting, split
from connectors.base import Forged, Hook, NotSet, SendFailed, Unreadable
from connectors.messenger import INVITATION, Instagram, Messenger
from model.channel import Channel
from model.message import Author, Delivery, Inbound, Media, Outbound, Receipt, Unread
from tests.connectors.examples.meta import PAYLOADS, VERIFY, hook, make, payload
from tests.connectors.graph_api import PICTURE, GraphApi, wrong_with

PAGE, ACCOUNT = Channel.MESSENGER, Channel.INSTAGRAM
USERS = {PAGE: "7009001230001", ACCOUNT: "7009001230002"}
FIRST = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
REPLY = Outbound("r-1", PAGE, "7009001230001", "We have your message.")
NAMES = sorted((path.parent.name, path.stem) for kind in USERS for path in (PAYLOADS / kind).glob("*.json"))
CDN = "https://scontent.xx.fbcdn.net/v/t1/"


@pytest.fixture
async def api():
    api = GraphApi()
    server = await api.start()
    yield api
    await server.close()


@pytest.fixture
def page(session, api):
    return make(PAGE, session, api)


def said(kind: Channel, number: float, id_: str, text: str, media: tuple[str, ...] = (), note: str = "") -> Inbound:
    """What somebody wrote `number` seconds and a quarter after ten."""
    at = FIRST + timedelta(seconds=number, milliseconds=250)
    return Inbound(kind, USERS[kind], id_, text, at, tuple(Media(url, "") for url in media), note=note)


def public(kind: Channel, address: str, text: str, name: str, at: datetime | None = None) -> Inbound:
    return Inbound(kind, address, address, text, at, name=name, note=f"a public {address.split(':')[0]}")


FILES = (
    CDN + "a.jpg",
    "https://cdn.fbsbx.com/v/b.mp4",
    "https://cdn.fbsbx.com/v/c.pdf",
    "https://video.xx.fbcdn.net/d.mp4",
)
BECOMES = {
    (PAGE, "text"): [said(PAGE, 1, "m_text", "the tap's dripping 💧 & it £ costs")],
    (PAGE, "quick_reply"): [said(PAGE, 2, "m_quick_reply", "Wednesday 25 November, in the morning")],
    (PAGE, "postback"): [said(PAGE, 3, "m_postback", "Report a repair")],
    (PAGE, "image"): [said(PAGE, 4, "m_image", "", (CDN + "damp.jpg?oh=1",))],
    (PAGE, "several_files"): [said(PAGE, 5, "m_several_files", "look", FILES)],
    (PAGE, "thumb"): [said(PAGE, 6, "m_thumb", "👍", note="a sticker")],
    (PAGE, "sticker"): [said(PAGE, 7, "m_sticker", "", (CDN + "cat.png",), "a sticker")],
    (PAGE, "location"): [said(PAGE, 8, "m_location", "52.7073, -2.7541", note="a place on the map")],
    (PAGE, "link"): [
        said(PAGE, 9, "m_link", "https://example.org/flood\nThe flood https://example.org/flood", note="a link")
    ],
    (PAGE, "link_alone"): [said(PAGE, 10, "m_link_alone", "The flood https://example.org/flood", note="a link")],
    (PAGE, "edit"): [said(PAGE, 11, "m_text:1", "the kitchen tap is dripping", note="edited")],
    (PAGE, "echo"): [],
    (PAGE, "reaction"): [],
    (PAGE, "optin"): [],
    (PAGE, "standby"): [],
    (PAGE, "like"): [],
    (PAGE, "own_comment"): [],
    (PAGE, "comment_edited"): [],
    (PAGE, "comment_removed"): [],
    (PAGE, "delivery"): [Receipt(PAGE, "m_9", Delivery.DELIVERED), Receipt(PAGE, "m_10", Delivery.DELIVERED)],
    (PAGE, "delivery_until"): [
        Receipt(PAGE, "", Delivery.DELIVERED, address=USERS[PAGE], until=FIRST + timedelta(seconds=20))
    ],
    (PAGE, "read"): [Receipt(PAGE, "", Delivery.READ, address=USERS[PAGE], until=FIRST + timedelta(seconds=21.5))],
    (PAGE, "several"): [
        said(PAGE, 17, "m_first", "my boiler"),
        said(PAGE, 18, "m_second", "is cold"),
        said(PAGE, 19, "m_third", "again"),
        Receipt(PAGE, "", Delivery.READ, address=USERS[PAGE], until=FIRST + timedelta(seconds=21.5)),
    ],
    (PAGE, "comment"): [
        public(
            PAGE,
            "comment:1_7",
            "still no heating at 4 Example Street!",
            "Bethan Example",
            FIRST + timedelta(seconds=30),
        )
    ],
    (PAGE, "visitor_post"): [
        public(
            PAGE,
            "post:70090000000_2",
            "who do I ask about parking?",
            "Bethan Example",
            FIRST + timedelta(seconds=31),
        )
    ],
    (ACCOUNT, "text"): [said(ACCOUNT, 21, "m_ig_text", "no hot water ☹")],
    (ACCOUNT, "quick_reply"): [said(ACCOUNT, 22, "m_ig_quick_reply", "Yes")],
    (ACCOUNT, "postback"): [said(ACCOUNT, 23, "m_ig_postback", "Opening hours")],
    (ACCOUNT, "image"): [said(ACCOUNT, 24, "m_ig_image", "", ("https://scontent.cdninstagram.com/v/damp.jpg",))],
    (ACCOUNT, "share"): [said(ACCOUNT, 25, "m_ig_share", "", note="shared: share")],
    (ACCOUNT, "story_mention"): [said(ACCOUNT, 26, "m_ig_story", "", note="shared: story_mention")],
    (ACCOUNT, "unsupported"): [said(ACCOUNT, 27, "m_ig_unsupported", "", note="something that cannot be shown here")],
    (ACCOUNT, "deleted"): [],
    (ACCOUNT, "echo"): [],
    (ACCOUNT, "reaction"): [],
    (ACCOUNT, "seen"): [Receipt(ACCOUNT, "m_9", Delivery.READ)],
    (ACCOUNT, "edit"): [said(ACCOUNT, 31, "m_ig_text:2", "no hot water at all", note="edited")],
    (ACCOUNT, "comment"): [public(ACCOUNT, "comment:18000000000000007", "is anybody there?", "bethan_example")],
    (ACCOUNT, "comment_in_the_entry"): [
        public(ACCOUNT, "comment:18000000000000007", "is anybody there?", "bethan_example")
    ],
    (ACCOUNT, "own_comment"): [],
}


def parse(kind, body):
    return list(make(Channel(kind), None, GraphApi()).parse(hook(body)))


@pytest.mark.parametrize(("kind", "name"), NAMES)
def test_a_webhook_becomes_what_it_says(kind, name):
    assert parse(kind, payload(kind, name)) == BECOMES[Channel(kind), name]


def test_a_postback_without_an_id_is_known_by_its_sender_and_instant():
    webhook = payload(PAGE, "postback")
    del webhook["entry"][0]["messaging"][0]["postback"]["mid"]
    assert parse(PAGE, webhook)[0].provider_id == "7009001230001:1795428003250"


# words and files


@pytest.mark.parametrize("text", ["🔥", "", None])
def test_a_file_is_kept_with_hardly_a_word_or_none(text):
    webhook = payload(PAGE, "image")
    webhook["entry"][0]["messaging"][0]["message"]["text"] = text
    assert parse(PAGE, webhook) == [said(PAGE, 4, "m_image", text or "", (CDN + "damp.jpg?oh=1",))]


@pytest.mark.parametrize(
    "odd", [None, 7, {"type": []}, {"type": "location", "payload": {"coordinates": {"lat": None, "long": None}}}]
)
def test_words_beside_an_odd_attachment_are_read(odd):
    webhook = payload(PAGE, "image")
    message = webhook["entry"][0]["messaging"][0]["message"]
    message |= {"text": "I smell gas", "attachments": [odd, *message["attachments"]]}
    [inbound] = parse(PAGE, webhook)
    assert (inbound.text, inbound.note) == ("I smell gas", "shared: something")
    assert inbound.media == (Media(CDN + "damp.jpg?oh=1", ""),)


def test_of_too_many_files_the_first_are_kept_and_staff_are_told():
    webhook = payload(PAGE, "image")
    message = webhook["entry"][0]["messaging"][0]["message"]
    message |= {"text": "I smell gas", "attachments": message["attachments"] * 51}
    [inbound] = parse(PAGE, webhook)
    assert (inbound.text, len(inbound.media), inbound.note) == ("I smell gas", 50, "attachments left out")


@pytest.mark.parametrize("text", ["😡", ""])
def test_a_picture_in_a_public_comment_is_kept(text):
    webhook = payload(PAGE, "comment")
    webhook["entry"][0]["changes"][0]["value"] |= {"message": text, "photo": CDN + "damp.jpg"}
    [inbound] = parse(PAGE, webhook)
    assert (inbound.text, inbound.media) == (text, (Media(CDN + "damp.jpg", ""),))


@pytest.mark.parametrize(
    ("files", "urls"),
    [
        ({"item": "photo", "link": CDN + "a.jpg"}, [CDN + "a.jpg"]),
        ({"item": "video", "link": CDN + "a.mp4"}, [CDN + "a.mp4"]),
        ({"item": "status", "photos": [CDN + "a.jpg", CDN + "b.jpg"]}, [CDN + "a.jpg", CDN + "b.jpg"]),
        ({"item": "status", "link": "https://example.org/flood"}, []),
    ],
)
def test_what_a_visitor_posts_with_pictures_is_kept(files, urls):
    webhook = payload(PAGE, "visitor_post")
    webhook["entry"][0]["changes"][0]["value"] |= files
    [inbound] = parse(PAGE, webhook)
    assert (inbound.address, inbound.text) == ("post:70090000000_2", "who do I ask about parking?")
    assert [media.url for media in inbound.media] == urls


# one odd part

ODD_ENTRIES = [
    {"id": "1", "changes": [{"field": "feed", "value": None}]},
    {"id": "1", "changes": [{"field": "feed", "value": {"created_time": "yesterday"}}]},
    {"id": "1", "changes": 7},
    {"id": "1", "field": "comments", "value": None},
    {"id": "1", "field": ["comments"]},
    {"id": "1", "messaging": [{"message": {"mid": "m_1", "text": "who am I"}}]},
    {"id": "1", "messaging": [{"sender": {"id": "7"}, "message": {"text": "without an id"}}]},
    {"id": "1", "messaging": [None]},
    {"id": "1", "messaging": [{"timestamp": 10**400}]},
    {"messaging": [{}]},
    7,
]


@pytest.mark.parametrize("odd", ODD_ENTRIES, ids=repr)
def test_an_odd_part_of_a_webhook_hinders_no_other(odd):
    webhook = payload(PAGE, "text")
    webhook["entry"] = [odd, *webhook["entry"], odd]
    before, inbound, after = parse(PAGE, webhook)
    assert [inbound] == BECOMES[PAGE, "text"]
    assert isinstance(before, Unread)
    assert before == after


@pytest.mark.parametrize("odd", [None, 7, {"message": {"mid": "m_1"}}, {"message": 7}])
def test_an_odd_event_hinders_none_beside_it(odd):
    webhook = payload(PAGE, "several")
    webhook["entry"][0]["messaging"].insert(1, odd)
    found = parse(PAGE, webhook)
    assert [one for one in found if not isinstance(one, Unread)] == BECOMES[PAGE, "several"]
    assert isinstance(found[1], Unread)


@pytest.mark.parametrize("odd", ODD_ENTRIES, ids=repr)
def test_what_is_not_understood_is_kept_as_a_webhook_of_its_own(odd):
    [unread] = parse(PAGE, {"object": "page", "entry": [odd]})
    assert parse(PAGE, unread.raw) == [unread]


def test_what_stands_where_a_list_should_is_kept_as_it_came():
    [unread] = parse(PAGE, {"object": "page", "entry": [{"id": "1", "changes": "gas at 4 Example Street"}]})
    assert b"gas at 4 Example Street" in unread.raw


def test_half_a_character_hinders_nothing():
    webhook = payload(PAGE, "several")
    webhook["entry"][0]["messaging"][0]["message"]["text"] = "I smell gas \ud83d"
    first, second, *_ = parse(PAGE, webhook)
    assert (first.text, second.text) == ("I smell gas ?", "is cold")


# whatever arrives

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4),
    max_leaves=12,
)


@st.composite
def mangled(draw):
    """A captured webhook in which something, somewhere, is something else."""
    webhook = payload(*draw(st.sampled_from(NAMES)))
    there = webhook
    for _ in range(draw(st.integers(0, 8))):
        values = list(there.values()) if isinstance(there, dict) else there
        deeper = [value for value in values if value and isinstance(value, dict | list)]
        there = draw(st.sampled_from(deeper)) if deeper else there
    keys = sorted(there) if isinstance(there, dict) else range(len(there))
    there[draw(st.sampled_from(keys))] = draw(ANYTHING)
    return webhook


@settings(max_examples=300, deadline=None)
@given(webhook=mangled() | ANYTHING, kind=st.sampled_from([PAGE, ACCOUNT]))
def test_any_webhook_is_read_or_kept_for_staff(webhook, kind):
    with contextlib.suppress(Unreadable):
        for one in parse(kind, webhook):
            assert not isinstance(one, Inbound) or (one.address and one.provider_id)
            assert not isinstance(one, Inbound) or one.text.encode() is not None
            assert not isinstance(one, Unread) or parse(kind, one.raw) == [one]


@settings(deadline=None)
@given(body=st.binary(max_size=300))
def test_any_bytes_are_read_or_kept_for_staff(body):
    with contextlib.suppress(Unreadable):
        parse(PAGE, body)


def many(events):
    """A webhook of a megabyte: Meta sends up to a thousand events in one."""
    webhook = payload(PAGE, "text")
    [event] = webhook["entry"][0]["messaging"]
    webhook["entry"][0]["messaging"] = [event] * events
    room = 1024 * 1024 - len(json.dumps(webhook, ensure_ascii=False).encode())
    event["message"]["text"] += "💧" * (room // events // 4)
    return json.dumps(webhook, ensure_ascii=False).encode()


def test_a_thousand_events_in_one_webhook_are_a_thousand_messages():
    assert len(parse(PAGE, many(1000))) == 1000


def thousand(event):
    """A webhook of a thousand events that are all like this, in no more bytes than JSON needs."""
    entry = {"id": "1", "messaging": [{"sender": {"id": "7"}, **event}] * 1000}
    return json.dumps({"object": "page", "entry": [entry]}, separators=(",", ":")).encode()


#: a megabyte each, and the seconds that were measured where nothing else runs
HEAVY = {
    "one message": (many(1), 0.01),
    "a thousand messages": (many(1000), 0.03),
    "no JSON": (b"[" * 1024 * 1024, 0.01),
    "half a text": (b'"' * 1024 * 1024, 0.01),
    "a thousand odd events": (thousand({"message": "x" * 1000}), 0.02),
    "a thousand messages of odd files": (thousand({"message": {"mid": "m", "attachments": [1] * 490}}), 0.25),
    # a thousand times more than Meta sends
    "a quarter of a million receipts": (thousand({"delivery": {"mids": ["m"] * 250}}), 0.65),
}


@pytest.mark.parametrize(("body", "measured"), HEAVY.values(), ids=HEAVY)
def test_a_megabyte_is_read_in_time(body, measured):
    assert 1_000_000 < len(body) <= 1024 * 1024
    page = make(PAGE, None, GraphApi())
    start = time.thread_time()
    with contextlib.suppress(Unreadable):
        page.parse(hook(body))
    assert time.thread_time() - start < max(0.25, 5 * measured)


# the address is proven to Meta


def asked(**query):
    return Hook(b"", {}, "/hooks/messenger", {name.replace("_", ".", 1): value for name, value in query.items()})


def test_meta_reads_its_challenge_where_it_knows_the_verify_token():
    page = make(PAGE, None, GraphApi())
    assert page.welcome(asked(hub_mode="subscribe", hub_verify_token=VERIFY, hub_challenge="70090")) == "70090"


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"hub_mode": "subscribe", "hub_challenge": "70090"},
        {"hub_mode": "subscribe", "hub_verify_token": "another", "hub_challenge": "70090"},
        {"hub_mode": "subscribe", "hub_verify_token": "ü\udc80", "hub_challenge": "70090"},
        {"hub_mode": "unsubscribe", "hub_verify_token": VERIFY, "hub_challenge": "70090"},
    ],
)
def test_anybody_else_reads_nothing(query):
    with pytest.raises(Forged):
        make(PAGE, None, GraphApi()).welcome(asked(**query))


@pytest.mark.parametrize("name", ["token", "secret", "verify"])
def test_without_a_setting_the_channel_is_off(name):
    with pytest.raises(NotSet):
        make(PAGE, None, GraphApi(), **{name: "$MISSING"})


# what is sent


async def test_a_reply_is_sent_and_has_metas_id(page, api):
    assert await page.send(REPLY) == "m_out_1"
    assert api.sent == [
        {
            "recipient": {"id": "7009001230001"},
            "message": {"text": "We have your message."},
            "messaging_type": "RESPONSE",
        }
    ]


async def test_choices_are_quick_replies_whose_payload_is_the_whole_label(page, api):
    long = "Wednesday 25 November, in the morning"
    await page.send(Outbound("r-1", PAGE, "7009001230001", "When?", ("Today", long)))
    assert api.sent[0]["message"]["quick_replies"] == [
        {"content_type": "text", "title": "Today", "payload": "Today"},
        {"content_type": "text", "title": "Wednesday 25 Novemb…", "payload": long},
    ]


async def test_no_more_choices_than_meta_takes_are_sent(page, api):
    await page.send(Outbound("r-1", PAGE, "7009001230001", "Which?", tuple(f"Block {n}" for n in range(20))))
    assert len(api.sent[0]["message"]["quick_replies"]) == 13


async def test_after_a_day_a_colleague_may_still_answer_and_says_so(page, api):
    await page.send(Outbound("r-1", PAGE, "7009001230001", "Good news.", author=Author.COLLEAGUE, in_window=False))
    assert (api.sent[0]["messaging_type"], api.sent[0]["tag"]) == ("MESSAGE_TAG", "HUMAN_AGENT")


async def test_after_a_day_the_bot_sends_nothing(page, api):
    with pytest.raises(SendFailed) as failed:
        await page.send(Outbound("r-1", PAGE, "7009001230001", "Are you there?", author=Author.BOT, in_window=False))
    assert (failed.value.why, failed.value.permanent) == ("the 24-hour window is over", True)
    assert failed.value.elsewhere
    assert api.sent == []


async def test_a_colleague_in_the_window_needs_no_tag(page, api):
    await page.send(Outbound("r-1", PAGE, "7009001230001", "Hello.", author=Author.COLLEAGUE))
    assert "tag" not in api.sent[0]


@settings(deadline=None)
@given(text=st.text("a💧é .", min_size=1, max_size=40))
def test_every_part_of_a_long_text_fits_as_each_counts(text):
    for part in split(text * 400, fitting(Messenger.capabilities)):
        assert len(part) <= 2000
    for part in split(text * 400, fitting(Instagram.capabilities)):
        assert len(part.encode()) <= 1000


# what is said in public


@pytest.mark.parametrize(("address", "recipient"), [("comment:1_7", "comment_id"), ("post:1_7", "post_id")])
async def test_a_public_comment_is_answered_by_an_invitation_in_private_and_by_nothing_else(
    page, api, address, recipient
):
    fact = Outbound("r-1", PAGE, address, "You owe £412.", ("Pay", "Not now"), author=Author.BOT)
    await page.send(fact)
    assert api.sent == [{"recipient": {recipient: "1_7"}, "message": {"text": INVITATION}}]


async def test_the_landlord_words_the_invitation(session, api):
    await make(PAGE, session, api, invitation="Write to us.").send(
        Outbound("r-1", PAGE, "comment:1_7", "You owe £412.")
    )
    assert api.sent[0]["message"] == {"text": "Write to us."}


@pytest.mark.parametrize(
    "reply",
    [
        Outbound("r-1", PAGE, "comment:1_7", "Ring 999.", urgent=True),
        Outbound("r-1", PAGE, "comment:1_7", "I will look into it.", author=Author.COLLEAGUE, in_window=False),
    ],
)
async def test_safety_advice_and_a_colleagues_words_go_to_them_in_private(page, api, reply):
    await page.send(reply)
    assert api.sent == [{"recipient": {"comment_id": "1_7"}, "message": {"text": reply.text}}]


async def test_a_second_answer_to_a_comment_fails_for_good(page, api):
    api.fail(400, 10900)
    with pytest.raises(SendFailed) as failed:
        await page.send(Outbound("r-1", PAGE, "comment:1_7", "And another thing."))
    assert (failed.value.permanent, failed.value.elsewhere) == (True, False)
    assert "one private answer" in failed.value.why


def test_the_invitation_fits_everywhere():
    assert fitting(Messenger.capabilities)(INVITATION)
    assert fitting(Instagram.capabilities)(INVITATION)


# what a failure means


async def refused(page):
    with pytest.raises(SendFailed) as failed:
        await page.send(REPLY)
    return failed.value


@pytest.mark.parametrize(
    ("status", "code", "subcode", "permanent", "uncertain", "elsewhere"),
    [
        (400, 10, 2018278, True, False, True),
        (400, 551, 1545041, True, False, True),
        (400, 200, 1545041, True, False, True),
        (400, 100, 2018001, True, False, True),
        (400, 100, 0, True, False, False),
        (400, 190, 463, False, False, False),
        (403, 200, 0, False, False, False),
        (403, 10, 0, False, False, False),
        (400, 4, 0, False, False, False),
        (400, 17, 0, False, False, False),
        (400, 32, 0, False, False, False),
        (400, 613, 0, False, False, False),
        (429, 0, 0, False, False, False),
        (400, 1200, 0, False, False, False),
        (400, -1, 0, False, False, False),
        (500, -1, 0, False, True, False),
        (500, 2, 0, False, True, False),
        (503, 0, 0, False, True, False),
        (302, 0, 0, False, False, False),
    ],
)
async def test_a_refusal_says_what_to_do(page, api, status, code, subcode, permanent, uncertain, elsewhere):
    api.fail(status, code, subcode)
    failure = await refused(page)
    assert (failure.permanent, failure.uncertain, failure.elsewhere) == (permanent, uncertain, elsewhere)
    assert failure.why.startswith(f"Meta {code or status}")


@pytest.mark.parametrize("code", [4, 17, 32, 613])
async def test_too_much_at_once_rests_for_a_minute(page, api, code):
    api.fail(400, code)
    assert (await refused(page)).retry_after == 60.0


async def test_what_meta_calls_transient_is_tried_again(page, api):
    api.fail(400, 99, is_transient=True)
    assert not (await refused(page)).permanent


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 7}', b'{"error": {"code": "x"}}', b"\xff"])
async def test_a_refusal_that_cannot_be_read_is_known_by_its_status(page, api, body):
    api.status, api.body = 400, body
    failure = await refused(page)
    assert (failure.why, failure.permanent) == ("Meta 400", True)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b"{}", b'{"message_id": null}', b'{"message_id": 7}'])
async def test_an_acceptance_that_cannot_be_read_is_uncertain(page, api, body):
    api.status, api.body = 200, body
    failure = await refused(page)
    assert (failure.permanent, failure.uncertain) == (False, True)


async def test_a_connection_that_breaks_is_uncertain(page, api):
    api.hang = True
    assert (await refused(page)).uncertain


async def test_no_answer_in_time_is_uncertain(session, api):
    api.silent = True
    page = make(PAGE, session, api)
    page.graph = type(page.graph)(session, page.graph.token, page.graph.secret, page.graph.base, seconds=0.2)
    assert (await refused(page)).uncertain


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nobody.invalid"])
async def test_a_meta_that_cannot_be_reached_took_nothing(session, api, address):
    api.address = address
    failure = await refused(make(PAGE, session, api))
    assert (failure.permanent, failure.uncertain) == (False, False)


@pytest.mark.parametrize(("name", "code"), [("token", 190), ("secret", 100)])
async def test_another_token_or_secret_is_refused(session, api, name, code):
    failure = await refused(make(PAGE, session, api, **{name: "another"}))
    assert failure.why.startswith(f"Meta {code}")


async def test_a_token_that_is_refused_is_an_error_for_staff(session, api, caplog):
    await refused(make(PAGE, session, api, token="another"))
    [record] = [one for one in caplog.records if one.levelname == "ERROR"]
    assert record.code == 190
    assert "another" not in record.getMessage()


# attachments


async def test_an_attachment_is_fetched_also_where_it_moved(page, api):
    for url in ("picture", "moved/" + api.address + "/picture"):
        fetched = await page.fetch(f"{api.address}/{url}")
        assert (fetched.content, fetched.content_type) == (PICTURE, "image/png")


ELSEWHERE = [
    "http://169.254.169.254/latest",
    "https://example.org/x",
    "http://scontent.xx.fbcdn.net/x",
    "file:///etc/passwd",
    "https://fbcdn.net.evil.example/x",
    "https://evilfbcdn.net/x",
    "https://scontent.fbcdn.net@evil.example/x",
    "https://evil.example\\@scontent.fbcdn.net/x",
    "https://[::1/x",
    "//scontent.fbcdn.net/x",
    "",
]


@pytest.mark.parametrize("url", ELSEWHERE)
async def test_an_attachment_elsewhere_is_never_fetched(page, url):
    with pytest.raises(SendFailed) as failed:
        await page.fetch(url)
    assert failed.value.permanent
    assert "host" in failed.value.why


async def test_an_attachment_that_moved_elsewhere_is_never_fetched(page, api):
    with pytest.raises(SendFailed) as failed:
        await page.fetch(f"{api.address}/moved/http://169.254.169.254/latest")
    assert "host" in failed.value.why


async def test_an_attachment_that_moves_round_and_round_is_given_up(page, api):
    with pytest.raises(SendFailed) as failed:
        await page.fetch(f"{api.address}/round")
    assert failed.value.permanent
    assert api.rounds == 3


@pytest.mark.parametrize("path", ["gone", "nothing"])
async def test_an_attachment_that_is_gone_is_not_asked_for_again(page, api, path):
    with pytest.raises(SendFailed) as failed:
        await page.fetch(f"{api.address}/{path}")
    assert failed.value.permanent


async def test_no_stand_in_is_taken_for_metas_own_host(session):
    with pytest.raises(SendFailed) as failed:
        await make(PAGE, session, GraphApi(), api="https://graph.facebook.com").fetch("https://graph.facebook.com/x")
    assert failed.value.permanent


# what Meta says of us


async def test_what_meta_says_of_the_page_and_what_it_must_be_told(page):
    assert await page.check() == (
        "the token is of Example Homes, which tells us of message_reads, messages",
        "the app's webhook must be https://homes.example.org/hooks/messenger with the verify token of [messenger]",
    )


@pytest.mark.parametrize("fields", [[], ["feed"]])
async def test_a_page_that_tells_us_of_no_messages_is_wrong_and_how_to_mend_it_is_said(page, api, fields):
    api.fields = fields
    with pytest.raises(SendFailed) as failed:
        await page.check()
    assert "write register = true in [messenger]" in failed.value.why


@pytest.mark.parametrize(("kind", "field"), [(PAGE, "message_deliveries"), (ACCOUNT, "messaging_postbacks")])
async def test_meta_is_asked_to_tell_us_where_the_settings_say_so(session, api, kind, field):
    api.fields = []
    await make(kind, session, api, register=True).check()
    assert {"messages", field} <= set(api.fields)


async def test_a_token_that_meta_does_not_know_is_wrong(session, api):
    with pytest.raises(SendFailed) as failed:
        await make(PAGE, session, api, token="another").check()
    assert "token" in failed.value.why


# the stand-in


@pytest.mark.parametrize(
    ("message", "wrong"),
    [
        ({"recipient": {"id": "1"}, "messaging_type": "RESPONSE", "message": {"text": "x"}}, False),
        ({"recipient": {"comment_id": "1"}, "message": {"text": "x"}}, False),
        ({"recipient": {"id": "1"}, "message": {"text": "x"}}, True),
        ({"recipient": {}, "messaging_type": "RESPONSE", "message": {"text": "x"}}, True),
        ({"recipient": {"id": "1"}, "messaging_type": "MESSAGE_TAG", "message": {"text": "x"}}, True),
        ({"recipient": {"id": "1"}, "messaging_type": "RESPONSE", "message": {"text": "x" * 2001}}, True),
    ],
)
def test_the_stand_in_takes_what_meta_takes(message, wrong):
    assert bool(wrong_with(message)) is wrong
