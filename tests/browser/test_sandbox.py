"""Somebody without provider accounts tries every channel in the page, as a tenant. In a real browser."""

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.slow

SECONDS = 15_000
GREETED = "the automated assistant"


@pytest.fixture
def page(browser, doorstep):
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(doorstep.address + "/sandbox")
    yield page
    context.close()
    assert problems == []


def phone_of(page: Page, name: str) -> Locator:
    """Their phone, in hand."""
    phone = page.get_by_role("article", name=f"Phone of {name}")
    if not phone.count():
        page.get_by_role("button", name=name).first.click()
    expect(phone).to_be_visible(timeout=SECONDS)
    return phone


def write(phone: Locator, text: str) -> None:
    phone.locator("textarea").fill(text)
    phone.get_by_role("button", name="Send").click()


@pytest.mark.parametrize("channel", ["SMS", "WhatsApp", "Telegram", "Messenger", "Instagram"])
def test_a_message_is_answered_on_the_channel_it_came_by(page, channel):
    phone = phone_of(page, "Kieran Tonks")
    phone.get_by_role("tab", name=channel).click()
    write(phone, "hello")
    expect(phone.get_by_text(GREETED)).to_be_visible(timeout=SECONDS)


def test_an_email_is_answered_in_its_thread(page):
    phone = phone_of(page, "Priti Solanki")
    phone.get_by_role("tab", name="Email").click()
    phone.get_by_role("textbox", name="Subject").fill("A question")
    write(phone, "Hello,\n\nwhen are you open?")
    expect(phone.get_by_text(GREETED)).to_be_visible(timeout=SECONDS)
    expect(phone.get_by_text("Answering Re: A question")).to_be_visible()
    write(phone, "thanks")
    expect(phone.locator(".mail.out")).to_have_count(2, timeout=SECONDS)


def test_a_question_is_answered_by_a_tap(page):
    phone = phone_of(page, "Gareth Wozencroft")
    phone.get_by_role("tab", name="Telegram").click()
    for text, answer in (
        ("my kitchen tap is dripping", "How long has it been like this?"),
        ("since sunday", "Who is at home?"),
        ("just me", "What is the address?"),
        ("34 Quillet Lane HR99 7TD", "Is that right?"),
    ):
        write(phone, text)
        expect(phone.get_by_text(answer)).to_be_visible(timeout=SECONDS)
    phone.get_by_role("button", name="Yes").click()
    expect(phone.get_by_text("Your repair is logged")).to_be_visible(timeout=SECONDS)
    expect(phone.get_by_role("button", name="Yes")).to_have_count(0)


def test_news_on_another_channel_are_marked_until_they_are_seen(page):
    phone = phone_of(page, "Desmond Samuels")
    phone.get_by_role("tab", name="Messenger").click()
    write(phone, "hello")
    phone.get_by_role("tab", name="SMS").click()
    news = phone.get_by_role("tab", name="Messenger new")
    expect(news).to_be_visible(timeout=SECONDS)
    news.click()
    expect(phone.get_by_text(GREETED)).to_be_visible()
    phone.get_by_role("tab", name="SMS").click()
    expect(phone.get_by_role("tab", name="Messenger", exact=True)).to_be_visible()
