"""What the landlord's records say: tenancies, rent accounts, repairs and appointments. Money is in pence."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Tenure(StrEnum):
    """How a home is held; responsibility and some law depend on it."""

    TENANT = "tenant"
    SHARED_OWNER = "shared_owner"
    LEASEHOLDER = "leaseholder"


class RepairPriority(StrEnum):
    """How soon a repair is to be done; the days stand in `config/repairs.toml`."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    ROUTINE = "routine"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a home is."""

    line: str
    town: str
    postcode: str
    uprn: str

    def __str__(self) -> str:
        return f"{self.line}, {self.town}, {self.postcode}"


@dataclass(frozen=True, slots=True)
class Tenancy:
    """A household's agreement with the landlord."""

    reference: str
    tenure: Tenure
    address: Address
    #: names of those on the agreement
    holders: tuple[str, ...]
    started_on: date
    #: name of the housing officer of the patch
    officer: str
    #: addresses held on file that a one-time code may go to, E.164
    mobiles: tuple[str, ...] = ()
    #: such as "respiratory", "over_70", "under_5"; why somebody may need more care
    vulnerabilities: frozenset[str] = frozenset()
    #: no message may chase arrears until then (breathing space, SI 2020/1311)
    breathing_space_until: date | None = None
    #: the bot names nothing sensitive here and a person calls first
    safe_contact: bool = False
    #: mailboxes held on file, lower case
    emails: tuple[str, ...] = ()
    #: the vulnerabilities in the words of the file, for staff only, such as "Uses oxygen at home: needs power"
    care: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody offers to show who they are. Compared in constant time and dropped."""

    reference: str | None = None
    born: date | None = None
    postcode: str | None = None

    def given(self) -> tuple[str, ...]:
        """Names of the facts that were given."""
        return tuple(name for name in ("reference", "born", "postcode") if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class RentAccount:
    """How a rent account stands."""

    reference: str
    #: pence; positive is owed to the landlord, negative is credit
    balance: int
    #: when the figure was true (UTC)
    as_at: datetime
    #: pence and day of the next charge
    next_charge: int
    next_charge_on: date

    @property
    def in_arrears(self) -> bool:
        return self.balance > 0


@dataclass(frozen=True, slots=True)
class Transaction:
    """One line of a rent account; a payment is negative."""

    on: date
    description: str
    pence: int


@dataclass(frozen=True, slots=True)
class RepairRequest:
    """What a landlord needs to raise a repair."""

    #: the tenancy, or None where identity is not proven
    tenancy: str | None
    #: the address as the tenant gave it, where the tenancy is not known
    address: str
    place: str
    problem: str
    description: str
    priority: RepairPriority
    #: who is at home, how to get in
    access: str
    #: day by which it is to be done
    due_on: date
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair on the landlord's books."""

    reference: str
    summary: str
    priority: RepairPriority
    #: "reported", "scheduled", "completed", "cancelled"
    status: str
    reported_at: datetime
    due_on: date
    appointment: "Slot | None" = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which somebody can come (local time of the landlord)."""

    id: str
    on: date
    #: "morning", "afternoon", "school_run"
    part: str
    #: hours as printed, "8am to 12 noon"
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the landlord's records can be asked."""

    up: bool
    as_at: datetime | None = None
    detail: str = field(default="")
