"""What an enquiry asks of whoever takes it, worked out from the enquiry and the landlord's rules for routing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.colleague import Role
from model.enquiry import Priority
from model.understanding import Level

#: who may see what is restricted where configuration no longer says
TRUSTED = frozenset({Role.SAFEGUARDING})


@dataclass(frozen=True, slots=True)
class Waiting:
    """An enquiry that waits for a colleague, as far as routing needs to know it."""

    enquiry: int
    #: of the enquiry when it was read: an offer is made only while it stands
    version: int
    person: int
    topic: str
    team: str
    channel: str
    priority: Priority
    waiting_since: datetime
    #: the oldest message that nobody has answered, or when it began to wait
    unanswered_since: datetime
    skills: frozenset[str] = frozenset()
    language: str = "en"
    restricted: bool = False
    level: Level | None = None
    #: the earliest due instant of its running clocks
    due: datetime | None = None
    #: somebody was offered it or had it before
    tried: bool = False

    @property
    def emergency(self) -> bool:
        return self.priority is Priority.EMERGENCY


@dataclass(frozen=True, slots=True)
class Rules:
    """What the landlord says about routing."""

    #: channel to what one enquiry costs of a colleague's capacity; 1 where it says nothing
    weights: Mapping[str, int] = field(default_factory=dict)
    #: topic to the roles that may see it; a topic without is open to everybody
    permitted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: team that may take what another leaves, to how long that must have waited
    overflow: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What it takes to deal with an enquiry. Enquiries with equal requirements can go to the same people."""

    team: str
    skills: frozenset[str]
    language: str
    #: any one of these roles will do; empty means that everybody may see it
    roles: frozenset[str]
    #: what it costs of a capacity
    weight: int
    emergency: bool
    #: teams that may take it too, sooner or later
    overflow: frozenset[str]
    #: those of them that may take it by now
    overflowing: frozenset[str]


def requirement(waiting: Waiting, rules: Rules, now: datetime) -> Requirement:
    """What `waiting` asks for at `now`. An emergency waits for no overflow."""
    others = {team: after for team, after in rules.overflow.items() if team != waiting.team}
    waited = now - waiting.waiting_since
    return Requirement(
        team=waiting.team,
        skills=waiting.skills,
        language=waiting.language,
        roles=_roles(waiting, rules),
        weight=rules.weights.get(waiting.channel, 1),
        emergency=waiting.emergency,
        overflow=frozenset(others),
        overflowing=frozenset(team for team, after in others.items() if waiting.emergency or waited >= after),
    )


def _roles(waiting: Waiting, rules: Rules) -> frozenset[str]:
    roles = rules.permitted.get(waiting.topic, frozenset())
    return roles or (frozenset(TRUSTED) if waiting.restricted else frozenset())
