"""One matter of one person: the unit of routing and of promises."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from model.understanding import Level


class State(StrEnum):
    """Where an enquiry is. Back to `WAITING` from any state but `CLOSED`; `WITH_COLLEAGUE` to `WITH_BOT` by hand."""

    WITH_BOT = "with_bot"
    WAITING = "waiting"
    OFFERED = "offered"
    WITH_COLLEAGUE = "with_colleague"
    SNOOZED = "snoozed"
    CALLBACK_BOOKED = "callback_booked"
    CLOSED = "closed"


class Priority(StrEnum):
    """Bands of urgency, most urgent first."""

    EMERGENCY = "emergency"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


BANDS = tuple(Priority)
#: notice of an enquiry that waits only because the tenant left the bot in the middle
LEFT_UNFINISHED = "The tenant left the talk with the assistant unfinished."


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One matter of one person. `id` is negative for one that is not stored yet."""

    id: int
    #: what tenants and staff quote, such as DS-7K2QM4
    reference: str
    public_id: str
    version: int
    person: int
    #: where it was last spoken of; replies go there
    conversation: int
    topic: str
    state: State
    priority: Priority
    team: str
    created_at: datetime
    #: when the oldest message started its clocks (UTC)
    started_at: datetime
    emergency: str = ""
    level: Level | None = None
    owner: int | None = None
    #: since when it waits for a colleague
    waiting_since: datetime | None = None
    #: oldest message of the tenant that no person has answered
    unanswered_since: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    #: what the bot gathered, in words a colleague can use
    summary: str = ""
    #: skills the colleague must have
    skills: frozenset[str] = field(default_factory=frozenset)
    language: str = "en"
    #: only roles named in the topic's configuration may see it
    restricted: bool = False
    #: why it needs care, such as "opted out, perhaps meant to cancel; use another channel"
    notice: str = ""

    @property
    def open(self) -> bool:
        return self.state is not State.CLOSED
