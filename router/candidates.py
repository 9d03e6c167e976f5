"""Who can take an enquiry, who cannot and why, and how well placed each of those is who can.

Whom an enquiry can ever go to depends only on what it requires and is worked out once for each requirement, as a
`Shortlist`; who can take it now depends on presence, load and what became of earlier offers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.colleague import Colleague, Presence, Role
from router.requirements import Requirement

#: what each part of a score is worth: so far apart that a later part never outweighs an earlier one
PRESENT = 4000
FAMILIAR = 2000
LANGUAGE = 1000
SKILL = 200
ROOM = 99
IDLE = 0.99
#: being idle for longer than this counts for no more
IDLE_AT_MOST = timedelta(hours=12)
LATER = "may take it once it has waited longer"
LAST_RESORT = "is asked where nobody else ever can"
REFUSALS = {"declined": "declined it before", "lapsed": "let it lapse before", "released": "put it back before"}


@dataclass(frozen=True, slots=True)
class Past:
    """What happened before: to the enquiry and between its person and our colleagues."""

    #: colleague to what became of the enquiry with them: "declined", "lapsed" or "released"
    refused: Mapping[int, str] = field(default_factory=dict)
    #: the colleague who dealt with the person last, within 7 days
    familiar: int | None = None


@dataclass(frozen=True, slots=True)
class Ring:
    """People whom an enquiry may be offered to, if nobody of the rings before can take it."""

    #: "team", "overflow" or "supervisors"
    name: str
    people: tuple[Colleague, ...]
    #: why they are not asked yet; empty where they are. Whatever it says, they are asked where nobody of the rings
    #: before can ever take it
    yet: str = ""


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Whom enquiries of one requirement can go to, in rings, and why nobody else."""

    need: Requirement
    rings: tuple[Ring, ...]
    #: name and reason, the closest misses first
    unfit: tuple[tuple[str, str], ...]


def shortlist(need: Requirement, staff: Iterable[Colleague]) -> Shortlist:
    """The team's people with the skills, those of the overflow teams, and the supervisors, who need no skill.

    Nobody is in two rings. What is restricted stays so in each of them.
    """
    rings: dict[str, list[Colleague]] = {"team": [], "overflow": [], "later": [], "supervisors": []}
    unfit: list[tuple[bool, str, str]] = []
    for colleague in sorted(staff, key=lambda one: one.id):
        because = _never(need, colleague)
        if not because:
            rings[_ring(need, colleague)].append(colleague)
        elif Role.SUPERVISOR in colleague.roles and _may_see(need, colleague):
            rings["supervisors"].append(colleague)
        else:
            unfit.append((need.team not in colleague.teams, colleague.name, because))
    return Shortlist(
        need,
        (
            Ring("team", tuple(rings["team"])),
            Ring("overflow", tuple(rings["overflow"])),
            Ring("overflow", tuple(rings["later"]), LATER),
            Ring("supervisors", tuple(rings["supervisors"]), "" if need.emergency else LAST_RESORT),
        ),
        tuple((name, because) for _, name, because in sorted(unfit)),
    )


def not_now(need: Requirement, colleague: Colleague, load: int, past: Past) -> str:
    """Why a colleague of the shortlist cannot take it now; empty where they can.

    An emergency ignores capacity and reaches whoever is not off.
    """
    if colleague.id in past.refused:
        return REFUSALS[past.refused[colleague.id]]
    if colleague.presence is Presence.OFF or (colleague.presence is not Presence.AVAILABLE and not need.emergency):
        return f"is {colleague.presence.value}"
    if not need.emergency and colleague.capacity - load < need.weight:
        return f"has no room: carries {load} of {colleague.capacity}"
    return ""


def score(need: Requirement, colleague: Colleague, load: int, past: Past, now: datetime) -> dict[str, float]:
    """The parts of a colleague's score, weightiest first; the best placed has the greatest sum.

    `presence` takes away from those whom only an emergency may interrupt; `familiar` is for whoever dealt with the
    person last and is free; `skill` is the weakest of the skills required; `room` the share of their capacity that is
    free; `idle` how long they have carried nothing.
    """
    free = colleague.presence is Presence.AVAILABLE and colleague.capacity - load >= need.weight
    idle = (now - colleague.idle_since) / IDLE_AT_MOST if colleague.idle_since else 0.0
    room = (colleague.capacity - load) / max(colleague.capacity, 1)
    return {
        "presence": -PRESENT * tuple(Presence).index(colleague.presence),
        "familiar": FAMILIAR if free and past.familiar == colleague.id else 0,
        "language": LANGUAGE if need.language in colleague.languages else 0,
        "skill": SKILL * min((colleague.skills.get(skill, 0) for skill in need.skills), default=0),
        "room": round(ROOM * max(room, 0.0)),
        "idle": round(IDLE * min(max(idle, 0.0), 1.0), 2),
    }


def _never(need: Requirement, colleague: Colleague) -> str:
    if not _may_see(need, colleague):
        return "may not see it"
    if not colleague.teams & {need.team, *need.overflow}:
        return f"is not in the {need.team} team"
    missing = sorted(skill for skill in need.skills if colleague.skills.get(skill, 0) < 1)
    return f"lacks the skill {', '.join(missing)}" if missing else ""


def _may_see(need: Requirement, colleague: Colleague) -> bool:
    return not need.roles or not need.roles.isdisjoint(role.value for role in colleague.roles)


def _ring(need: Requirement, colleague: Colleague) -> str:
    if need.team in colleague.teams:
        return "team"
    return "overflow" if colleague.teams & need.overflowing else "later"
