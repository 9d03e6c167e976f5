"""Attachments: fetched, told by their content what they are, kept as files; or lost, and said to be."""

from connectors.base import Fetched
from doorstep.media import MOST_TRIES
from model.message import Inbound, Media
from store import media
from store.media import Kept
from tests.plays.people import BETHAN

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 300


async def text_with(stage, *urls, fetch=True):
    attached = tuple(Media(url, "image/jpeg") for url in urls)
    inbound = Inbound(stage.sms.channel, BETHAN, "SM1", "look at this tap", media=attached)
    await stage.system.intake.accept(inbound, stage.sms.capabilities)
    if fetch:
        await stage.system.media.keep_some()
    return await stage.query("SELECT * FROM media ORDER BY id")


async def test_a_picture_is_kept_under_its_hash_and_named_by_what_it_is(stage):
    stage.sms.pictures["one"] = Fetched(PNG, "text/html")
    [kept] = await text_with(stage, "one")
    assert (kept["state"], kept["content_type"], kept["bytes"]) == ("kept", "image/png", len(PNG))
    assert stage.system.media.files.path(kept["sha256"]).read_bytes() == PNG


async def test_what_shows_no_type_is_only_a_file(stage):
    stage.sms.pictures["one"] = Fetched(b"<script>alert(1)</script>", "image/png")
    [kept] = await text_with(stage, "one")
    assert kept["content_type"] == "application/octet-stream"


async def test_a_picture_that_is_gone_is_lost_and_the_message_is_not(stage):
    [lost] = await text_with(stage, "gone")
    assert lost["state"] == "lost"
    assert len(await stage.query("SELECT id FROM message WHERE direction = 'in'")) == 1


async def test_an_attachment_is_fetched_by_one_process_at_a_time(stage):
    await text_with(stage, "gone for now", fetch=False)
    store = stage.system.parts.store
    [late] = await store.write(media.take, 4)
    assert await store.write(media.take, 4) == []
    stage.clock.at += media.LEASE
    [mine] = await store.write(media.take, 4)
    await store.write(media.postpone, late, stage.clock(), "too late", lost=True)
    await store.write(media.keep, mine, Kept("ab" * 32, 9, "image/png"))
    await store.write(media.keep, late, Kept("cd" * 32, 8, "image/gif"))
    [row] = await stage.query("SELECT state, sha256, attempts FROM media")
    assert (row["state"], row["sha256"], row["attempts"]) == ("kept", "ab" * 32, 2)


async def test_a_picture_that_cannot_be_fetched_in_a_way_nobody_foresaw_is_lost_after_some_tries(stage):
    stage.sms.pictures["one"] = Fetched(PNG, "image/png")
    stage.sms.pictures["odd"] = None
    await text_with(stage, "odd", "one")
    assert await states(stage) == ["wanted", "kept"]
    for _ in range(MOST_TRIES):
        stage.clock.forward(hours=1)
        await stage.system.media.keep_some()
    assert await states(stage) == ["lost", "kept"]


async def test_a_picture_of_a_channel_that_is_off_holds_up_no_other(stage):
    stage.sms.pictures["one"] = Fetched(PNG, "image/png")
    await text_with(stage, *["other"] * 4, "one", fetch=False)
    off = "UPDATE media SET channel = 'whatsapp' WHERE url = 'other'"
    await stage.system.parts.store.write(lambda db: db.ask(off))
    for _ in range(2):
        await stage.system.media.keep_some()
    assert await states(stage) == ["wanted"] * 4 + ["kept"]


async def states(stage):
    return [row["state"] for row in await stage.query("SELECT state FROM media ORDER BY id")]
