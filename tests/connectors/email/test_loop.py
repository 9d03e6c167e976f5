"""The whole system at a real mail server: a tenant who writes and answers, and a machine that answers for ever."""

import asyncio
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from connectors.email import smtp
from connectors.email.account import Server
from doorstep.opening import opened
from doorstep.quiet import MOST_UNBROKEN
from doorstep.settings import from_environment
from tests.connectors.email.conftest import ADA, LANDLORD
from tests.connectors.email.post import empty, mailbox
from tests.fakes import KeywordEngine
from tests.mail_servers import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

LOOPS = ("line", "delivery", "mailboxes", "router")
PATIENCE = 60.0


class Machine:
    """Answers every mail in Ada's mailbox and never says that it is a machine."""

    def __init__(self, dovecot, postfix) -> None:
        self.dovecot = dovecot
        self.server = Server("127.0.0.1", postfix.port, "plain")
        self.answered = 0
        self.heard: list[str] = []

    async def write(self, number: int, to: str, **headers: str) -> None:
        mail = EmailMessage()
        usual = {"From": ADA, "To": to, "Message-ID": f"<machine-{number}@example.org>", "Subject": "Dripping tap"}
        for name, value in (usual | headers).items():
            mail[name.replace("_", "-")] = value
        mail.set_content(f"Thank you, we are happy to hear from you. Number {number}.")
        await smtp.hand_over(self.server, mail, ADA, to)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            for raw in await asyncio.to_thread(self._received):
                received = message_from_bytes(raw)
                self.heard.append(received["Subject"])
                self.answered += 1
                to = received["Reply-To"].partition("<")[2].rstrip(">")
                await self.write(self.answered, to, Subject=f"Re: {received['Subject']}")

    def _received(self) -> list[bytes]:
        with mailbox(self.dovecot, ADA) as client:
            client.idle()
            client.idle_check(timeout=0.2)
            client.idle_done()
            found = client.search("ALL")
            mails = client.fetch(found, ["BODY[]"]) if found else {}
            client.delete_messages(found)
            client.expunge()
            return [fields[b"BODY[]"] for _, fields in sorted(mails.items())]


@asynccontextmanager
async def doing(*loops):
    """These run until the end of the block."""
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def system(tmp_path, configuration, demo_file, dovecot, postfix):
    await asyncio.to_thread(empty, dovecot)
    (tmp_path / "housing.sqlite").write_bytes(demo_file.read_bytes())
    environment = {
        "DOORSTEP_DATA": str(tmp_path),
        "DOORSTEP_EMAIL_ADDRESS": LANDLORD,
        "DOORSTEP_EMAIL_SECRET": "a-secret-for-tests-only",
        "DOORSTEP_IMAP_HOST": "127.0.0.1",
        "DOORSTEP_IMAP_PORT": str(dovecot.port),
        "DOORSTEP_IMAP_TLS": "plain",
        "DOORSTEP_IMAP_PASSWORD": PASSWORD,
        "DOORSTEP_SMTP_HOST": "127.0.0.1",
        "DOORSTEP_SMTP_PORT": str(postfix.port),
        "DOORSTEP_SMTP_TLS": "plain",
        "DOORSTEP_SMTP_PASSWORD": PASSWORD,
    }
    settings = from_environment(environment)
    async with opened(settings, KeywordEngine(), LOOPS, configuration) as system, doing(system.run(LOOPS)):
        await until(system, "SELECT 1 FROM cursor")
        yield system


async def rows(system, sql: str) -> list:
    return await system.parts.store.read(lambda db: db.ask(sql))


async def until(system, sql: str) -> list:
    """The rows, once there are any."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await rows(system, sql)):
            await asyncio.sleep(0.05)
        return found


async def test_two_machines_that_answer_each_other_come_to_an_end(system, dovecot, postfix):
    machine = Machine(dovecot, postfix)
    async with doing(machine.run()):
        await machine.write(0, LANDLORD)
        waiting = await until(system, "SELECT notice FROM enquiry WHERE notice LIKE '%in a row%'")
    conversations = await rows(system, "SELECT unbroken, thread FROM conversation WHERE channel = 'email'")
    assert waiting[0]["notice"] == f"{MOST_UNBROKEN} automatic replies in a row without a person"
    assert [one["unbroken"] for one in conversations] == [MOST_UNBROKEN]
    assert machine.answered == MOST_UNBROKEN
    assert set(machine.heard) == {"Re: Dripping tap"}


async def test_an_absence_notice_is_filed_away_and_answered_by_nobody(system, dovecot, postfix):
    machine = Machine(dovecot, postfix)
    await machine.write(100, LANDLORD, Subject="Automatic reply: hello", Auto_Submitted="auto-replied")
    closed = await until(system, "SELECT state FROM enquiry WHERE state = 'closed'")
    assert len(closed) == 1
    assert await rows(system, "SELECT 1 FROM reply") == []


async def test_gas_in_the_subject_is_answered_with_the_advice(system, dovecot, postfix):
    machine = Machine(dovecot, postfix)
    await machine.write(200, LANDLORD, Subject="smell gas in the hall")
    sent = await until(system, "SELECT text FROM reply WHERE urgent AND state >= 30 ORDER BY id")
    assert "0800 111 999" in sent[0]["text"]


async def test_after_a_mail_server_died_it_is_read_again(system, dovecot, postfix):
    machine = Machine(dovecot, postfix)
    await asyncio.to_thread(dovecot.kill)
    await asyncio.to_thread(dovecot.start)
    await machine.write(300, LANDLORD)
    await until(system, "SELECT 1 FROM message WHERE direction = 'in'")
