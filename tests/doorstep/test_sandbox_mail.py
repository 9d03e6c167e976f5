"""The sandbox's mail servers speak to real clients: what a tenant writes is fetched by IMAP, what is sent is shown."""

import asyncio
import imaplib
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiosmtplib
import pytest
from imapclient import IMAPClient

from connectors.email.account import Account, Server
from doorstep.sandbox.devices import Devices, Written
from doorstep.sandbox.mail import Mail
from model.channel import Channel
from tests.fakes import FakeClock
from tests.running import free_port

OURS, TENANT = "enquiries@example.com", "bethan@example.org"
PASSWORD = "a-password-for-tests"


@pytest.fixture
async def mail():
    imap, smtp = (Server("127.0.0.1", free_port(), "plain", OURS, PASSWORD) for _ in range(2))
    account = Account(OURS, "Marches Homes", imap, smtp, b"secret", authentication_results="mx.example.com")
    mail = Mail(account, Devices(FakeClock(), {TENANT: "Bethan Prosser"}))
    async with mail.opened():
        yield mail


async def write(mail: Mail, text: str, **more) -> None:
    await mail.write(Written(Channel.EMAIL, TENANT, text, **more))


async def send(mail: Mail, **headers: str) -> None:
    message = EmailMessage()
    for name, value in ({"From": OURS, "To": TENANT, "Message-ID": "<1@example.com>"} | headers).items():
        message[name.replace("_", "-")] = value
    message.set_content("We have your message.\n")
    port = mail.account.smtp.port
    await aiosmtplib.send(
        message, hostname="127.0.0.1", port=port, username=OURS, password=PASSWORD, use_tls=False, start_tls=False
    )


def fetched(port: int) -> list[EmailMessage]:
    """All mails in the mailbox."""
    with imaplib.IMAP4("127.0.0.1", port, timeout=5) as imap:
        imap.login(OURS, PASSWORD)
        imap.select("INBOX")
        _, [uids] = imap.uid("SEARCH", "UID", "1:*")
        answers = [imap.uid("FETCH", uid.decode(), "(INTERNALDATE BODY.PEEK[])")[1] for uid in uids.split()]
        return [message_from_bytes(answer[0][1], EmailMessage, policy=policy.default) for answer in answers]


async def test_what_is_written_is_in_the_landlords_mailbox(mail):
    await write(mail, "My tap drips: naïve café", subject="Tap")
    [found] = await asyncio.to_thread(fetched, mail.account.imap.port)
    assert (found["From"], found["To"], found["Subject"]) == (f"Bethan Prosser <{TENANT}>", OURS, "Tap")
    assert found.get_content().strip() == "My tap drips: naïve café"
    assert "dmarc=pass" in found["Authentication-Results"]
    assert found["Authentication-Results"].startswith("mx.example.com;")


async def test_what_is_sent_is_shown_with_its_subject(mail):
    await send(mail, Subject="Your tap")
    [entry] = mail.devices.thread(Channel.EMAIL, TENANT)
    assert (entry.direction, entry.subject, entry.text) == ("in", "Your tap", "We have your message.")


async def test_an_answer_names_its_thread_goes_where_it_is_wanted_and_quotes(mail):
    await send(mail, Subject="Your tap", Reply_To="enquiries+token@example.com", References="<0@example.com>")
    [asked] = mail.devices.thread(Channel.EMAIL, TENANT)
    await write(mail, "Tomorrow suits.", answers=asked.seq)
    [found] = await asyncio.to_thread(fetched, mail.account.imap.port)
    assert (found["To"], found["Subject"]) == ("enquiries+token@example.com", "Re: Your tap")
    assert (found["In-Reply-To"], found["References"]) == ("<1@example.com>", "<0@example.com> <1@example.com>")
    assert "> We have your message." in found.get_content().splitlines()


async def test_who_idles_is_told_at_once_in_whole_lines(mail):
    """The client takes what it can read at this instant: half a line is an error to it."""
    idling = threading.Event()

    def idle() -> list[tuple[object, ...]]:
        with IMAPClient("127.0.0.1", mail.account.imap.port, ssl=False, timeout=5) as imap:
            imap.login(OURS, PASSWORD)
            imap.select_folder("INBOX", readonly=True)
            told: list[tuple[object, ...]] = []
            for _ in range(20):
                imap.idle()
                idling.set()
                told += imap.idle_check(timeout=5)
                told += imap.idle_done()[1]
            return told

    client = asyncio.create_task(asyncio.to_thread(idle))
    await asyncio.to_thread(idling.wait)
    while not client.done():
        await write(mail, "hello")
        await asyncio.wait({client}, timeout=0.01)
    assert any(one[1] == b"EXISTS" for one in await client)


async def test_nobody_reads_without_the_password(mail):
    def read() -> None:
        with imaplib.IMAP4("127.0.0.1", mail.account.imap.port, timeout=5) as imap:
            imap.login(OURS, "guessed")

    with pytest.raises(imaplib.IMAP4.error):
        await asyncio.to_thread(read)


async def test_nobody_sends_without_the_password(mail):
    client = aiosmtplib.SMTP(hostname="127.0.0.1", port=mail.account.smtp.port, use_tls=False, start_tls=False)
    async with client:
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await client.login(OURS, "guessed")
        with pytest.raises(aiosmtplib.SMTPException):
            await client.sendmail(OURS, [TENANT], b"Subject: hello\r\n\r\nhello")
