"""Our word in a mail that we sent, so that the answer to it is known by a signature and never by its subject.

A token stands in the address that is answered to (`enquiries+TOKEN@`) and in our Message-ID. It names a thread, and
carries a signature (HMAC-SHA256, shortened as RFC 2104, 5 allows). Letters are small, since mail systems change case.
"""

import hashlib
import hmac
import re
from base64 import b32decode, b32encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from connectors.email.account import LOCAL_LENGTH, Account

#: bytes of a thread's name, and of the signature on it
NAME = 22
SIGNATURE = 8
OURS = re.compile(r"<([\w-]{1,64})\.([a-z2-7]{0,64})\.([a-z2-7]{13})@([^<>\s@]+)>", re.ASCII)
TOKEN_LENGTH = 48
TOKEN = re.compile(rf"[a-z2-7]{{{TOKEN_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Writes tokens and proves them."""

    account: Account

    def has_room(self) -> bool:
        """Whether an address of ours has room for a token."""
        return len(self.account.local) + 1 + TOKEN_LENGTH <= LOCAL_LENGTH

    def answer_to(self, thread: str) -> str:
        """The address by which an answer finds the thread; the plain one where there is no room for a token."""
        token, account = self._token(thread), self.account
        return f"{account.local}+{token}@{account.domain}" if token and self.has_room() else account.address

    def message_id(self, reply: str, thread: str) -> str:
        """Of one reply always the same, so that one that went twice is one to whoever compares."""
        token = self._token(thread)
        return f"<{reply}.{token}.{self._sign('reply', f'{reply}.{token}'.encode())}@{self.account.domain}>"

    def thread_of(self, addresses: Iterable[str], message_ids: Iterable[str]) -> str:
        """The thread that one of these names with our signature; empty if none does."""
        tokens = [local.partition("+")[2] for local in map(self._local, addresses)]
        tokens += [found[2] for found in map(self._ours, message_ids) if found]
        return next(filter(None, map(self._thread, tokens)), "")

    def reply_of(self, message_id: str) -> str:
        """The public id of the reply that we sent under this Message-ID; empty if it is none of ours."""
        found = self._ours(message_id)
        return found[1] if found else ""

    def _ours(self, message_id: str) -> re.Match[str] | None:
        found = OURS.fullmatch(message_id)
        if found is None:
            return None
        signature = self._sign("reply", f"{found[1]}.{found[2]}".encode())
        return found if hmac.compare_digest(signature, found[3]) else None

    def _local(self, address: str) -> str:
        """What stands before the @ of an address of ours; empty for any other."""
        return address.lower().rpartition("@")[0] if self.account.is_ours(address) else ""

    def _token(self, thread: str) -> str:
        try:
            name = urlsafe_b64decode(thread + "=" * (-len(thread) % 4))
        except ValueError:
            return ""
        if len(name) != NAME or _named(name) != thread:
            return ""
        return _small(name + self._mac("thread", name))

    def _thread(self, token: str) -> str:
        if not TOKEN.fullmatch(token):
            return ""
        both = b32decode(token.upper())
        name, signature = both[:NAME], both[NAME:]
        genuine = hmac.compare_digest(signature, self._mac("thread", name))
        return _named(name) if genuine else ""

    def _sign(self, purpose: str, words: bytes) -> str:
        return _small(self._mac(purpose, words))

    def _mac(self, purpose: str, words: bytes) -> bytes:
        return hmac.digest(self.account.secret, f"{purpose}:".encode() + words, hashlib.sha256)[:SIGNATURE]


def _named(name: bytes) -> str:
    return urlsafe_b64encode(name).rstrip(b"=").decode()


def _small(words: bytes) -> str:
    return b32encode(words).rstrip(b"=").decode().lower()
