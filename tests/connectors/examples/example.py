"""How a channel is described to the contract tests: what goes in and what must come out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import ClientSession

from connectors.base import Connector, Hook
from model.message import Inbound, Receipt
from tests.connectors.provider import Provider

#: how providers reach us
PUBLIC = "https://homes.example.org"


@dataclass(frozen=True)
class Example:
    """A channel, described by what goes in and what must come out."""

    name: str
    #: file under connectors/ that this is an example of
    module: str
    make: Callable[[ClientSession, Provider], Connector]
    #: a genuine message and what it must become; None where the channel is fetched from and nobody posts
    message: Hook | None
    inbound: Inbound | None
    #: genuine, and of no use
    unreadable: list[Hook]
    forged: list[Hook]
    #: genuine as well, signed in another way that the provider has
    signed_otherwise: list[Hook] = field(default_factory=list)
    #: genuine receipts and what they must become
    receipts: list[tuple[Hook, Receipt]] = field(default_factory=list)
    #: its provider can be asked whether it took a reply: makes the stand-in hold one under the id "SM9"
    finds: bool = False
    #: what the provider writes before a number on this channel
    prefix: str = ""
