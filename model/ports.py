"""What the decisions need from outside, as small protocols.

`housing/` implements `Landlord`, `bot/engines/` implements `Engine`.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol

from model.housing import Facts, Health, RentAccount, Repair, RepairRequest, Slot, Tenancy, Transaction
from model.understanding import Understanding

#: The present instant, UTC and aware. Handed in, so that a test can say what time it is.
Now = Callable[[], datetime]


class LandlordDown(Exception):
    """The landlord's records cannot be asked at present. What was asked for is kept and tried again."""


class Refused(Exception):
    """The landlord's records will not do this, and trying again would not help. The text is for staff."""


class Engine(Protocol):
    """Something that understands a message. `understand` is CPU work and never raises for any text."""

    def understand(self, text: str) -> Understanding: ...


class Landlord(Protocol):
    """The landlord's own records.

    Every call but `health` may raise `LandlordDown`. Where nothing says otherwise, an unknown reference raises
    `Refused`. Writes are idempotent by `key`: asked again with it, for good and whatever crashed in between, they give
    their first answer again; a key that was used for another call raises `Refused`.
    """

    async def health(self) -> Health:
        """Whether the records can be asked. Never raises: what is wrong is in the answer."""
        ...

    async def tenancies_at(self, channel: str, address: str) -> Sequence[Tenancy]:
        """Those who are held at this address (an E.164 number, a mailbox); several may share one."""
        ...

    async def fitting(self, facts: Facts, among: Sequence[str] | None) -> Sequence[str]:
        """The tenancies with a holder whom every given fact fits: no word on which did not. None without a fact.

        `among` limits it to these references; None means all. How many facts are enough is for the caller to say.
        """
        ...

    async def tenancy(self, reference: str) -> Tenancy | None:
        """The tenancy, or None where there is none with this reference."""
        ...

    async def rent_account(self, reference: str) -> RentAccount: ...

    async def transactions(self, reference: str, most: int) -> Sequence[Transaction]:
        """The latest lines of the rent account, newest first."""
        ...

    async def repairs(self, reference: str, open_only: bool) -> Sequence[Repair]:
        """The tenancy's repairs, newest first; open ones are reported or scheduled."""
        ...

    async def create_repair(self, key: str, request: RepairRequest) -> Repair: ...

    async def slots(self, repair: str, earliest: date) -> Sequence[Slot]:
        """Free times from this day on, the first first. Raises `Refused` where the repair is not open."""
        ...

    async def book(self, key: str, repair: str, slot: str) -> Repair:
        """Makes the appointment, or moves it. Raises `Refused` where somebody else was quicker."""
        ...

    async def cancel_repair(self, key: str, repair: str) -> Repair:
        """Raises `Refused` where the repair is completed."""
        ...

    async def log_contact(self, key: str, reference: str, summary: str) -> str:
        """Notes it on the tenancy's contact history; the note's reference."""
        ...
