"""What processes tell each other through Redis, also those of another version."""

import asyncio
import logging

import orjson
import pytest
from redis.asyncio import Redis as Client

from store.db import Announcements
from store.queue.pubsub import CHANNEL, PubSub, read, written
from tests.fakes import FakeClock
from tests.servers import Redis
from tests.stores import open_store

SECONDS = 10.0
EVERYTHING = Announcements(
    history={3, 7},
    desk=True,
    router=True,
    replies={("sms", True), ("webchat", False)},
    doubts=True,
    effects=True,
    media=True,
    elsewhere=True,
)


def told(**changes):
    return orjson.dumps({**orjson.loads(written(Announcements(desk=True), "another")), **changes})


def test_what_is_told_is_what_is_heard():
    assert read(written(EVERYTHING, "another")) == ("another", EVERYTHING, frozenset())


def test_a_field_of_another_version_is_left_out():
    name, announced, unknown = read(told(drones=True))
    assert (name, announced.desk, unknown) == ("another", True, {"drones"})


def test_a_channel_of_another_version_is_left_out():
    _, announced, unknown = read(told(replies=[["pigeon", True], ["sms", False]]))
    assert (announced.replies, unknown) == ({("sms", False)}, {"pigeon"})


def test_a_field_that_another_version_does_not_know_is_not_said():
    assert read(b'{"from": "older", "desk": true}')[1] == Announcements(desk=True, elsewhere=True)


@pytest.mark.slow
async def test_whatever_is_told_the_next_is_heard(tmp_path, caplog):
    caplog.set_level(logging.WARNING)
    store = open_store(tmp_path, FakeClock())
    heard = asyncio.Queue()
    store.listen(heard.put_nowait)
    with Redis() as server:
        async with Client.from_url(server.address, protocol=2) as client:
            listening = asyncio.create_task(PubSub(client, store, "here").subscribe())
            async with asyncio.timeout(SECONDS):
                while not await client.publish(CHANNEL, told()):
                    await asyncio.sleep(0)
                for strange in (b"\x00", b"7", b"[]", b'{"desk": true}', told(replies=[1]), told(drones=1)):
                    await client.publish(CHANNEL, strange)
                await client.publish(CHANNEL, told(history=[42]))
                while (await heard.get()).history != {42}:
                    pass
            assert not listening.done()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
    await store.close()
    said = [record.message for record in caplog.records]
    assert said.count("news could not be understood") == 5
    assert said.count("another version told what is not known here") == 1
