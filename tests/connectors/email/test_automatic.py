"""Mail that must not be answered by itself, and whose word on a sender or on a reply counts."""

import pytest

from connectors.email.reading import UNPROVEN
from model.channel import Channel
from model.message import Delivery, Inbound, Receipt
from tests.connectors.email.mails import OURS, STRANGERS, THREAD, captured, mail, payload, read

AUTOMATIC = [
    {"Auto_Submitted": "auto-replied"},
    {"Auto_Submitted": "auto-generated; owner-email=a@example.org"},
    {"Auto_Submitted": "auto-notified (vacation)"},
    {"Precedence": "bulk"},
    {"Precedence": "List"},
    {"Precedence": "junk"},
    {"List_Id": "<news.example.org>"},
    {"List_Unsubscribe": "<mailto:off@example.org>"},
    {"X_Autoreply": "yes"},
    {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"},
    {"Subject": "Out of Office: Kitchen"},
    {"Subject": "Abwesenheitsnotiz: Küche"},
    {"From": "enquiries@homes.example.org"},
    {"From": "Homes <ENQUIRIES+x@homes.example.org>"},
    {"From": "MAILER-DAEMON@example.org"},
    {"Return_Path": "<>"},
]
PERSONAL = [
    {},
    {"Auto_Submitted": "no"},
    {"Auto_Submitted": " No (a person)"},
    {"Precedence": "first-class"},
    {"X_Auto_Response_Suppress": "DR, RN"},
    {"Subject": "Out of office hours nobody answers"},
    {"From": "no-reply@example.org"},
]


@pytest.mark.parametrize("headers", AUTOMATIC, ids=str)
def test_what_no_person_wrote_is_not_answered(headers):
    assert read(mail(**headers)).automatic


@pytest.mark.parametrize("headers", PERSONAL, ids=str)
def test_what_a_person_wrote_is(headers):
    found = read(mail(**headers))
    assert (found.automatic, found.no_return) == ("", False)


@pytest.mark.parametrize(
    "headers", [{"Return_Path": "<>"}, {"From": "mailer-daemon@example.org"}, {"From": "enquiries@homes.example.org"}]
)
def test_where_no_answer_can_arrive_none_is_sent(headers):
    assert read(mail(**headers)).no_return


def test_an_absence_notice_belongs_to_its_thread_and_is_not_answered():
    found = captured("out_of_office")
    assert (found.automatic, found.threading.thread) == ("an automatic reply", THREAD)


def test_mail_of_a_list_says_so():
    assert captured("list_mail").automatic == "sent to a mailing list"


BOUNCES = [
    ("dsn_postfix", Delivery.FAILED, "5.1.1"),
    ("dsn_postfix_delayed", Delivery.SENT, "4.4.1"),
    ("dsn_exchange", Delivery.FAILED, "5.1.10"),
]


@pytest.mark.parametrize(("name", "state", "code"), BOUNCES)
def test_a_bounce_says_what_became_of_our_reply(name, state, code):
    assert captured(name) == Receipt(Channel.EMAIL, OURS, state, "reply-1", code, address="nobody@example.com")


def test_a_bounce_of_somebody_else_says_so():
    content = payload("dsn_postfix").replace(b"Recipient: rfc822; nobody@", b"Recipient: rfc822; friend@")
    assert read(content.replace(b"rfc822;nobody@", b"rfc822;Friend+2B1@")).address == "friend+1@example.com"


def test_of_several_that_a_bounce_is_about_it_is_whom_ours_went_to():
    other = b"Final-Recipient: rfc822; friend@example.com\r\nAction: failed\r\nStatus: 5.0.0\r\n\r\n"
    content = payload("dsn_exchange").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    found = read(content.replace(b"Original-Recipient:", other + b"Original-Recipient:"))
    assert (found.address, found.error) == ("nobody@example.com", "5.1.10")


def test_a_bounce_about_nobody_is_none():
    content = payload("dsn_postfix").replace(b"Final-Recipient:", b"X-A:").replace(b"Original-Recipient:", b"X-B:")
    assert isinstance(read(content), Inbound)


def test_our_id_anywhere_but_in_the_message_id_is_no_bounce():
    assert isinstance(
        read(payload("dsn_exchange").replace(b"Message-ID: <reply-1.", b"References: <reply-1.")), Inbound
    )


@pytest.mark.parametrize("name", [bounce[0] for bounce in BOUNCES])
def test_a_bounce_about_nothing_of_ours_is_an_automatic_message(name):
    forged = STRANGERS.message_id("reply-1", THREAD).encode()
    found = read(payload(name).replace(OURS.encode(), forged))
    assert isinstance(found, Inbound)
    assert (found.automatic, found.no_return) == ("a mail system's report on another mail", True)


def test_a_bounce_without_the_mail_that_it_is_about_is_kept():
    found = read(payload("dsn_postfix").replace(b"text/rfc822-headers", b"text/x-nothing"))
    assert isinstance(found, Inbound)


MX = "mx.homes.example.org"
PROVEN = [
    f"{MX}; dmarc=pass header.from=example.org",
    f"{MX} 1; spf=fail smtp.mailfrom=x@example.com; dmarc=pass (p=none; sp=none) header.from=example.org",
    f"{MX}; dkim=fail header.d=example.com; dkim=pass header.d=example.org",
    f"{MX}; spf=pass smtp.mailfrom=ada.moss@example.org",
]
UNPROVEN_BY = [
    f"{MX}; dmarc=fail header.from=example.org\r\nAuthentication-Results: {MX}; dmarc=pass header.from=example.org",
    f"{MX}; none\r\nAuthentication-Results: {MX}; spf=pass smtp.mailfrom=ada.moss@example.org",
    f"{MX}; none",
    f"{MX}; dmarc=fail header.from=example.org; spf=pass smtp.mailfrom=example.org",
    f"{MX}; dmarc=pass header.from=example.com",
    f"{MX}; spf=pass smtp.mailfrom=ada.moss@example.com",
    f"{MX}; dkim=pass header.d=example.com",
    f'{MX}; spf=fail smtp.mailfrom="; dmarc=pass"',
    f"{MX}; spf=fail (; dmarc=pass header.from=example.org) smtp.mailfrom=a@example.org",
    f"{MX}; spf=fail (a (b) ; dmarc=pass ) smtp.mailfrom=a@example.org",
    "mx.example.com; dmarc=pass header.from=example.org",
    f"{MX}.example.com; dmarc=pass header.from=example.org",
    "",
]


@pytest.mark.parametrize("said", PROVEN)
def test_a_sender_is_proven_by_what_our_own_server_says(said):
    assert read(mail(Authentication_Results=said)).note == ""


@pytest.mark.parametrize("said", UNPROVEN_BY)
def test_a_sender_is_not_proven_by_anything_else(said):
    field = f"Authentication-Results: {said}\r\n".encode()
    assert read(field + mail()).note == UNPROVEN


def test_two_senders_are_none():
    said = f"{MX}; dmarc=pass header.from=example.org"
    found = read(mail(From="ada.moss@example.org, thief@example.com", Authentication_Results=said))
    assert found.note == UNPROVEN
