"""What the decisions need from outside, as small protocols.

`housing/` implements `Landlord`, `bot/engines/` implements `Engine`.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from model.housing import Facts, Health, RentAccount, Repair, RepairRequest, Slot, Tenancy, Transaction
from model.person import Proof
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
    """The landlord's own records. Every call may raise `LandlordDown`; writes are idempotent by `key`."""

    async def health(self) -> Health: ...

    async def tenancies_at(self, channel: str, address: str) -> Sequence[Tenancy]:
        """Those who are held at this address (an E.164 number, a mailbox); several may share one."""
        ...

    async def match(self, facts: Facts, among: Sequence[str] | None) -> str | None:
        """The one tenancy that every given fact fits, or None: no word on which did not.

        `among` limits it to these references; None means all. Two or three facts are needed.
        """
        ...

    async def tenancy(self, reference: str) -> Tenancy | None: ...

    async def rent_account(self, reference: str) -> RentAccount: ...

    async def transactions(self, reference: str, most: int) -> Sequence[Transaction]: ...

    async def repairs(self, reference: str, open_only: bool) -> Sequence[Repair]: ...

    async def create_repair(self, key: str, request: RepairRequest) -> Repair: ...

    async def slots(self, repair: str, earliest: date) -> Sequence[Slot]: ...

    async def book(self, key: str, repair: str, slot: str) -> Repair: ...

    async def cancel_repair(self, key: str, repair: str) -> Repair: ...

    async def log_contact(self, key: str, reference: str, summary: str) -> str: ...


class Identity(Protocol):
    """Shows who somebody is. Tries are counted for good, even where the turn is decided again."""

    async def offer(self, facts: Facts) -> "Verdict": ...

    async def offer_code(self, code: str) -> "Verdict": ...


class Verdict(Protocol):
    """What became of an offer of facts."""

    #: "more" (a second fact is needed), "code" (a code was sent), "proven", "refused", "locked"
    outcome: str
    proof: Proof | None


#: Carries out what a turn ordered, by kind; the result is JSON.
Carry = Callable[[str, str, dict[str, Any]], Any]
