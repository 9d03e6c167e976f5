"""A tenant's chat, the bot, the hand-over, a colleague's answer; and the same from a phone. In a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from doorstep.demo import PASSWORD
from doorstep.settings import ROOT

pytestmark = pytest.mark.slow

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
MAREK = "marek.zielony@example.org"


@pytest.fixture
def pages(browser, doorstep):
    """Opens pages that fail the test if anything on them fails."""
    opened = []
    problems: list[str] = []

    def open_page(path: str, width: int = 1440) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=False)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "response",
            lambda answer: (
                problems.append(f"{answer.status} {answer.url}") if _bad(answer.status, answer.url) else None
            ),
        )
        page.goto(doorstep.address + path)
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert problems == []


def _bad(status: int, url: str) -> bool:
    """A page asks who is signed in before anybody is: that refusal is no problem."""
    return status >= 400 and not (status == 401 and url.endswith("/api/me"))


def sign_in(page: Page, email: str = MAREK) -> None:
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Trouble")).to_be_visible()


def say(page: Page, text: str, answer: str) -> None:
    """Write in the chat and wait for what must come back."""
    page.locator("doorstep-chat textarea").fill(text)
    page.keyboard.press("Enter")
    expect(page.locator("doorstep-chat").get_by_text(answer).last).to_be_visible(timeout=15_000)


def accept(desk: Page) -> None:
    """Take the offer, and have the enquiry open."""
    desk.get_by_role("button", name="Accept").first.click(timeout=20_000)
    if not desk.locator("textarea").count():
        desk.keyboard.press("j")
        desk.keyboard.press("Enter")
    expect(desk.locator("textarea").last).to_be_visible()


def serious(page: Page) -> list[str]:
    """axe-core's serious and critical findings on a page."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => JSON.stringify((await axe.run(document)).violations)")
    return [f"{one['id']}: {one['help']}" for one in json.loads(found) if one["impact"] in ("serious", "critical")]


def shot(page: Page, shots: Path, name: str) -> None:
    page.screenshot(path=str(shots / f"{name}.png"))


def test_from_the_chat_to_a_colleague_and_back(pages, shots):
    desk = pages("/desk")
    sign_in(desk)
    chat = pages("/")
    chat.get_by_role("button", name="Chat with us").click()
    say(chat, "my kitchen tap is dripping", "How long has it been like this?")
    say(chat, "since sunday", "Who is at home?")
    say(chat, "just me", "What is the address?")
    say(chat, "34 Quillet Lane HR99 7TD", "Is that right?")
    shot(chat, shots, "chat-summary")
    say(chat, "yes", "Your repair is logged")
    say(chat, "can i talk to someone please", "A person will answer by")
    shot(chat, shots, "chat-handed-over")
    accept(desk)
    shot(desk, shots, "desk-accepted")
    desk.locator("textarea").last.fill("Hello, Marek here. How can I help?")
    desk.keyboard.press("Control+Enter")
    expect(chat.locator("doorstep-chat").get_by_text("Hello, Marek here.")).to_be_visible(timeout=15_000)
    expect(chat.locator("doorstep-chat").get_by_text("Marek, ").last).to_be_visible()
    shot(desk, shots, "desk-answered")
    shot(chat, shots, "chat-answered")
    chat.reload()
    chat.get_by_role("button", name="Chat").first.click()
    expect(chat.locator("doorstep-chat").get_by_text("Hello, Marek here.")).to_be_visible(timeout=15_000)


def test_from_the_phone_to_a_colleague_and_back(pages, doorstep, shots):
    sandbox = pages("/sandbox")
    sandbox.get_by_text("Kieran Tonks").first.click()
    shot(sandbox, shots, "sandbox")
    number = "+447700900002"
    request = sandbox.request
    for text, answer in (
        ("how much rent do i owe", "two of these"),
        ("4/7/1993 hr99 7wr", "You owe £"),
        ("yes", "A person will answer by"),
    ):
        assert (
            request.post(f"{doorstep.address}/sandbox/devices/sms/{number}", data={"text": text}).json()["status"]
            == 200
        )
        _wait_for_text(sandbox, doorstep.address, number, answer)
    desk = pages("/desk")
    sign_in(desk, "amara.bello@example.org")
    accept(desk)
    desk.locator("textarea").last.fill("Hello, Amara here. Shall we ring you?")
    desk.keyboard.press("Control+Enter")
    _wait_for_text(sandbox, doorstep.address, number, "Amara here")
    shot(desk, shots, "desk-rent")
    shot(sandbox, shots, "sandbox-answered")


def _wait_for_text(page: Page, address: str, number: str, words: str) -> None:
    for _ in range(100):
        texts = page.request.get(f"{address}/sandbox/devices/sms/{number}").json()["messages"]
        if any(words in text["text"] and text["direction"] == "in" for text in texts):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words!r} never arrived")


def test_an_emergency_rings_on_the_desk(pages, doorstep, shots):
    desk = pages("/desk")
    sign_in(desk, "priya.raman@example.org")
    number = "+447700900998"
    desk.request.post(f"{doorstep.address}/sandbox/devices/sms/{number}", data={"text": "smell gas in the hall"})
    _wait_for_text(desk, doorstep.address, number, "0800 111 999")
    expect(desk.get_by_role("button", name="I have this").first).to_be_visible(timeout=15_000)
    shot(desk, shots, "desk-emergency")


@pytest.mark.parametrize("path", ["/", "/sandbox", "/desk"])
def test_no_page_has_a_serious_accessibility_fault(pages, path):
    page = pages(path)
    page.wait_for_load_state("networkidle")
    assert serious(page) == []


def test_the_desk_and_the_open_chat_have_no_serious_accessibility_fault(pages):
    desk = pages("/desk")
    sign_in(desk)
    desk.get_by_role("link", name="All").first.click()
    desk.wait_for_timeout(500)
    assert serious(desk) == []
    chat = pages("/", width=390)
    chat.get_by_role("button", name="Chat with us").click()
    say(chat, "hello", "How can I help?")
    assert serious(chat) == []
