"""Email: a mailbox that is read by IMAP, and replies that go out by SMTP.

Nothing is posted to us. What belongs to which thread says our own signed token (`token.py`), or the mails that a mail
answers, and never its subject. Whole mails are kept as files; their attachments are fetched from there.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from ssl import SSLError

from imapclient.exceptions import IMAPClientError

from connectors.base import MOST_BYTES, Around, Connector, Fetched, Forged, Hook, Intake, SendFailed
from connectors.email import smtp
from connectors.email.account import Account, account
from connectors.email.fetching import Fetcher
from connectors.email.mail import taken_apart
from connectors.email.mailbox import Mailbox
from connectors.email.parts import one
from connectors.email.reading import Reader
from connectors.email.token import Tokens
from connectors.email.writing import written
from model.channel import Capabilities, Channel, Layout
from model.message import Inbound, Outbound, Receipt
from store.files import Files

#: no mail program minds, and no reply of ours is longer
LONGEST = 100_000
HASH = re.compile(r"[0-9a-f]{64}")


class Email(Connector):
    """One mailbox."""

    channel = Channel.EMAIL
    # a sender's address is written by whoever sends: it proves nothing by itself
    capabilities = Capabilities(Layout.EMAIL, LONGEST, held_address=True, receipts=True, threads=True)
    fetches = True

    def __init__(self, account: Account, files: Files, now: Callable[[], datetime]) -> None:
        self.account = account
        self.files = files
        self.now = now

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        raise Forged("nobody posts mail to us")

    async def send(self, reply: Outbound) -> str:
        try:
            mail = written(reply, self.account, self.now())
        except ValueError as error:
            raise SendFailed("no mail can be written to such an address", permanent=True) from error
        await smtp.hand_over(self.account.smtp, mail, self.account.address, reply.to)
        return str(mail["Message-ID"])

    async def run(self, intake: Intake) -> None:
        mailbox = await asyncio.to_thread(Mailbox, self.account)
        await Fetcher(mailbox, Reader(self.account, Tokens(self.account)), self.files, intake).run()

    async def fetch(self, url: str) -> Fetched:
        sha256, _, number = url.removeprefix("mail:").partition("/")
        if not (url.startswith("mail:") and HASH.fullmatch(sha256)):
            raise SendFailed("no attachment of a mail", permanent=True)
        try:
            content = await asyncio.to_thread(self._part, sha256, number)
        except LookupError as error:
            raise SendFailed("the mail has no such attachment", permanent=True) from error
        except OSError as error:
            raise SendFailed("the mail is not there", permanent=True) from error
        return Fetched(content, "")

    def _part(self, sha256: str, number: str) -> bytes:
        whole = self.files.path(sha256).read_bytes()
        return whole[:MOST_BYTES] if number == "0" else one(taken_apart(whole), number)

    async def check(self) -> Sequence[str]:
        try:
            (await asyncio.to_thread(Mailbox, self.account)).close()
        except SSLError as error:
            raise SendFailed(
                f"imap: no safe connection ({error.reason}); look at imap_tls, imap_port and ca"
            ) from error
        except (OSError, IMAPClientError) as error:
            why = f"{type(error).__name__}: {error}"
            raise SendFailed(
                f"imap: the mailbox does not open ({why}); look at imap_host, imap_port and folder"
            ) from error
        await smtp.knock(self.account.smtp)
        return (f"{self.account.address} is read and sent from.", *self._advice())

    def _advice(self) -> list[str]:
        plus = Tokens(self.account).has_room()
        return [
            f"Mail to {self.account.local}+anything@{self.account.domain} must arrive in this mailbox."
            if plus
            else "The part before the @ is too long for answers to be known by their address.",
            f"Senders are proven by what {self.account.authentication_results} writes."
            if self.account.authentication_results
            else "No sender is proven: write authentication_results, the name under which your server checks mail.",
        ]


def connect(around: Around) -> Email:
    """The mailbox of `[email]`. Raises `NotSet`."""
    return Email(account(around), around.files, lambda: datetime.now(UTC))
