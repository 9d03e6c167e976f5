"""Mail fetched from a real Dovecot: nothing lost, nothing twice, whatever happens to the server or to us."""

import asyncio
from datetime import UTC, datetime

import pytest
from imapclient.exceptions import IMAPClientError

from connectors.base import SendFailed
from connectors.email.fetching import Fetcher
from connectors.email.mail import MOST_BYTES
from connectors.email.mailbox import Mailbox
from connectors.email.reading import Reader
from connectors.email.token import Tokens
from model.message import Unread
from tests.connectors.email.conftest import LANDLORD
from tests.connectors.email.mails import mail
from tests.connectors.email.post import MemoryIntake, empty, mailbox, put, running

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def _empty(dovecot):
    empty(dovecot)


def numbered(number: int, **headers) -> bytes:
    return mail(f"mail {number}", **{"Message_ID": f"<{number}@example.org>", "Subject": None, **headers})


async def test_what_is_there_and_what_comes_later_is_handed_in_in_order(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1), numbered(2))
    async with running(email(), intake):
        await intake.holds(2)
        await asyncio.to_thread(put, dovecot, numbered(3))
        await intake.holds(3)
    assert intake.texts == ["mail 1", "mail 2", "mail 3"]


async def test_at_the_first_start_old_mail_is_left_to_whoever_reads_it(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    async with running(email(first="new"), intake):
        await intake.until(lambda: intake.place)
        await asyncio.to_thread(put, dovecot, numbered(2))
        await intake.holds(1)
    assert intake.texts == ["mail 2"]


async def test_it_is_the_servers_time(dovecot, email):
    intake = MemoryIntake()
    came = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    put(dovecot, numbered(1, Date="Mon, 01 Jan 2001 00:00:00 +0000"), at=came)
    async with running(email(), intake):
        await intake.holds(1)
    assert intake.kept["<1@example.org>"].provider_time == came


async def test_mail_that_somebody_else_has_read_is_seen_and_none_becomes_read(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1), numbered(2))
    with mailbox(dovecot) as client:
        client.set_flags(client.search(["HEADER", "Message-ID", "1@example.org"]), [rb"\Seen"])
    async with running(email(), intake):
        await intake.holds(2)
    with mailbox(dovecot) as client:
        assert len(client.search("UNSEEN")) == 1


async def test_what_came_while_we_were_away_is_read_once_and_nothing_again(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    async with running(email(), intake):
        await intake.holds(1)
    put(dovecot, numbered(2), numbered(3))
    async with running(email(), intake):
        await intake.holds(3)
    assert intake.handed_in == 3


async def test_what_could_not_be_kept_is_handed_in_again(dovecot, email):
    intake = MemoryIntake()
    intake.failures = 1
    put(dovecot, numbered(1), numbered(2))
    async with running(email(), intake) as task:
        with pytest.raises(ConnectionError):
            await task
    assert (intake.place, intake.kept) == ("", {})
    async with running(email(), intake):
        await intake.holds(2)


async def test_a_server_that_dies_while_we_wait_is_noticed_and_nothing_is_lost(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    async with running(email(), intake) as task:
        await intake.holds(1)
        await asyncio.to_thread(dovecot.kill)
        done, _ = await asyncio.wait({task}, timeout=20)
        assert done
        assert isinstance(task.exception(), OSError | IMAPClientError)
    await asyncio.to_thread(dovecot.start)
    put(dovecot, numbered(2))
    async with running(email(), intake):
        await intake.holds(2)
    assert intake.handed_in == 2


async def test_a_mailbox_with_new_numbers_is_read_again_and_each_mail_stays_one(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1), numbered(2))
    async with running(email(), intake):
        await intake.holds(2)
    validity = intake.place.split()[0]
    with mailbox(dovecot) as client:
        client.delete_messages([min(client.search("ALL"))])
        client.expunge()
    dovecot.stop()
    dovecot.renumber(LANDLORD)
    await asyncio.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY
    dovecot.start()
    put(dovecot, numbered(3))
    async with running(email(), intake):
        await intake.holds(3)
    assert intake.place.split()[0] != validity
    assert sorted(intake.texts) == ["mail 1", "mail 2", "mail 3"]


async def test_a_mailbox_with_new_numbers_is_not_read_from_before_we_began(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1), numbered(2), at=datetime(2020, 1, 1, tzinfo=UTC))
    async with running(email(first="new"), intake):
        await intake.until(lambda: intake.place)
    before = intake.place
    dovecot.stop()
    dovecot.renumber(LANDLORD)
    await asyncio.sleep(1.1)  # Dovecot takes the second as UIDVALIDITY
    dovecot.start()
    async with running(email(first="new"), intake):
        await intake.until(lambda: intake.place != before)
        await asyncio.to_thread(put, dovecot, numbered(3))
        await intake.holds(1)
    assert intake.texts == ["mail 3"]


async def test_a_mail_of_24_megabytes_arrives_with_its_attachment(dovecot, email):
    intake, connector = MemoryIntake(), email()
    line = b"A" * 76 + b"\r\n"
    attachment = line * (24 * 2**20 // len(line))
    head = b"From: ada.moss@example.org\r\nMessage-ID: <big@example.org>\r\nSubject: Plans\r\n"
    parts = b"--b\r\nContent-Type: text/plain\r\n\r\nHere they are.\r\n--b\r\nContent-Type: image/png\r\n"
    parts += b"Content-Transfer-Encoding: base64\r\n\r\n" + attachment + b"--b--\r\n"
    put(dovecot, head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts)
    async with running(connector, intake):
        await intake.holds(1)
    [found] = intake.kept.values()
    assert found.text == "Plans\n\nHere they are."
    fetched = await connector.fetch(found.media[0].url)
    assert len(fetched.content) == attachment.count(b"A") * 3 // 4


async def test_of_a_larger_one_the_beginning_is_kept_and_said_so(dovecot, email):
    intake, connector = MemoryIntake(), email()
    put(dovecot, mail("x" * 70 + "\n" + ("y" * 70 + "\n") * (27 * 2**20 // 71)))
    async with running(connector, intake):
        await intake.holds(1)
    [found] = intake.kept.values()
    assert "Larger than 25 MB" in found.note
    assert found.text.startswith("Kitchen\n\nxxx")
    assert len((await connector.fetch(found.media[0].url)).content) == MOST_BYTES


async def test_two_mails_of_one_message_id_are_two_and_copies_are_one(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, mail("first"), mail("second"), mail("first"))
    async with running(email(), intake):
        await intake.until(lambda: intake.handed_in == 3)
    assert sorted(intake.texts) == ["Kitchen\n\nfirst", "Kitchen\n\nsecond"]


async def test_what_nobody_can_read_is_kept_and_does_not_stop_the_others(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, b"X-Nothing: \xff\r\n\r\n", numbered(2))
    async with running(email(), intake):
        await intake.holds(1)
    [unread] = intake.others
    assert isinstance(unread, Unread)
    assert intake.texts == ["mail 2"]


async def test_a_mail_that_cannot_be_kept_is_kept_as_it_came_and_does_not_stop_the_others(dovecot, email):
    intake = MemoryIntake()
    intake.refused = "mail 2"
    put(dovecot, numbered(1), numbered(2), numbered(3))
    async with running(email(), intake):
        await intake.holds(2)
    [unread] = intake.others
    assert b"mail 2" in unread.raw
    assert intake.texts == ["mail 1", "mail 3"]


#: what servers take for brackets, lengths of literals, wildcards or the end of a quotation
ODD = [
    "<{ABC-DEF}@x>",
    "<a(b)c@x>",
    "<)>",
    "<x{5}>",
    "<{100}>",
    "<a%b@x>",
    "<*@x>",
    '<a"b@x>',
    "<a\\b@x>",
    "<a]b@x>",
    "<NIL>",
]


async def test_no_message_id_stops_the_mailbox(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    odd = [numbered(2, Message_ID="<2@x>").replace(b"<2@x>", id.encode()) for id in ODD]
    async with running(email(), intake):
        await intake.holds(1)
        await asyncio.to_thread(put, dovecot, *odd)
        await intake.holds(1 + len(ODD))
        await asyncio.to_thread(put, dovecot, *(one.replace(b"mail 2", b"mail 3") for one in odd))
        await intake.holds(1 + 2 * len(ODD))
    assert set(ODD) < set(intake.kept)
    assert intake.texts.count("mail 3") == len(ODD)


class CannotSearch(Mailbox):
    """At a server that takes what it is asked for something else."""

    def earlier(self, message_ids: object, uid: int) -> dict[int, str]:
        raise IMAPClientError("SEARCH command error: BAD")


async def test_a_server_that_cannot_search_stops_no_mail(dovecot, email):
    intake, connector = MemoryIntake(), email()
    put(dovecot, numbered(1), mail("first"), mail("second"))
    there = await asyncio.to_thread(CannotSearch, connector.account)
    reader = Reader(connector.account, Tokens(connector.account))
    task = asyncio.create_task(Fetcher(there, reader, connector.files, intake).run())
    await intake.holds(3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert sorted(intake.texts) == ["Kitchen\n\nfirst", "Kitchen\n\nsecond", "mail 1"]


@pytest.mark.parametrize("id", ["<fixed@x> (scanner)", "scan <fixed@x>", "<fixed@x> <other@x>"])
async def test_two_mails_of_one_odd_message_id_are_two(dovecot, email, id):
    intake = MemoryIntake()
    put(dovecot, *(numbered(number, Message_ID="<P>").replace(b"<P>", id.encode()) for number in (1, 2)))
    async with running(email(), intake):
        await intake.until(lambda: intake.handed_in == 2)
    assert sorted(intake.texts) == ["mail 1", "mail 2"]


async def test_hundreds_of_mails_come_in_batches(dovecot, email):
    intake = MemoryIntake()
    with mailbox(dovecot) as client:
        client.multiappend("INBOX", [numbered(number) for number in range(620)])
    async with running(email(), intake):
        await intake.holds(620)
    assert intake.handed_in == 620


async def test_it_stops_at_once_while_it_waits(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    async with running(email(), intake) as task:
        await intake.holds(1)
        began = asyncio.get_running_loop().time()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert asyncio.get_running_loop().time() - began < 2


async def test_a_wrong_password_says_what_to_mend(email):
    with pytest.raises(SendFailed, match="imap_password"):
        await email(imap_password="wrong").check()


async def test_a_connection_by_tls_is_proven_by_the_certificate(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    safe = {"imap_tls": "tls", "imap_port": dovecot.tls_port}
    async with running(email(**safe, ca=str(dovecot.certificate)), intake):
        await intake.holds(1)
    with pytest.raises(SendFailed, match="no safe connection"):
        await email(**safe).check()


async def test_starttls_does_as_well(dovecot, email):
    intake = MemoryIntake()
    put(dovecot, numbered(1))
    async with running(email(imap_tls="starttls", ca=str(dovecot.certificate)), intake):
        await intake.holds(1)
