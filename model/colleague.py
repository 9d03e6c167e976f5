"""Members of staff, what they can take on, and what was offered to them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Presence(StrEnum):
    """What a colleague says of themselves."""

    AVAILABLE = "available"
    BUSY = "busy"
    AWAY = "away"
    OFF = "off"


class Role(StrEnum):
    """What a colleague may see and do."""

    COLLEAGUE = "colleague"
    SENIOR = "senior"
    SUPERVISOR = "supervisor"
    SAFEGUARDING = "safeguarding"
    ADMINISTRATOR = "administrator"
    PANEL = "panel"


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff."""

    id: int
    public_id: str
    name: str
    email: str
    teams: frozenset[str]
    roles: frozenset[Role] = frozenset({Role.COLLEAGUE})
    #: skill to level, 1 to 3
    skills: dict[str, int] = field(default_factory=dict)
    languages: frozenset[str] = frozenset({"en"})
    #: how much they can carry, in channel weights; a web chat costs more than a text
    capacity: int = 6
    presence: Presence = Presence.OFF
    #: since when they have carried nothing, for the tie-break
    idle_since: datetime | None = None

    @property
    def first_name(self) -> str:
        return self.name.split(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Offer:
    """An enquiry offered to a colleague, with the reasons for the choice."""

    id: int
    enquiry: int
    colleague: int
    made_at: datetime
    expires_at: datetime
    #: "open", "taken", "lapsed", "declined", "withdrawn", or "released" by whoever had taken it
    outcome: str
    reasons: dict[str, Any] = field(default_factory=dict)
