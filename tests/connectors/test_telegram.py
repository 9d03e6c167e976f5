"""What Telegram's updates become, held against the library's own reading; what it is sent; what its answers mean."""

import asyncio
import contextlib
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
import telegram
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.parts import fitting, split
from connectors.base import Forged, NotSet, SendFailed, Unreadable
from connectors.telegram import Telegram
from model.channel import Channel
from model.message import Inbound, Media, Outbound, Unread
from tests.connectors.bot_api import PICTURE, TOKEN, BotApi
from tests.connectors.examples.telegram import PAYLOADS, SECRET, hook, make, payload

REPLY = Outbound("r-1", Channel.TELEGRAM, "700900123", "We have your message.")
BETHAN = "Bethan Example"
NAMES = sorted(path.stem for path in PAYLOADS.glob("*.json"))
FIRST = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
async def api():
    api = BotApi()
    server = await api.start()
    yield api
    await server.close()


@pytest.fixture
def bot(session, api):
    return make(session, api)


def said(number: int, text: str, media: tuple[Media, ...] = (), note: str = "") -> Inbound:
    """What Bethan wrote as her message 40 + `number`, as many seconds after ten."""
    at = FIRST + timedelta(seconds=number)
    return Inbound(Channel.TELEGRAM, "700900123", f"700900123:{40 + number}", text, at, media, BETHAN, note=note)


def tapped(id_: str, label: str) -> Inbound:
    return Inbound(Channel.TELEGRAM, "700900123", f"700900123:tap:{id_}", label, name=BETHAN)


BECOMES = {
    "text": [said(1, "the tap's dripping 💧 & it £ costs")],
    "start": [said(3, "Hello", note="pressed Start")],
    "photo": [said(4, "the damp in the hall", (Media("telegram:file-large", ""),))],
    "album": [said(5, "", (Media("telegram:file-second", ""),))],
    "document": [said(6, "", (Media("telegram:file-document", "application/pdf"),))],
    "large_document": [
        said(7, "the whole flood", note="an attachment of more than 20 MB, which Telegram does not hand over")
    ],
    "voice": [said(8, "", (Media("telegram:file-voice", "audio/ogg"),))],
    "audio": [said(9, "", (Media("telegram:file-audio", "audio/mpeg"),))],
    "video": [said(10, "", (Media("telegram:file-video", "video/mp4"),))],
    "video_note": [said(11, "", (Media("telegram:file-round", ""),))],
    "animation": [said(12, "", (Media("telegram:file-moving", "video/mp4"),))],
    "contact": [said(13, "Gareth Example, +447700900124", note="a contact")],
    "location": [said(14, "52.7073, -2.7541", note="a place on the map")],
    "venue": [said(16, "Example House, 1 Example Street, 52.7073, -2.7541", note="a place on the map")],
    "sticker": [said(17, "👍", note="a sticker")],
    "tap": [tapped("3010349", "No")],
    "tap_on_an_old_message": [tapped("3010350", "Yes")],
    "edited": [
        Inbound(
            Channel.TELEGRAM,
            "700900123",
            "700900123:42:1795428600",
            "the kitchen tap is dripping",
            FIRST + timedelta(minutes=10),
            name=BETHAN,
            note="edited",
        )
    ],
    "moving_location": [],
    "pinned": [],
    "group": [],
    "channel_post": [],
    "tap_in_a_group": [],
    "blocked": [],
}


def parse(body):
    return list(make(None, BotApi()).parse(hook(body)))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "poll"])
def test_an_update_becomes_what_it_says(name):
    assert parse(payload(name)) == BECOMES[name]


def test_a_kind_of_message_that_is_not_known_is_kept_for_staff():
    with pytest.raises(Unreadable):
        parse(payload("poll"))


def test_an_edited_message_is_another_one_and_the_same_edit_is_the_same():
    first, again = payload("edited"), payload("edited")
    later = json.loads(json.dumps(first))
    later["edited_message"]["edit_date"] += 60
    assert parse(first)[0].provider_id == parse(again)[0].provider_id != parse(later)[0].provider_id


# the library's own reading


def unknown(value):
    """Fields that the library does not know, anywhere."""
    if isinstance(value, telegram.TelegramObject):
        below = [unknown(getattr(value, name)) for name in value.__slots__ if not name.startswith("_")]
        return list(value.api_kwargs) + [one for found in below for one in found]
    if isinstance(value, list | tuple):
        return [one for part in value for one in unknown(part)]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_a_captured_update_holds_nothing_that_the_library_does_not_know(name):
    assert unknown(telegram.Update.de_json(payload(name))) == []


@pytest.mark.parametrize("name", [name for name, found in BECOMES.items() if found and not name.startswith("tap")])
def test_the_library_reads_the_same(name):
    message = telegram.Update.de_json(payload(name)).effective_message
    [inbound] = parse(payload(name))
    assert inbound.address == str(message.chat.id)
    assert inbound.provider_id.split(":")[1] == str(message.message_id)
    assert inbound.provider_time == (message.edit_date or message.date)
    assert inbound.name == message.from_user.full_name
    attached = message.effective_attachment
    files = attached if isinstance(attached, list | tuple) else [attached]
    assert {one.url for one in inbound.media} <= {f"telegram:{getattr(file, 'file_id', '')}" for file in files}


@pytest.mark.parametrize("name", ["tap", "tap_on_an_old_message"])
def test_the_library_reads_the_same_of_a_tap(name):
    tap = telegram.Update.de_json(payload(name)).callback_query
    [inbound] = parse(payload(name))
    assert (inbound.address, inbound.provider_id.split(":")[2]) == (str(tap.from_user.id), tap.id)


# whatever arrives

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4),
    max_leaves=12,
)


@st.composite
def mangled(draw):
    """A captured update in which something, somewhere, is something else."""
    update = payload(draw(st.sampled_from(NAMES)))
    there = update
    for _ in range(draw(st.integers(0, 4))):
        deeper = [value for value in (there.values() if isinstance(there, dict) else there) if value and is_deep(value)]
        there = draw(st.sampled_from(deeper)) if deeper else there
    keys = sorted(there) if isinstance(there, dict) else range(len(there))
    there[draw(st.sampled_from(keys))] = draw(ANYTHING)
    return update


def is_deep(value):
    return isinstance(value, dict | list)


@settings(max_examples=300, deadline=None)
@given(update=mangled() | ANYTHING)
def test_any_update_is_read_or_kept_for_staff(update):
    with contextlib.suppress(Unreadable):
        for inbound in parse(json.dumps(update).encode()):
            assert inbound.address
            assert inbound.provider_id
            inbound.text.encode()


@settings(deadline=None)
@given(body=st.binary(max_size=300))
def test_any_bytes_are_read_or_kept_for_staff(body):
    with contextlib.suppress(Unreadable):
        parse(body)


@pytest.mark.parametrize("caption", ["🔥", ""])
def test_a_photo_with_hardly_a_word_or_none_is_kept(caption):
    update = payload("photo")
    update["message"]["caption"] = caption
    [inbound] = parse(update)
    assert (inbound.text, len(inbound.media)) == (caption, 1)


WIDE = [[{"text": "Yes", "callback_data": "0"}]]


@pytest.mark.parametrize("size", [5_000, 1024 * 1024])
@pytest.mark.parametrize("filling", ["💧", '"', "[", WIDE])
def test_a_megabyte_is_read_in_time(filling, size):
    update = payload("tap")
    times = size // len(json.dumps(filling))
    update["callback_query"]["message"] |= {
        "text": str(filling) * times,
        "reply_markup": {"inline_keyboard": WIDE * times},
    }
    bot = make(None, BotApi())
    for body in (json.dumps(update, ensure_ascii=False).encode()[: 1024 * 1024], str(filling).encode() * times):
        start = time.thread_time()
        with contextlib.suppress(Unreadable):
            bot.parse(hook(body))
        assert time.thread_time() - start < 0.25  # measured: at most 0.01 where nothing else runs


def test_the_secret_is_of_the_token_and_fits_into_what_telegram_takes():
    other = make(None, BotApi(), token="700900001:another").account.secret
    assert other != SECRET
    assert 1 <= len(SECRET) <= 256
    assert SECRET.isalnum()
    assert TOKEN not in SECRET


def test_a_webhook_of_another_bot_is_forged():
    with pytest.raises(Forged):
        make(None, BotApi(), token="700900001:another").parse(hook(payload("text")))


def test_without_a_token_the_channel_is_off():
    with pytest.raises(NotSet):
        make(None, BotApi(), token="$TELEGRAM_TOKEN")


# what is sent


async def test_a_reply_is_sent_and_has_an_id_of_its_own(bot, api):
    assert await bot.send(REPLY) == "700900123:78"
    [asked] = api.of("sendMessage")
    assert (asked["chat_id"], asked["text"]) == ("700900123", "We have your message.")
    assert json.loads(asked["link_preview_options"]) == {"is_disabled": True}


async def test_choices_are_keys_that_write_their_label_one_in_a_row(bot, api):
    await bot.send(Outbound("r-1", Channel.TELEGRAM, "700900123", "Does it drip?", ("Yes, it does", "No")))
    [asked] = api.of("sendMessage")
    keyboard = json.loads(asked["reply_markup"])
    assert keyboard["keyboard"] == [[{"text": "Yes, it does"}], [{"text": "No"}]]
    assert keyboard["one_time_keyboard"] is keyboard["resize_keyboard"] is True


async def test_a_reply_without_choices_takes_those_of_an_older_question_away(bot, api):
    await bot.send(REPLY)
    [asked] = api.of("sendMessage")
    assert json.loads(asked["reply_markup"]) == {"remove_keyboard": True}


@settings(deadline=None)
@given(text=st.text("a💧é .", min_size=1, max_size=40))
def test_every_part_of_a_long_text_fits_as_telegram_counts(text):
    for part in split(text * 400, fitting(Telegram.capabilities)):
        assert len(part.encode("utf-16-le")) // 2 <= 4096


def test_a_text_that_just_fits_is_one_message():
    fits = fitting(Telegram.capabilities)
    assert fits("💧" * 2048)
    assert not fits("💧" * 2048 + "a")


# what a failure means


async def refused(bot):
    with pytest.raises(SendFailed) as failed:
        await bot.send(REPLY)
    return failed.value


@pytest.mark.parametrize(
    ("status", "description", "permanent", "uncertain", "elsewhere"),
    [
        (403, "Forbidden: bot was blocked by the user", True, False, True),
        (400, "Bad Request: chat not found", True, False, True),
        (400, "Bad Request: message is too long", True, False, False),
        (401, "Unauthorized", False, False, False),
        (404, "Not Found", False, False, False),
        (413, "Request Entity Too Large", False, False, False),
        (429, "Too Many Requests", False, False, False),
        (500, "Internal Server Error", False, True, False),
        (502, "Bad Gateway", False, True, False),
    ],
)
async def test_a_refusal_says_what_to_do(bot, api, status, description, permanent, uncertain, elsewhere):
    api.fail("sendMessage", status, description)
    failure = await refused(bot)
    assert (failure.permanent, failure.uncertain, failure.elsewhere) == (permanent, uncertain, elsewhere)


@pytest.mark.parametrize(("asked", "seconds"), [(7, 7.0), (0, 0.0), (10**9, 24 * 60 * 60.0)])
async def test_flood_control_says_how_long_to_wait(bot, api, asked, seconds):
    api.fail("sendMessage", 429, f"Too Many Requests: retry after {asked}", retry_after=asked)
    failure = await refused(bot)
    assert (failure.retry_after, failure.permanent, failure.uncertain) == (seconds, False, False)


async def test_a_group_that_moved_is_not_asked_again(bot, api):
    api.fail("sendMessage", 400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007009003)
    assert (await refused(bot)).permanent


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b"{}", b'{"ok": true}', b'{"ok": true, "result": 7}'])
async def test_an_acceptance_that_cannot_be_read_is_uncertain(bot, api, body):
    api.answers["sendMessage"] = (200, body)
    failure = await refused(bot)
    assert (failure.permanent, failure.uncertain) == (False, True)


async def test_what_telegram_answers_is_never_logged(bot, api, caplog):
    caplog.set_level("INFO")
    api.answers["sendMessage"] = (200, b"a tenant's words")
    await refused(bot)
    assert "tenant" not in caplog.text


async def test_a_connection_that_breaks_is_uncertain(bot, api):
    api.hang.add("sendMessage")
    assert (await refused(bot)).uncertain


async def test_no_answer_in_time_is_uncertain(bot, api):
    api.silent.add("sendMessage")
    bot.http.seconds = 0.2
    assert (await refused(bot)).uncertain


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://nobody.invalid"])
async def test_a_telegram_that_cannot_be_reached_took_nothing(session, api, address):
    api.address = address
    failure = await refused(make(session, api))
    assert (failure.permanent, failure.uncertain) == (False, False)


async def test_a_token_that_is_refused_is_an_error_for_staff(bot, api, caplog):
    api.fail("sendMessage", 401, "Unauthorized")
    await refused(bot)
    [record] = [one for one in caplog.records if one.levelname == "ERROR"]
    assert TOKEN not in record.getMessage()


# attachments


async def test_an_attachment_is_fetched_by_its_id(bot, api):
    fetched = await bot.fetch("telegram:file-large")
    assert (fetched.content, fetched.content_type) == (PICTURE, "image/png")
    assert api.of("getFile") == [{"file_id": "file-large"}]


@pytest.mark.parametrize(
    "url", ["https://example.org/x", "file:///etc/passwd", "http://169.254.169.254/latest", "file-large", ""]
)
async def test_an_attachment_elsewhere_is_never_fetched(bot, api, url):
    with pytest.raises(SendFailed) as failed:
        await bot.fetch(url)
    assert failed.value.permanent
    assert api.asked == []


async def test_an_attachment_that_is_too_large_is_not_asked_for_again(bot, api):
    api.fail("getFile", 400, "Bad Request: file is too big")
    with pytest.raises(SendFailed) as failed:
        await bot.fetch("telegram:file-large")
    assert failed.value.permanent


@pytest.mark.parametrize("answer", [b"{}", b'{"ok": true, "result": 7}', b'{"ok": true, "result": {}}'])
async def test_an_attachment_of_which_telegram_says_nothing_is_asked_for_again(bot, api, answer):
    api.answers["getFile"] = (200, answer)
    with pytest.raises(SendFailed) as failed:
        await bot.fetch("telegram:file-large")
    assert not failed.value.permanent


# without a public address


class Kept:
    """An intake in memory; `enough` is set with the wanted number of batches."""

    def __init__(self, cursor: str = "", batches: int = 1) -> None:
        self.at = cursor
        self.batches = batches
        self.found: list[object] = []
        self.enough = asyncio.Event()

    async def cursor(self) -> str:
        return self.at

    async def keep(self, found, cursor) -> None:
        self.found += found
        self.at = cursor
        self.batches -= 1
        if not self.batches:
            self.enough.set()


class Full:
    """An intake whose disk is full."""

    async def cursor(self) -> str:
        return ""

    async def keep(self, found, cursor) -> None:
        raise OSError("the disk is full")


async def fetched(bot, kept, until):
    """Read until the event."""
    reading = asyncio.create_task(bot.run(kept))
    waiting = asyncio.create_task(until.wait())
    await asyncio.wait({reading, waiting}, return_when=asyncio.FIRST_COMPLETED, timeout=10)
    assert waiting.done(), "it ended" if reading.done() else "nothing came"
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)


@pytest.mark.parametrize(("fetch", "fetches"), [(True, True), (False, False), ("yes", False), (None, False)])
def test_updates_are_fetched_only_where_the_settings_say_so(fetch, fetches):
    assert make(None, BotApi(), fetch=fetch).fetches is fetches


async def test_what_waits_is_fetched_with_how_far_that_is(session, api):
    api.updates = [payload("text"), payload("photo"), payload("group")]
    kept = Kept()
    await fetched(make(session, api, fetch=True), kept, kept.enough)
    assert kept.found == BECOMES["text"] + BECOMES["photo"]
    assert kept.at == str(payload("group")["update_id"] + 1)


async def test_it_goes_on_from_where_it_was(session, api):
    api.updates = [payload("text"), payload("photo")]
    kept = Kept(str(payload("photo")["update_id"]))
    await fetched(make(session, api, fetch=True), kept, kept.enough)
    assert kept.found == BECOMES["photo"]


async def test_it_asks_for_what_comes_next_once_this_is_kept(session, api):
    api.updates = [payload("text")]
    kept = Kept()
    await fetched(make(session, api, fetch=True), kept, api.idle)
    assert [one["offset"] for one in api.of("getUpdates")] == ["0", kept.at]
    assert json.loads(api.of("getUpdates")[0]["allowed_updates"]) == ["message", "edited_message", "callback_query"]


async def test_it_asks_for_the_same_again_where_this_could_not_be_kept(session, api):
    api.updates = [payload("text")]
    kept = Kept(batches=-1)
    bot = make(session, api, fetch=True)
    with pytest.raises(OSError, match="the disk is full"):
        await bot.run(Full())
    await fetched(bot, kept, api.idle)
    assert kept.found == BECOMES["text"]


async def test_what_cannot_be_read_is_kept_raw_beside_what_can(session, api):
    api.updates = [payload("poll"), payload("text")]
    kept = Kept()
    await fetched(make(session, api, fetch=True), kept, kept.enough)
    [unread, text] = kept.found
    assert isinstance(unread, Unread)
    assert json.loads(unread.raw) == payload("poll")
    assert [text] == BECOMES["text"]


async def test_a_tap_is_answered_once_it_is_kept_and_a_refusal_of_that_stops_nothing(session, api):
    api.updates = [payload("tap")]
    api.fail("answerCallbackQuery", 400, "Bad Request: query is too old")
    await fetched(make(session, api, fetch=True), Kept(), api.idle)
    assert api.of("answerCallbackQuery") == [{"callback_query_id": "3010349"}]


async def test_two_that_fetch_at_once_are_told_and_the_token_is_not(session, api):
    api.webhook["url"] = "https://elsewhere.example.org/hooks/telegram"
    with pytest.raises(SendFailed) as failed:
        await make(session, api, fetch=True).run(Kept())
    assert "webhook is active" in failed.value.why
    assert failed.value.__suppress_context__


# what Telegram says of us


async def test_a_webhook_that_is_ours_is_good(session, api):
    api.webhook["url"] = "https://homes.example.org/hooks/telegram"
    assert await make(session, api).check() == [
        "the bot is @example_homes_bot",
        "updates are posted to https://homes.example.org/hooks/telegram",
    ]


async def test_what_waits_and_what_failed_there_is_told(session, api):
    api.webhook |= {
        "url": "https://homes.example.org/hooks/telegram",
        "pending_update_count": 3,
        "last_error_date": 1795428000,
        "last_error_message": "Wrong response from the webhook: 403 Forbidden",
    }
    assert (await make(session, api).check())[2:] == [
        "3 wait there",
        "Telegram's last try to post failed: Wrong response from the webhook: 403 Forbidden",
    ]


@pytest.mark.parametrize(
    ("url", "fetch", "why"),
    [
        ("", False, "posts nowhere and should post to https://homes.example.org/hooks/telegram"),
        ("https://elsewhere.example.org/x", False, "posts to https://elsewhere.example.org/x and should post to"),
        ("https://elsewhere.example.org/x", True, "should wait to be asked"),
    ],
)
async def test_updates_that_would_not_come_are_wrong_and_how_to_mend_it_is_said(session, api, url, fetch, why):
    api.webhook["url"] = url
    with pytest.raises(SendFailed) as failed:
        await make(session, api, fetch=fetch).check()
    assert why in failed.value.why
    assert "register = true" in failed.value.why


@pytest.mark.parametrize(("fetch", "url"), [(False, "https://homes.example.org/hooks/telegram"), (True, "")])
async def test_telegram_is_told_where_the_settings_say_so(session, api, fetch, url):
    api.webhook["url"] = "https://elsewhere.example.org/x"
    await make(session, api, fetch=fetch, register=True).check()
    assert api.webhook["url"] == url
    assert [one["secret_token"] for one in api.of("setWebhook")] == ([] if fetch else [SECRET])


async def test_telegram_is_told_nothing_unless_the_settings_say_so(session, api):
    with pytest.raises(SendFailed):
        await make(session, api).check()
    assert api.of("setWebhook") == api.of("deleteWebhook") == []


async def test_a_token_that_telegram_does_not_know_is_wrong(session, api):
    with pytest.raises(SendFailed) as failed:
        await make(session, api, token="700900001:another").check()
    assert "BotFather" in failed.value.why


async def test_a_telegram_that_cannot_be_reached_is_wrong(session, api):
    api.address = "http://127.0.0.1:9"
    with pytest.raises(SendFailed):
        await make(session, api).check()
