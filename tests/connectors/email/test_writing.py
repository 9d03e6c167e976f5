"""Our replies as mails."""

from datetime import UTC, datetime

import pytest

from connectors.email.writing import on_the_wire, written
from model.channel import Channel
from model.message import Author, Outbound
from tests.connectors.email.mails import ACCOUNT, OURS, THREAD, TOKENS, read

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def reply(**given):
    usual = {
        "public_id": "reply-1",
        "channel": Channel.EMAIL,
        "to": "ada.moss@example.org",
        "text": "We have it.\n\nHomes",
    }
    return Outbound(**{**usual, "thread": THREAD, "subject": "Dripping tap", **given})


def mail(**given):
    return written(reply(**given), ACCOUNT, NOW)


def test_an_answer_to_it_finds_its_thread():
    assert TOKENS.thread_of([mail()["Reply-To"].addresses[0].addr_spec], []) == THREAD
    assert mail()["Message-ID"] == OURS


def test_it_is_in_the_thread_of_what_it_answers():
    made = mail(answers=("<2@example.org>", "INBOX/7/12", "<1@example.org>"))
    assert made["In-Reply-To"] == "<2@example.org>"
    assert made["References"] == "<1@example.org> <2@example.org>"


def test_no_server_finds_an_id_broken_or_written_in_another_way():
    long = f"<{'x' * 200}@example.org>"
    sent = on_the_wire(mail(answers=(long, "<1@example.org>")))
    assert f"Message-ID: {OURS}\r\n".encode() in sent
    assert f"In-Reply-To: {long}\r\n".encode() in sent


def test_its_text_has_short_lines():
    sent = on_the_wire(mail(text="Grüße " * 100))
    assert max(map(len, sent.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Dripping tap", "Re: Dripping tap"),
        ("RE: Aw: Dripping tap", "Re: Dripping tap"),
        ("", "Re: Your message"),
        ("a\r\nBcc: x@example.com", "Re: a Bcc: x@example.com"),
        ("Grüße", "Re: Grüße"),
    ],
)
def test_its_subject_is_the_threads(subject, line):
    assert mail(subject=subject)["Subject"] == line


def test_the_bots_says_that_no_person_wrote_it():
    assert mail(author=Author.BOT)["Auto-Submitted"] == "auto-replied"


def test_a_colleagues_says_nothing_of_the_kind():
    made = mail(author=Author.COLLEAGUE)
    assert made["Auto-Submitted"] is None
    assert made["X-Auto-Response-Suppress"] is None


def test_it_reads_the_same_plain_and_as_a_page():
    made = mail(text="Rent & <service>\n\nHomes")
    assert made.get_body(("plain",)).get_content() == "Rent & <service>\n\nHomes\n"
    assert "<p>Rent &amp; &lt;service&gt;</p>\n<p>Homes</p>" in made.get_body(("html",)).get_content()


def test_what_comes_back_to_us_is_known_as_our_own():
    found = read(on_the_wire(mail()))
    assert found.automatic == "it comes from our own address"
    assert found.no_return


@pytest.mark.parametrize("to", ["a@example.org\r\nBcc: x@example.com", "a@example.org\nX: y"])
def test_nobody_can_write_headers_by_an_address(to):
    with pytest.raises(ValueError, match="."):
        mail(to=to)
