"""What `[email]` of `config/channels.toml` says: the mailbox, the servers, the secret."""

import ssl
from dataclasses import dataclass

from connectors.base import Around, NotSet

#: how a connection is kept private; plain is for a server on this machine alone
TLS = ("tls", "starttls", "plain")
#: what becomes of the mail that is there at the very first start
FIRST = ("new", "all")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
#: RFC 5321, 4.5.3.1.1: the longest part before the @
LOCAL_LENGTH = 64
SECRET_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Server:
    """One server, and who we are there. Without a user nobody is asked."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""
    #: a file of certificates to trust beside those of the machine
    ca: str = ""

    def context(self) -> ssl.SSLContext | None:
        """None where the connection is plain. Raises `OSError` where the file of certificates cannot be read."""
        if self.tls == "plain":
            return None
        context = ssl.create_default_context()
        if self.ca:
            context.load_verify_locations(self.ca)
        return context


@dataclass(frozen=True, slots=True)
class Account:
    """The landlord's mailbox."""

    address: str
    #: whom tenants see as the sender, beside the address
    name: str
    imap: Server
    smtp: Server
    secret: bytes
    folder: str = "INBOX"
    #: at the very first start what is in the mailbox already is taken as well
    from_the_beginning: bool = False
    #: the name under which the landlord's own server says whether a sender is proven; empty: nobody says so
    authentication_results: str = ""

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def is_ours(self, address: str) -> bool:
        """Whether it is this mailbox, with or without something after a plus."""
        local, _, domain = address.lower().rpartition("@")
        return domain == self.domain and local.partition("+")[0] == self.local


def account(around: Around) -> Account:
    """Raises `NotSet` with what to write."""
    address = around.setting("address").lower()
    if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise NotSet(f"[email] address: {address!r} is no address; write it like enquiries@homes.example.org")
    secret = around.setting("secret").encode()
    if len(secret) < SECRET_LENGTH:
        raise NotSet(f"[email] secret: write at least {SECRET_LENGTH} characters that nobody can guess")
    imap = _server(around, "imap", 993, around.setting("imap_user", address), around.setting("imap_password"))
    return Account(
        address=address,
        name=around.setting("name", ""),
        imap=imap,
        smtp=_server(around, "smtp", 465, *_sender(around, imap)),
        secret=secret,
        folder=around.setting("folder", "INBOX"),
        from_the_beginning=_first(around) == "all",
        authentication_results=around.setting("authentication_results", "").lower(),
    )


def _first(around: Around) -> str:
    first = around.setting("first", "new")
    if first not in FIRST:
        raise NotSet(f"[email] first: write one of {', '.join(FIRST)}")
    return first


def _sender(around: Around, imap: Server) -> tuple[str, str]:
    """Who sends: as written, nobody where that is "none", else whoever reads."""
    user = around.setting("smtp_user", imap.user)
    return ("", "") if user == "none" else (user, around.setting("smtp_password", imap.password))


def _server(around: Around, kind: str, port: int, user: str, password: str) -> Server:
    host, tls = around.setting(f"{kind}_host"), around.setting(f"{kind}_tls", "tls")
    if tls not in TLS:
        raise NotSet(f"[email] {kind}_tls: write one of {', '.join(TLS)}")
    if tls == "plain" and host not in LOOPBACK:
        raise NotSet(f"[email] {kind}_tls: passwords go to {host} over a network, so write tls or starttls")
    number = around.setting(f"{kind}_port", str(port))
    if not number.isdecimal():
        raise NotSet(f"[email] {kind}_port: {number!r} is no port; write a number such as {port}")
    return Server(host, int(number), tls, user, password, around.setting("ca", ""))
