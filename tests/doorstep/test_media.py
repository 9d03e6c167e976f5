"""Attachments: fetched, told by their content what they are, kept as files; or lost, and said to be."""

from connectors.base import Fetched
from model.message import Inbound, Media
from tests.plays.people import BETHAN

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 300


async def text_with(stage, *urls):
    media = tuple(Media(url, "image/jpeg") for url in urls)
    inbound = Inbound(stage.sms.channel, BETHAN, "SM1", "look at this tap", media=media)
    await stage.system.intake.accept(inbound, stage.sms.capabilities)
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
