"""A call that is logged on the desk, found in the landlord's records, with the whole system behind it."""

import time

import pytest
from playwright.sync_api import Page, expect

from doorstep.demo import PASSWORD

pytestmark = pytest.mark.slow

#: a tenant of the demonstration, by the number that the landlord holds
KIERAN = "07700 900002"
#: seconds of typing that logging may take
QUICK = 15


@pytest.fixture
def desk(browser, doorstep):
    """Opens a colleague's desk, each in a browser of its own."""
    opened = []

    def sign_in(name: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        opened.append(context)
        page = context.new_page()
        page.goto(f"{doorstep.address}/desk")
        page.locator("input[type=email]").fill(f"{name}@example.org")
        page.locator("input[type=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Trouble")).to_be_visible()
        return page

    yield sign_in
    for context in opened:
        context.close()


def test_a_call_of_somebody_in_the_records_is_logged_within_seconds(desk, shots):
    page = desk("marek.zielony")
    page.keyboard.press("c")
    expect(page.locator("input[name=who]")).to_be_focused()
    began = time.monotonic()
    page.keyboard.type(KIERAN)
    expect(page.get_by_role("option").first).to_contain_text("Kieran Tonks")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("rent: pay")
    page.keyboard.press("Tab")
    page.keyboard.type("Paid at the post office this morning.", delay=20)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.screenshot(path=str(shots / "desk-log-a-call.png"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("desk-thread").get_by_text("Call, logged by Marek Zielony")).to_be_visible()
    assert time.monotonic() - began < QUICK
    expect(page.locator("desk-thread h1")).to_contain_text("Kieran Tonks")
    expect(page.locator("desk-composer")).to_contain_text(KIERAN)
    expect(page.locator("desk-panel")).to_contain_text("Tenancy")
    page.screenshot(path=str(shots / "desk-logged-call.png"))


def test_an_emergency_that_was_rung_in_rings_on_every_desk(desk):
    other = desk("priya.raman")
    page = desk("marek.zielony")
    page.get_by_role("button", name="Log a call or a visit").click()
    page.locator("input[name=about]").fill("repair")
    page.keyboard.press("Tab")
    page.keyboard.type("smells gas in the hall")
    page.keyboard.press("Control+Enter")
    page.get_by_role("checkbox", name="Emergency", exact=True).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Logged as DS-")).to_be_visible()
    expect(other.get_by_role("button", name="I have this").first).to_be_visible(timeout=15_000)
