"""The landlord's mailbox over IMAP, in a thread's own time: everything here waits.

It is opened for reading alone (EXAMINE, BODY.PEEK), so that no mail becomes read by being read here; what others have
read is seen all the same, since numbers are asked for and never what is unseen. RFC 3501; RFC 2177 for IDLE.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from socket import SHUT_RDWR
from time import monotonic

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from connectors.base import MOST_BYTES, SendFailed
from connectors.email.account import Account
from connectors.email.mail import message_id

CONNECT_SECONDS = 8.0
READ_SECONDS = 60.0
ROUND_SECONDS = 5.0
#: what a mailbox whose numbers were given anew may have got wrong, and what IMAP's days leave open
DAYS_BACK = timedelta(days=2)
#: one byte more than is kept shows that there is more
MOST_FETCHED = MOST_BYTES + 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A mail in the mailbox."""

    uid: int
    #: when the server had it (UTC)
    came: datetime
    size: int


class Mailbox:
    """One connection, signed in, with the folder open."""

    def __init__(self, account: Account) -> None:
        """Raises `SendFailed` with what to do, or what the network raises."""
        server = account.imap
        self.folder = account.folder
        self._client = IMAPClient(
            server.host,
            server.port,
            ssl=server.tls == "tls",
            ssl_context=server.context() if server.tls == "tls" else None,
            timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )
        self._client.normalise_times = False
        try:
            self._open(account)
        except BaseException:
            self.close()
            raise

    def _open(self, account: Account) -> None:
        server = account.imap
        if server.tls == "starttls":
            self._client.starttls(server.context())
        try:
            self._client.login(server.user, server.password)
        except LoginError as error:
            raise SendFailed("the mailbox does not open: mend imap_user or imap_password", permanent=True) from error
        opened = self._client.select_folder(account.folder, readonly=True)
        self.validity = int(opened[b"UIDVALIDITY"])
        #: the number that the next mail will have at least
        self.next_uid = int(opened.get(b"UIDNEXT", 0)) or self._last() + 1
        self.idles = bool(self._client.has_capability("IDLE"))

    def _last(self) -> int:
        return max(self._client.search("ALL"), default=0)

    def after(self, uid: int) -> list[int]:
        """The numbers of what came after, in order. The server counts the last one in whatever it is asked."""
        return sorted(one for one in self._client.search(["UID", f"{uid + 1}:*"]) if one > uid)

    def since(self, came: datetime) -> list[int]:
        """The numbers of what came since, and of some that came before."""
        return sorted(self._client.search(["SINCE", (came - DAYS_BACK).date()]))

    def listed(self, uids: Sequence[int]) -> list[Listed]:
        """In order; without those that are gone meanwhile."""
        found = self._client.fetch(uids, ["INTERNALDATE", "RFC822.SIZE"]) if uids else {}
        return [
            Listed(uid, fields[b"INTERNALDATE"].astimezone(UTC), int(fields[b"RFC822.SIZE"]))
            for uid, fields in sorted(found.items())
            if b"INTERNALDATE" in fields
        ]

    def raw(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The mails as they came, or the beginning of very large ones; without those that are gone."""
        return self._contents(uids, f"BODY.PEEK[]<0.{MOST_FETCHED}>") if uids else {}

    def earlier(self, message_ids: Collection[str], uid: int) -> dict[int, str]:
        """The mails before this number that have one of these Message-IDs, as `message_id` reads them, in order."""
        if uid <= 1 or not message_ids:
            return {}
        named = [f"HEADER Message-ID {_quoted(id.strip('<>'))}" for id in message_ids]
        found = self._client.search(f"UID 1:{uid - 1} {'OR ' * (len(named) - 1)}{' '.join(named)}")
        heads = self._contents(sorted(found), "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]") if found else {}
        return {at: id for at in sorted(heads) if (id := message_id(heads[at]))}

    def _contents(self, uids: Sequence[int], part: str) -> dict[int, bytes]:
        fetched = self._client.fetch(uids, [part])
        bodies = ((uid, key, value) for uid, fields in fetched.items() for key, value in fields.items())
        return {uid: bytes(value) for uid, key, value in bodies if key.startswith(b"BODY[") and value}

    def wait(self, seconds: float) -> None:
        """Until the server says that something has changed; at most so long.

        In rounds, since what comes in one piece with the server's consent to IDLE is seen only when the round ends.
        """
        end = monotonic() + seconds
        while monotonic() < end:
            self._client.idle()
            said = self._client.idle_check(timeout=ROUND_SECONDS)
            _, said_late = self._client.idle_done()
            if said or said_late:
                return

    def interrupt(self) -> None:
        """Whoever waits in it waits no longer."""
        with suppress(OSError, ValueError):
            self._client.socket().shutdown(SHUT_RDWR)

    def close(self) -> None:
        with suppress(OSError, ValueError):
            self._client.shutdown()


def _quoted(words: str) -> str:
    """A quoted string, RFC 3501, 9, of printable ASCII: no bracket and no length of a literal in it is a command's."""
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
