"""What a channel is: two translations and an error table.

`parse` turns a provider's webhook into messages and receipts and raises only `Forged` or `Unreadable`; `send` hands one
part of a reply to the provider and raises only `SendFailed`. A connector never retries, queues or renders, never logs a
tenant's words and knows no enquiry. What it needs is handed to its constructor.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

from aiohttp import ClientSession

from model.channel import Capabilities, Channel
from model.message import Inbound, Outbound, Receipt, Unread
from store.files import Files

#: how far our clock may be ahead of a provider's
CLOCKS_DIFFER = timedelta(minutes=1)
#: largest attachment that is kept, in bytes
MOST_BYTES = 25 * 1024 * 1024


class Forged(Exception):
    """The webhook does not come from whom it says: answered 403."""


class Unreadable(Exception):
    """Genuine, but not understood: kept raw, shown to staff, answered 200."""


class SendFailed(Exception):
    """The provider did not take a message.

    `permanent`: it never will. `retry_after`: seconds the provider asks to wait. `uncertain`: it may have taken it.
    `elsewhere`: another address of the person may work.
    """

    def __init__(
        self,
        why: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        uncertain: bool = False,
        elsewhere: bool = False,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain
        self.elsewhere = elsewhere


class OptedOut(SendFailed):
    """It never will, since the person told the provider that they want nothing more at this address."""

    def __init__(self, why: str) -> None:
        super().__init__(why, permanent=True, elsewhere=True)


class NotSet(Exception):
    """A setting is missing, so that the channel is off; the text says which."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a connector is made of: its settings, and what all share."""

    session: ClientSession
    #: how providers reach us, without a slash at the end
    public_address: str
    files: Files
    environment: Mapping[str, str]
    channel: Channel = Channel.SMS
    settings: Mapping[str, Any] = field(default_factory=dict)

    def of(self, channel: Channel, settings: Mapping[str, Any]) -> "Around":
        """The same for one channel."""
        return replace(self, channel=channel, settings=settings)

    def setting(self, name: str, otherwise: str | None = None) -> str:
        """A setting of the channel's table, read from the environment where it begins with `$`. Raises `NotSet`."""
        written = str(self.settings.get(name, ""))
        value = self.environment.get(written[1:], "") if written.startswith("$") else written
        if value:
            return value
        if otherwise is not None:
            return otherwise
        missing = f"{written[1:]} is missing from the environment" if written else f"write {name} = ..."
        raise NotSet(f"{missing} ([{self.channel.value}] {name} in config/channels.toml)")


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as it arrived."""

    body: bytes
    #: found by their names in any case
    headers: Mapping[str, str] = field(default_factory=dict)
    #: path and query as the provider was told them, such as /hooks/sms/status?reply=...
    target: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetched:
    """An attachment as the provider gave it."""

    content: bytes
    content_type: str


class Intake(Protocol):
    """Where a channel that is fetched from hands in what it found, and remembers how far it has come."""

    async def cursor(self) -> str:
        """How far everything is kept, in the connector's own words; empty at the beginning."""

    async def keep(self, found: Sequence[Inbound | Receipt | Unread], cursor: str) -> None:
        """Returns once these and the cursor are on disk, all or nothing. The same message twice is one."""


class Connector(ABC):
    """One channel."""

    channel: ClassVar[Channel]
    capabilities: ClassVar[Capabilities]
    #: what the provider wants to read in answer to a webhook: body and content type
    answer: ClassVar[tuple[str, str]] = ("", "text/plain")
    #: it does not only wait for webhooks: `run` fetches
    fetches: bool = False

    @abstractmethod
    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt | Unread]:
        """The messages and receipts of a webhook, in the provider's order. Raises `Forged` or `Unreadable`.

        Where a webhook has several parts, one that is not understood is `Unread` and hinders no other.
        """

    @abstractmethod
    async def send(self, reply: Outbound) -> str:
        """Hand one part of a reply to the provider; its id there. Raises `SendFailed`."""

    async def check(self) -> Sequence[str]:
        """What the provider says of our account, and what it must be told of us: a sentence each, for whoever sets the
        channel up. Raises `SendFailed` with what to do where the channel would not work."""
        return ()

    async def run(self, intake: Intake) -> None:
        """Fetch what comes and hand it in, until cancelled.

        Trying again after a failure, and one process at a time, are its caller's: it may raise.
        """
        raise SendFailed("this channel is not fetched from", permanent=True)

    def welcome(self, hook: Hook) -> str:
        """What a provider wants to read before it posts to an address. Raises `Forged`; most ask for nothing."""
        raise Forged("nothing is to be read here")

    async def find(self, reply: Outbound, since: datetime, known: frozenset[str]) -> str | None:
        """The provider's id of a reply that it may have taken at or after `since`; None where it has none.

        Of several that read the same it is the oldest that is not among `known`, the provider's ids of other replies.
        Those must reach back by `CLOCKS_DIFFER` and more, since what was taken so long before `since` counts as well.
        Raises `SendFailed` where it cannot be asked, `permanent` where the channel can never tell.
        """
        raise SendFailed("this channel cannot be asked", permanent=True)

    async def fetch(self, url: str) -> Fetched:
        """An attachment of a message. Raises `SendFailed`; a channel without media has none."""
        raise SendFailed("this channel has no attachments", permanent=True)
