"""What the landlord promises, and the clocks that tell whether it keeps it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Promise:
    """A rule of `config/promises.toml`: what starts the clock, what stops it, how long it may run."""

    name: str
    label: str
    #: name of a calendar of `config/hours.toml`, or "always" for elapsed time
    calendar: str
    #: exactly one of `within` (time inside the calendar), `working_days` and `months` (of the year) is given
    within: timedelta | None = None
    working_days: int | None = None
    months: int | None = None
    #: what meets it: "acknowledgement" (anybody's), "answer" (a person's), "page" (duty staff acknowledge it) or
    #: "outcome" (recorded by whoever did what was promised)
    met_by: str = "acknowledgement"
    #: fractions of the time at which to warn, and whom: (0.5, "owner")
    warnings: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise running for one enquiry. Every instant is stored (UTC), not recomputed; a breach is never erased."""

    id: int
    enquiry: int
    promise: str
    started_at: datetime
    due_at: datetime
    #: when the watch must look again: the next warning or the due instant; none once met or breached and told
    alarm_at: datetime | None
    #: how many of the promise's warnings were given
    warned: int = 0
    met_at: datetime | None = None
    #: "bot" or "colleague"; an automatic acknowledgement and a person's are told apart
    met_by: str = ""
    breached_at: datetime | None = None
