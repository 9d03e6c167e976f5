"""A provider's files: which hosts are asked for them, wherever they move, and who is told the credentials."""

from types import SimpleNamespace

import pytest

from connectors.asking import MOST_PLACES, Attachments
from connectors.base import MOST_BYTES, Fetched, SendFailed
from connectors.twilio.http import TwilioHttp

TWILIO = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
CDN = "https://mms.twiliocdn.com/AC1/abc?Expires=1&Signature=a~b"
STORE = "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/abc"
AUTH = ("AC1", "a-token-for-tests")


class Answer:
    """What stands at one address: a place that it moved to, or a status."""

    def __init__(self, found: str | int, content: bytes = b"\x89PNG") -> None:
        moved = isinstance(found, str)
        self.status = 307 if moved else found
        self.headers = {"Location": found} if moved else {"Content-Type": "image/png; charset=binary"}
        self.content = SimpleNamespace(iter_any=self._chunks)
        self._content = content

    async def _chunks(self):
        yield self._content

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        return None


class World:
    """A session in which every host is ours: addresses and what stands there. Keeps what was asked, and with what."""

    def __init__(self, found: dict[str, str | int], content: bytes = b"\x89PNG") -> None:
        self.found = found
        self.content = content
        self.asked: list[tuple[str, bool]] = []

    def request(self, method, url, *, headers=None, allow_redirects=True, **_):
        assert (method, allow_redirects) == ("GET", False)
        self.asked.append((str(url), "Authorization" in (headers or {})))
        return Answer(self.found[str(url)], self.content)


class Broken:
    """A session whose connections break in a way that is the operating system's alone."""

    def request(self, *_, **__):
        raise ConnectionResetError("reset by peer")


async def of_twilio(world, url=TWILIO):
    return await TwilioHttp(world).file(url, AUTH)


async def refused(world, url=TWILIO):
    with pytest.raises(SendFailed) as failed:
        await of_twilio(world, url)
    return failed.value


@pytest.mark.parametrize("place", [CDN, STORE, "https://d1.cloudfront.net/abc", "https://media.twilio.com/abc"])
async def test_a_file_is_followed_to_where_twilio_keeps_it_and_nobody_there_is_told_the_credentials(place):
    world = World({TWILIO: place, place: 200})
    assert await of_twilio(world) == Fetched(b"\x89PNG", "image/png")
    assert world.asked == [(TWILIO, True), (place, False)]


async def test_the_first_host_is_told_the_credentials_also_at_another_address_of_its_own():
    world = World({TWILIO: "/other", "https://api.twilio.com/other": CDN, CDN: 200})
    assert (await of_twilio(world)).content == b"\x89PNG"
    assert [told for _, told in world.asked] == [True, True, False]


@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest",
        "http://127.0.0.1:8080/desk",
        "http://mms.twiliocdn.com/abc",
        "https://evil.example/abc",
        "https://eviltwiliocdn.com/abc",
        "https://mms.twiliocdn.com.evil.example/abc",
        "https://mms.twiliocdn.com@evil.example/abc",
        "https://evil.example\\@mms.twiliocdn.com/abc",
        "https://somebody:secret@mms.twiliocdn.com/abc",
        "//evil.example/abc",
        "file:///etc/passwd",
        "https://[::1/abc",
    ],
)
async def test_a_file_that_moved_anywhere_else_is_never_asked_for(place):
    world = World({TWILIO: place})
    failure = await refused(world)
    assert failure.permanent
    assert "host" in failure.why
    assert world.asked == [(TWILIO, True)]


@pytest.mark.parametrize("url", [CDN, STORE, "https://somebody:secret@api.twilio.com/abc", "https://twilio.com.evil/x"])
async def test_no_other_host_than_twilios_own_is_asked_first(url):
    world = World({url: 200})
    assert (await refused(world, url)).permanent
    assert world.asked == []


async def test_a_file_that_moves_round_and_round_is_given_up():
    world = World({TWILIO: TWILIO})
    assert (await refused(world)).permanent
    assert len(world.asked) == MOST_PLACES


@pytest.mark.parametrize(("status", "permanent"), [(404, True), (410, True), (401, False), (403, False), (503, False)])
async def test_a_file_that_is_gone_is_not_asked_for_again(status, permanent):
    assert (await refused(World({TWILIO: status}))).permanent is permanent


async def test_a_file_that_is_too_long_is_given_up():
    assert (await refused(World({TWILIO: 200}, b"0" * (MOST_BYTES + 1)))).permanent


async def test_a_file_that_breaks_off_is_asked_for_again():
    assert not (await refused(Broken())).permanent


async def test_what_stands_in_for_a_provider_is_known_by_its_whole_address():
    files = Attachments(World({"http://127.0.0.1:8080/sandbox/a": 200}), (), stand_in="http://127.0.0.1:8080/sandbox")
    assert (await files.fetch("http://127.0.0.1:8080/sandbox/a")).content == b"\x89PNG"
    for url in (
        "http://127.0.0.1:8080/desk",
        "http://127.0.0.1:8080/sandbox/../desk",
        "http://127.0.0.1:80801/sandbox/",
    ):
        with pytest.raises(SendFailed):
            await files.fetch(url)
