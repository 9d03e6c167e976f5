"""What a mail becomes: its new words for the bot, all of it for staff, and nothing lost."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.email.mail import DEEPEST, MOST_PARTS, taken_apart
from connectors.email.parts import one
from connectors.email.reading import UNCERTAIN_LETTERS, UNKNOWN, UNPROVEN
from model.channel import Channel
from model.message import Inbound, Media, Receipt, Threading, Unread
from tests.connectors.email.mails import (
    ACCOUNT,
    CAME,
    FOLDER,
    OURS,
    SHA256,
    THREAD,
    TOKENS,
    captured,
    mail,
    payload,
    read,
)

HEAD = b"From: ada.moss@example.org\nMessage-ID: <big-1@example.org>\nSubject: Kitchen\n"
NEW = {
    "gmail_reply": "Thursday morning is fine, I’ll be in.",
    "outlook_reply": "It is still dripping and the £50 bucket is full.\n\nAda Moss",
    "outlook_html_only": "The kitchen ceiling is wet now.",
    "iphone_reply": "Yes please 👍",
    "german_latin1": "Heizung fällt aus\n\nGrüße, die Heizung fällt aus.",
    "polish_latin2": "Cieknący kran\n\nKran ciągle cieknie, proszę o pomoc.",
    "wrong_charset": "Café key\n\nThe key for the café is broken.",
    "empty_body": "smell gas in the hall",
    "photo": "Mould\n\nLook at this",
    "invitation": "Boiler check\n\nInvitation: Boiler check, 2026-12-01 10:00, 14 Mill Rise",
    "winmail": "Lift\n\nThe lift has stopped again.",
}
HISTORY = {
    "gmail_reply": "When may somebody come?",
    "outlook_reply": "When may somebody come?",
    "outlook_html_only": "When may somebody come?",
    "iphone_reply": "Shall we come on Thursday?",
    "german_latin1": "Wie können wir helfen?",
    "polish_latin2": "Czy możemy przyjść w czwartek?",
}


@pytest.mark.parametrize("name", NEW)
def test_the_bot_is_told_what_is_new(name):
    assert captured(name).text == NEW[name]


@pytest.mark.parametrize("name", HISTORY)
def test_staff_see_what_was_quoted_as_well(name):
    found = captured(name)
    assert HISTORY[name] in found.whole
    assert HISTORY[name] not in found.text


def test_where_nothing_is_quoted_the_text_is_all_of_it():
    assert captured("empty_body").whole == ""


def test_a_mail_that_is_passed_on_keeps_what_it_passes_on():
    assert "We come on Friday." in captured("forwarded").text


def test_the_time_is_the_servers_and_never_the_senders_own():
    found = read(mail(Date="Mon, 01 Jan 2001 00:00:00 +0000"))
    assert found.provider_time == CAME


def test_the_id_is_the_message_id():
    assert captured("gmail_reply").provider_id == "<CAF-gmail-1@mail.example.org>"


def test_without_a_message_id_it_is_where_the_mail_lies():
    assert read(mail(Message_ID=None)).provider_id == "INBOX/7/12"


def test_a_message_id_that_another_mail_has_is_no_id():
    assert read(mail(), doubled=True).provider_id == "INBOX/7/12"


def test_two_message_ids_are_none():
    assert read(b"Message-ID: <second@example.org>\n" + mail()).provider_id == "INBOX/7/12"


def test_a_sender_is_known_in_small_letters_and_by_name():
    found = read(mail(From="=?utf-8?q?J=C3=BCrgen?= <Ada.Moss@Example.ORG>"))
    assert (found.address, found.name) == ("ada.moss@example.org", "Jürgen")


def test_letters_that_had_to_be_guessed_are_told():
    assert UNCERTAIN_LETTERS in captured("wrong_charset").note


def test_utf_7_hides_no_letters():
    content = mail("gas +AGwAZQBhAGs-").replace(b'charset="utf-8"', b"charset=utf-7")
    assert b"utf-7" in content
    assert "+AGwAZQBhAGs-" in read(content).text


@pytest.mark.parametrize("written", [None, "(", "undisclosed senders", "Ada"])
def test_a_mail_without_a_sender_is_heard_and_answered_to_nobody(written):
    content = mail("strong smell of gas", From=written, Return_Path=None, In_Reply_To=OURS)
    found = read(content)
    assert (found.text, found.no_return, found.proven) == ("Kitchen\n\nstrong smell of gas", True, False)
    assert found.address == f"unknown-{SHA256[:16]}@sender.invalid"
    assert found.threading == Threading(subject="Kitchen")
    assert UNKNOWN in found.note


def test_a_mail_without_sender_and_words_is_kept_raw():
    content = b"X-Mailer: example\r\n\r\n"
    assert read(content) == Unread(Channel.EMAIL, "a mail without a sender and without words", content)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("Anna <anna@müller.example>", "anna@xn--mller-kva.example"),
        ('"a b"@example.org', '"a b"@example.org'),
        ("=?utf-8?q?Anna_=3Canna=40example.org=3E?=", "anna@example.org"),
    ],
)
def test_a_senders_address_is_read_however_it_is_written(written, address):
    content = mail(Return_Path=None).replace(b"Ada Moss <ada.moss@example.org>", written.encode())
    found = read(b"Authentication-Results: mx.homes.example.org; dmarc=pass\r\n" + content)
    assert (found.address, found.proven, found.no_return) == (address, False, False)


def test_a_sender_in_brackets_without_end_is_none():
    content = mail().replace(b"Ada Moss <ada.moss@example.org>", b"(" * 20_000 + b"ada@example.org")
    assert read(content).address == "ada.moss@example.org"


ENDLESS = [
    b"Content-Type: text/plain; " + b'a="b;' * 200_000,
    b"Content-Type: text/plain; name*0*=a;" + b"name*1*=%41;" * 80_000,
    b"Authentication-Results: mx.homes.example.org; " + b'"\\' * 400_000,
    b"References: " + b"<a@example.org> " * 60_000,
    b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(99)),
]


MEGABYTE = [
    HEAD + b"a:\r\n" * 250_000 + b"\r\nx",
    HEAD + (b"To: " + b"(" * 3_000 + b"\r\n") * 330 + b"\r\nx",
    HEAD + (b"To: " + b"a@b.c," * 2_500 + b"\r\n") * 66 + b"\r\nx",
    HEAD + b"Content-Type: text/html\r\n\r\n" + b"a<b>" * 250_000,
    HEAD + b"Content-Type: text/html\r\n\r\n" + b"<script>" * 125_000,
    HEAD + b"Content-Type: text/html\r\n\r\n" + b"word word <b>x</b> " * 50_000,
]


@pytest.mark.parametrize("content", MEGABYTE, ids=range(len(MEGABYTE)))
def test_a_megabyte_takes_no_second(content):
    began = time.process_time()
    read(content)
    assert time.process_time() - began < 0.5


def test_behind_tens_of_thousands_of_tags_words_are_read():
    found = read(HEAD + b"Content-Type: text/html\r\n\r\n" + b"<b>" * 50_000 + b"the tap <i>drips</i>")
    assert "the tap" in found.text


@pytest.mark.parametrize(
    "more", [b"X: y\r\n" * 5_000 + b"\r\nHi", b"Content-Type: text/html\r\n\r\n" + b"<br>" * 600_000]
)
def test_what_is_not_read_to_its_end_is_attached_whole(more):
    found = read(HEAD + more)
    assert found.media == (Media(f"mail:{SHA256}/0", "message/rfc822"),)
    assert "look at the whole mail" in found.note


def test_a_letter_that_no_mail_system_knows_makes_no_other_address():
    found = read(mail(Return_Path=None).replace(b"<ada.moss@", b"<ad\xe4@"))
    assert found.address == "adä@example.org"


def test_letters_that_grow_when_they_are_made_small_move_nothing():
    page = "<p>" + "\u0130" * 40 + "</p><script>hidden</script><p>Gas leak in the hall</p>"
    found = read(HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode())
    assert found.text.endswith("\u0130\n\nGas leak in the hall")


def test_a_number_of_thousands_of_digits_is_no_letter():
    found = read(HEAD + b"Content-Type: text/html\r\n\r\ngas leak &#" + b"9" * 9_000)
    assert "gas leak" in found.text


def test_an_address_of_ours_is_found_beside_hundreds_of_others():
    to = ", ".join(f"tenant-{number}@example.org" for number in range(900))
    assert read(mail(To=to, Delivered_To=TOKENS.answer_to(THREAD))).threading.thread == THREAD


@pytest.mark.parametrize("headers", ENDLESS, ids=range(len(ENDLESS)))
def test_no_mail_takes_for_ever(headers):
    began = time.process_time()
    read(HEAD + headers + b"\r\n\r\n" + b"x\r\n" * 300_000)
    assert time.process_time() - began < 4


def test_a_subject_that_is_only_that_of_an_earlier_mail_is_left_out():
    found = read(mail("Yes.", Subject="Re: Kitchen", In_Reply_To=OURS))
    assert found.text == "Yes."


def test_a_subject_of_somebody_elses_is_read():
    found = read(mail("Please come.", Subject="Re: smell of gas", In_Reply_To="<neighbour@example.org>"))
    assert found.text == "smell of gas\n\nPlease come."


@pytest.mark.parametrize("mark", ["", "> "])
def test_our_own_advice_is_no_danger_once_it_is_quoted(configuration, mark):
    emergencies = configuration.emergencies
    for kind in emergencies.kinds:
        advice = emergencies.advice(kind, "email")
        said = "\n".join([f"On Monday, <{ACCOUNT.address}> wrote:", *advice.first.split("\n"), *advice.later])
        found = read(
            mail(f"Thank you.\n\n{said.replace(chr(10), chr(10) + mark)}", Subject="Re: Tap", In_Reply_To=OURS)
        )
        assert found.text == "Thank you."
        assert emergencies.detect(found.also) is None


def test_what_we_quoted_is_not_heard():
    ours = (
        f"From: Homes enquiries <{ACCOUNT.address}>\nSent: Monday\nTo: Ada\nSubject: Re: Tap\n\nIf you smell gas, go."
    )
    found = read(mail(f"Thank you.\n\n{ours}", Subject="Re: Tap", In_Reply_To=OURS))
    assert (found.text, found.also) == ("Thank you.", "")


def test_a_new_subject_in_an_answer_is_read():
    found = read(mail("Please come.", Subject="Smell of gas", In_Reply_To=OURS))
    assert found.text == "Smell of gas\n\nPlease come."


def _alternative(plain: str, page: str) -> bytes:
    parts = [f"Content-Type: text/plain\n\n{plain}".encode(), f"Content-Type: text/html\n\n{page}".encode()]
    return HEAD + _multipart(parts).replace(b"multipart/mixed", b"multipart/alternative")


def test_a_plain_stub_hides_no_page():
    stub = _alternative("This mail needs HTML.", "<p>Strong smell of gas in flat 4</p>")
    assert read(stub).text == "Kitchen\n\nStrong smell of gas in flat 4"


def test_a_plain_text_is_read_rather_than_the_same_as_a_page():
    same = _alternative("The tap drips.\n> marked", "<p>The tap drips.</p> marked")
    assert read(same).text == "Kitchen\n\nThe tap drips."


def test_a_text_with_a_name_is_read_where_there_is_no_other():
    named = b'Content-Type: text/plain; name="body.txt"\n\nStrong smell of gas'
    assert read(HEAD + named).text == "Kitchen\n\nStrong smell of gas"
    assert read(HEAD + _multipart([b"Content-Type: text/plain\n\nHi", named])).text == "Kitchen\n\nHi"


def test_what_is_attached_stays_in_the_mail_under_its_number():
    assert captured("photo").media == (
        Media(f"mail:{SHA256}/2", "image/png"),
        Media(f"mail:{SHA256}/3", "text/plain"),
    )
    assert one(taken_apart(payload("photo")), "3") == b"This is a letter."


def test_what_is_in_a_winmail_dat_is_attached_by_itself():
    [media] = captured("winmail").media
    assert media.url == f"mail:{SHA256}/2.1"
    assert one(taken_apart(payload("winmail")), "2.1") == b"%PDF-1.4 a plan of the lift"


def test_a_broken_winmail_dat_is_attached_as_it_is():
    broken = payload("winmail").replace(b"eJ8+IgEAAQaQ", b"eJ8+IwEAAQaQ")
    assert broken != payload("winmail")
    assert [media.url for media in read(broken).media] == [f"mail:{SHA256}/2"]


@pytest.mark.parametrize("number", ["0", "9", "2.9", "x", "2.x", "", "-1", "2.0"])
def test_a_number_that_no_part_has_is_no_attachment(number):
    with pytest.raises(LookupError):
        one(taken_apart(payload("winmail")), number)


def _multipart(parts: list[bytes], boundary: bytes = b"b") -> bytes:
    head = b"Content-Type: multipart/mixed; boundary=" + boundary + b"\n\n"
    return head + b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts) + b"--" + boundary + b"--\n"


def test_a_mail_of_too_many_parts_is_kept_and_said_so():
    found = read(HEAD + _multipart([b"Content-Type: text/plain\n\nhello"] + [b"Content-Type: image/png\n\nx"] * 300))
    assert found.text == "Kitchen\n\nhello"
    assert len(found.media) == MOST_PARTS
    assert found.media[0] == Media(f"mail:{SHA256}/0", "message/rfc822")
    assert "More than 100 parts" in found.note


def test_parts_in_parts_are_followed_so_far_and_no_further():
    content = b"Content-Type: text/plain\n\nhello"
    for depth in range(DEEPEST + 5):
        content = _multipart([content], b"b%d" % depth)
    found = read(HEAD + content)
    assert "deep" in found.note
    assert found.media == (Media(f"mail:{SHA256}/0", "message/rfc822"),)


@pytest.mark.parametrize("depth", [150, 5_000])
def test_parts_in_parts_without_end_are_taken_as_one_text(depth):
    content = b"Content-Type: text/plain\n\nhello"
    for at in range(depth):
        content = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) + content
    found = read(HEAD + content)
    assert "Too many parts" in found.note
    assert "hello" in found.whole or "hello" in found.text


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.eml")))
def test_every_captured_mail_is_read(name):
    assert isinstance(captured(name), Inbound | Receipt)


def test_the_captured_mails_answer_the_reply_that_they_name():
    assert OURS.encode() in payload("gmail_reply").replace(b"\r\n ", b"")
    assert captured("gmail_reply").threading.thread == THREAD


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=2_000))
def test_whatever_is_in_the_mailbox_is_read_or_kept(content):
    assert isinstance(read(content), Inbound | Receipt | Unread)


CUTS = st.tuples(st.integers(0, 4_000), st.integers(0, 60), st.binary(max_size=40))


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(path.stem for path in FOLDER.glob("*.eml"))), cuts=st.lists(CUTS, max_size=5))
def test_a_mail_that_was_damaged_is_read_or_kept(name, cuts):
    content = payload(name)
    for at, length, instead in cuts:
        content = content[:at] + instead + content[at + length :]
    assert isinstance(read(content), Inbound | Receipt | Unread)


@settings(max_examples=200, deadline=None)
@given(page=st.text(st.sampled_from("<>/!-\"'=& abphrdivqlocktest"), max_size=300))
def test_whatever_page_it_is_becomes_text(page):
    found = read(mail().replace(b"text/plain", b"text/html").replace(b"The tap is dripping.", page.encode()))
    assert isinstance(found, Inbound)


def test_an_address_that_is_not_proven_is_told_to_staff():
    assert read(mail()).note == UNPROVEN
    assert captured("gmail_reply").note == ""


def test_answers_go_to_the_sender_and_never_to_where_a_mail_wants_them():
    found = read(mail(Reply_To="thief@example.com"))
    assert found.address == "ada.moss@example.org"
    assert "thief@example.com" in found.note
