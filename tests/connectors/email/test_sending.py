"""Replies handed to SMTP servers: a real one, and one that answers as it is told."""

import asyncio
from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from connectors.base import SendFailed
from connectors.email import Email, smtp
from connectors.email.account import Server
from connectors.email.writing import written
from model.channel import Channel
from model.message import Delivery, Outbound, Receipt
from tests.connectors.email.conftest import ADA
from tests.connectors.email.mails import ACCOUNT, THREAD
from tests.connectors.email.post import MemoryIntake, empty, mailbox, running
from tests.connectors.email.scripted import HANG_UP, SILENCE, ScriptedSmtp
from tests.running import free_port

REPLY = Outbound("reply-1", Channel.EMAIL, ADA, "We have your message.", thread=THREAD, subject="Dripping tap")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


async def handed_over(answers: dict[str, str], seconds: float = 1.0) -> ScriptedSmtp:
    async with ScriptedSmtp(answers) as server:
        there = Server("127.0.0.1", server.port, "plain")
        made = written(REPLY, ACCOUNT, NOW)
        await smtp.hand_over(there, made, ACCOUNT.address, REPLY.to, seconds)
        return server


#: what the server answers to what, and then: permanent, uncertain
TABLE = [
    ({"CONNECT": "421 too busy"}, False, False),
    ({"CONNECT": "554 go away"}, False, False),
    ({"CONNECT": HANG_UP}, False, False),
    ({"CONNECT": SILENCE}, False, False),
    ({"EHLO": "451 not now", "HELO": "451 not now"}, False, False),
    ({"MAIL": "451 not now"}, False, False),
    ({"MAIL": "552 too large"}, True, False),
    ({"RCPT": "450 mailbox busy"}, False, False),
    ({"RCPT": "550 no such user"}, True, False),
    ({"RCPT": SILENCE}, False, False),
    ({"RCPT": HANG_UP}, False, False),
    ({"DATA": "451 not now"}, False, False),
    ({"DATA": "554 no"}, True, False),
    ({".": "452 disk full"}, False, False),
    ({".": "550 spam"}, True, False),
    ({".": SILENCE}, False, True),
    ({".": HANG_UP}, False, True),
]


@pytest.mark.parametrize(("answers", "permanent", "uncertain"), TABLE, ids=str)
async def test_every_answer_of_a_server_means_something(answers, permanent, uncertain):
    with pytest.raises(SendFailed) as failed:
        await handed_over(answers)
    assert (failed.value.permanent, failed.value.uncertain) == (permanent, uncertain)


async def test_a_server_that_is_not_there_has_nothing_and_is_tried_again():
    with pytest.raises(SendFailed) as failed:
        await smtp.hand_over(
            Server("127.0.0.1", free_port(), "plain"), written(REPLY, ACCOUNT, NOW), "a@example.org", ADA
        )
    assert (failed.value.permanent, failed.value.uncertain) == (False, False)


async def test_a_mail_that_was_taken_is_taken_whatever_follows():
    server = await handed_over({"QUIT": HANG_UP})
    assert len(server.mails) == 1


async def test_a_server_without_sign_in_is_our_own_matter_and_tried_again():
    async with ScriptedSmtp({}) as server:
        with pytest.raises(SendFailed, match="smtp_user") as failed:
            await smtp.hand_over(
                Server("127.0.0.1", server.port, "plain", "somebody", "x"),
                written(REPLY, ACCOUNT, NOW),
                "a@example.org",
                ADA,
            )
    assert not failed.value.permanent


async def test_an_address_that_is_none_is_refused_for_good(tmp_path):
    email = Email(ACCOUNT, None, lambda: NOW)
    with pytest.raises(SendFailed) as failed:
        await email.send(Outbound("r", Channel.EMAIL, "a@example.org\r\nBcc: b@example.org", "x"))
    assert failed.value.permanent


@pytest.fixture
def sending(email, postfix, dovecot):
    """The channel with a server that it may send by."""
    empty(dovecot)
    return email(smtp_port=postfix.port, first="new")


async def arrived(dovecot, user: str) -> list:
    """The mails in a mailbox, once there is one."""

    def look() -> list:
        with mailbox(dovecot, user) as client:
            while not (found := client.search("ALL")):
                client.idle()
                client.idle_check(timeout=0.5)
                client.idle_done()
            mails = client.fetch(found, ["BODY[]"])
            client.delete_messages(found)
            client.expunge()
            return [message_from_bytes(fields[b"BODY[]"]) for _, fields in sorted(mails.items())]

    return await asyncio.to_thread(look)


@pytest.mark.slow
async def test_a_reply_arrives_and_its_answer_finds_the_thread(sending, dovecot):
    intake = MemoryIntake()
    async with running(sending, intake):
        await intake.until(lambda: intake.place)
        sent = await sending.send(REPLY)
        [received] = await arrived(dovecot, ADA)
        assert (received["Message-ID"], received["Subject"]) == (sent, "Re: Dripping tap")
        assert received["Auto-Submitted"] == "auto-replied"
        server = sending.account.smtp
        answer = written(REPLY, ACCOUNT, NOW)
        for name, value in (("From", ADA), ("To", received["Reply-To"]), ("Message-ID", "<answer@example.org>")):
            answer.replace_header(name, value)
        await smtp.hand_over(server, answer, ADA, received["Reply-To"].partition("<")[2].rstrip(">"))
        await intake.holds(1)
    [found] = intake.kept.values()
    assert (found.threading.thread, found.address) == (THREAD, ADA)


@pytest.mark.slow
async def test_a_reply_to_nobody_comes_back_as_a_receipt(sending):
    intake = MemoryIntake()
    async with running(sending, intake):
        await intake.until(lambda: intake.place)
        sent = await sending.send(Outbound("reply-2", Channel.EMAIL, "nobody@example.com", "Hello", thread=THREAD))
        await intake.until(lambda: intake.others)
    failed = Receipt(Channel.EMAIL, sent, Delivery.FAILED, "reply-2", "5.1.1", address="nobody@example.com")
    assert intake.others == [failed]


@pytest.mark.slow
async def test_the_channel_is_checked_by_signing_in_on_both_sides(sending, email, postfix):
    assert any("is read and sent from" in said for said in await sending.check())
    with pytest.raises(SendFailed, match="user or password"):
        await email(smtp_port=postfix.port, smtp_password="wrong").check()
    with pytest.raises(SendFailed, match="cannot be reached"):
        await email(smtp_port=free_port()).check()


@pytest.mark.slow
@pytest.mark.parametrize("tls", ["tls", "starttls"])
async def test_a_reply_goes_by_tls_to_whoever_proves_to_be_the_server(email, postfix, dovecot, tls):
    port = postfix.tls_port if tls == "tls" else postfix.port
    await email(smtp_tls=tls, smtp_port=port, ca=str(dovecot.certificate)).send(REPLY)
    assert len(await arrived(dovecot, ADA)) == 1
    with pytest.raises(SendFailed):
        await email(smtp_tls=tls, smtp_port=port).send(REPLY)
