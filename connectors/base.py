"""What a channel is: two translations and an error table.

`parse` turns a provider's webhook into messages and receipts and raises only `Forged` or `Unreadable`; `send` hands one
part of a reply to the provider and raises only `SendFailed`. A connector never retries, queues or renders, never logs a
tenant's words and knows no enquiry. What it needs is handed to its constructor.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from model.channel import Capabilities, Channel
from model.message import Inbound, Outbound, Receipt

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
    """

    def __init__(
        self, why: str, *, permanent: bool = False, retry_after: float | None = None, uncertain: bool = False
    ) -> None:
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain


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


class Connector(ABC):
    """One channel."""

    channel: ClassVar[Channel]
    capabilities: ClassVar[Capabilities]
    #: what the provider wants to read in answer to a webhook: body and content type
    answer: ClassVar[tuple[str, str]] = ("", "text/plain")

    @abstractmethod
    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        """The messages and receipts of a webhook, in the provider's order. Raises `Forged` or `Unreadable`."""

    @abstractmethod
    async def send(self, reply: Outbound) -> str:
        """Hand one part of a reply to the provider; its id there. Raises `SendFailed`."""

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
