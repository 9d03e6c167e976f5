"""Signing in and out, the door of the API, and what a session is good for."""

from typing import Any

import pytest
from aiohttp.test_utils import make_mocked_request

from desk import passwords
from desk.door import client_address
from store import colleagues, sessions
from tests.desk.house import Browser, House

EMAIL = "priya@example.org"
PASSWORD = "correct horse battery staple"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture
async def browser(house: House, password_hash: str) -> Browser:
    """Priya works here; nobody is signed in."""
    colleague = await house.joins("Priya Raman")
    await house.store.write(colleagues.set_password, colleague, password_hash)
    return await house.browser()


async def sign_in(browser: Browser, password: str = PASSWORD, email: str = EMAIL) -> Any:
    return await browser.ask("POST", "/api/session", {"email": email, "password": password})


async def test_the_right_password_signs_in_and_says_who_i_am(browser: Browser) -> None:
    me = await (await sign_in(browser, email=" Priya@Example.org ")).json()
    assert (me["name"], me["first_name"], me["presence"], me["load"]) == ("Priya Raman", "Priya", "available", 0)
    assert await browser.get("/api/me") == me


async def test_the_cookie_cannot_be_read_by_scripts_and_stays_on_our_pages(browser: Browser) -> None:
    cookie = (await sign_in(browser)).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


async def test_the_token_is_stored_by_its_hash_alone(house: House, browser: Browser) -> None:
    token = (await sign_in(browser)).cookies["doorstep"].value
    stored = await house.store.read(lambda db: [row["token_hash"] for row in db.ask("SELECT token_hash FROM session")])
    assert stored == [sessions.hashed(token)]


async def test_a_wrong_password_and_an_unknown_email_are_answered_alike(browser: Browser) -> None:
    wrong = await sign_in(browser, "wrong")
    unknown = await sign_in(browser, email="nobody@example.org")
    assert (wrong.status, await wrong.json()) == (unknown.status, await unknown.json())
    assert wrong.status == 401


async def test_the_eleventh_try_of_an_email_waits_although_it_is_right(house: House, browser: Browser) -> None:
    for _ in range(10):
        await house.store.write(sessions.attempt, EMAIL, "192.0.2.1")
    assert (await sign_in(browser)).status == 429
    house.clock.forward(minutes=15)
    assert (await sign_in(browser)).status == 200


async def test_tries_are_counted_by_network_address_too(house: House, browser: Browser) -> None:
    for number in range(10):
        await house.store.write(sessions.attempt, f"somebody{number}@example.org", "127.0.0.1")
    assert (await sign_in(browser)).status == 429


async def test_signing_in_rightly_does_not_count_against_an_office(house: House) -> None:
    for number in range(30):
        email = f"somebody{number}@example.org"
        assert await house.store.write(sessions.attempt, email, "192.0.2.1") is not None
        await house.store.write(sessions.succeeded, email, "192.0.2.1")


async def test_an_idle_session_ends_after_twelve_hours(house: House, browser: Browser) -> None:
    await sign_in(browser)
    house.clock.forward(hours=11, minutes=59)
    assert await browser.status("GET", "/api/me") == 200
    house.clock.forward(hours=11, minutes=59)
    assert await browser.status("GET", "/api/me") == 200
    house.clock.forward(hours=12)
    assert await browser.status("GET", "/api/me") == 401


async def test_nobody_stays_signed_in_for_more_than_a_week(house: House, browser: Browser) -> None:
    await sign_in(browser)
    for _ in range(14):
        house.clock.forward(hours=11, minutes=55)
        last = await browser.status("GET", "/api/me")
    assert last == 200
    house.clock.forward(hours=2)
    assert await browser.status("GET", "/api/me") == 401


async def test_signing_out_ends_the_session_itself(house: House, browser: Browser) -> None:
    answer = await sign_in(browser)
    browser.csrf = (await answer.json())["csrf"]
    token = answer.cookies["doorstep"].value
    assert await browser.status("DELETE", "/api/session") == 200
    assert (await browser.ask("GET", "/api/me", headers={"Cookie": f"doorstep={token}"})).status == 401


async def test_signing_in_again_ends_the_session_before(browser: Browser) -> None:
    before = (await sign_in(browser)).cookies["doorstep"].value
    await sign_in(browser)
    browser.client.session.cookie_jar.clear()
    assert (await browser.ask("GET", "/api/me", headers={"Cookie": f"doorstep={before}"})).status == 401


async def test_a_new_password_ends_every_session(house: House, browser: Browser, password_hash: str) -> None:
    await sign_in(browser)
    colleague = await house.joins("Priya Raman")
    await house.store.write(colleagues.set_password, colleague, password_hash)
    assert await browser.status("GET", "/api/me") == 401


async def test_joining_again_keeps_the_password(house: House, browser: Browser) -> None:
    await house.joins("Priya Raman", "supervisor")
    me = await (await sign_in(browser)).json()
    assert me["roles"] == ["supervisor"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/me"),
        ("GET", "/api/enquiries"),
        ("GET", "/api/enquiries/x"),
        ("POST", "/api/enquiries/x/take"),
        ("POST", "/api/enquiries/x/reply"),
        ("POST", "/api/alarms/x/seen"),
        ("GET", "/api/trouble"),
        ("GET", "/api/media/x"),
        ("GET", "/api/live"),
        ("PUT", "/api/presence"),
        ("DELETE", "/api/session"),
    ],
)
async def test_nothing_is_open_to_strangers(house: House, method: str, path: str) -> None:
    stranger = await house.browser()
    assert await stranger.status(method, path) == 401


async def test_every_address_of_the_api_is_behind_the_door(house: House) -> None:
    stranger = await house.browser()
    for route in house.server.app.router.routes():
        if route.resource and route.resource.canonical.startswith("/api/") and route.method not in ("HEAD", "OPTIONS"):
            path = route.resource.canonical.replace("{id}", "x").replace("{message}", "m")
            expected = {"/api/public": 200}.get(path, 400 if (route.method, path) == ("POST", "/api/session") else 401)
            assert await stranger.status(route.method, path) == expected, path


async def test_a_write_without_the_csrf_token_is_refused(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("the tap is dripping")
    for token in ("", "guessed", "csrf of Priya Ramam", "caf\xe9"):
        answer = await priya.client.post(f"/api/enquiries/{enquiry}/take", headers={"X-CSRF-Token": token})
        assert answer.status == 403
    assert (await priya.get(f"/api/enquiries/{enquiry}"))["owner"] is None


async def test_a_colleagues_csrf_token_is_no_good_for_another(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    tom = await house.signed_in("Tom Ashdown")
    tom.csrf = priya.csrf
    assert await tom.status("PUT", "/api/presence", {"presence": "available"}) == 403


async def test_presence_is_stated_and_told(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    answer = await priya.ask("PUT", "/api/presence", {"presence": "available"})
    assert (await answer.json())["presence"] == "available"
    assert await priya.status("PUT", "/api/presence", {"presence": "asleep"}) == 400


async def test_a_password_takes_as_long_for_nobody() -> None:
    assert not await passwords.fits("guess", "")
    assert not await passwords.fits("nobody", "")
    assert not await passwords.fits("guess", "not a hash")


async def test_by_https_the_cookie_never_travels_without(built: Any, password_hash: str) -> None:
    house: House = await built(secure=True)
    await house.store.write(colleagues.set_password, await house.joins("Priya Raman"), password_hash)
    answer = await sign_in(await house.browser())
    assert answer.headers["Set-Cookie"].startswith("__Host-doorstep=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "192.0.2.1", "127.0.0.1"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "made up, 192.0.2.1", "192.0.2.1"),
        (2, "made up, 192.0.2.1, 198.51.100.7", "192.0.2.1"),
        (2, "192.0.2.1", "127.0.0.1"),
    ],
)
def test_who_asks_is_told_by_our_own_proxies_and_nobody_else(proxies: int, forwarded: str, address: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": forwarded})
    assert client_address(request.clone(remote="127.0.0.1"), proxies) == address
