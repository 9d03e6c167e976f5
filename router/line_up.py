"""Who is next, and who is best placed to take it: one decision at a time, each with all its reasons."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from model.colleague import Colleague, Presence
from model.enquiry import BANDS
from model.understanding import Level
from router.candidates import Past, Ring, Shortlist, not_now, score, shortlist
from router.requirements import Requirement, Rules, Waiting, requirement

#: colleagues named in the reasons of one decision, of each kind; the best placed and the closest misses come first
MOST_NAMED = 30
NEVER = datetime.max.replace(tzinfo=UTC)
LEVELS = tuple(Level)


@dataclass(frozen=True, slots=True)
class Decision:
    """Who is offered an enquiry, and why. `chosen` is None where nobody can take it now."""

    chosen: Colleague | None
    #: plain data for storing and showing: chosen, candidates with their scores' parts, excluded with reasons
    reasons: dict[str, Any]
    #: in a few words, for the audit
    why: str
    #: nobody of the landlord's staff can ever take it
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A decision on one enquiry of the line, and what it costs of a capacity."""

    waiting: Waiting
    weight: int
    decision: Decision


def place(waiting: Waiting) -> tuple[int, int, datetime, datetime, int]:
    """The key that sorts the line: the priority's band, emergencies first, those to life before others; then the
    earliest running due; then the oldest unanswered message."""
    return (
        BANDS.index(waiting.priority),
        LEVELS.index(waiting.level) if waiting.level else len(LEVELS),
        waiting.due or NEVER,
        waiting.unanswered_since,
        waiting.enquiry,
    )


def decide(listed: Shortlist, loads: Mapping[int, int], past: Past, now: datetime) -> Decision:
    """Who of the shortlist is best placed now: the first ring with somebody who can take it, the best score in it.

    In an emergency those who are away are asked only where nobody else is there. The order in which people are listed
    changes nothing.
    """
    able, excluded = _able(listed, loads, past)
    present = [one for one in able if one[1].presence is not Presence.AWAY] or able
    ring = present[0][0] if present else None
    ranked = sorted(
        (
            (score(listed.need, one, loads.get(one.id, 0), past, now), one)
            for its_ring, one in present
            if its_ring is ring
        ),
        key=lambda one: (-_sum(one[0]), one[1].id),
    )
    people = [one for ring in listed.rings for one in ring.people]
    hopeless = all(one.id in past.refused for one in people)
    return Decision(
        chosen=ranked[0][1] if ranked else None,
        reasons=_reasons(ranked, [*excluded, *listed.unfit]),
        why=_why(ring, ranked) if ring else _why_not(people, hopeless),
        hopeless=hopeless,
    )


def matches(
    line: Iterable[Waiting],
    staff: Iterable[tuple[Colleague, int]],
    rules: Rules,
    past: Callable[[Waiting], Past],
    now: datetime,
) -> Iterator[Match]:
    """The offers to make, those next in line first, until nobody is free; and what nobody can ever take.

    `staff` come with what they carry, and each match counts towards it. `past` is asked only where it matters.
    """
    placed = list(staff)
    loads = {colleague.id: load for colleague, load in placed}
    people = [colleague for colleague, _ in placed]
    listed: dict[Requirement, Shortlist] = {}
    stuck: set[Requirement] = set()
    free = anybody_free(people, loads)
    for waiting in sorted(line, key=place):
        if not free and not waiting.emergency:
            return
        need = requirement(waiting, rules, now)
        if need in stuck and not waiting.tried:
            continue
        if need not in listed:
            listed[need] = shortlist(need, people)
        decision = decide(listed[need], loads, past(waiting), now)
        if decision.chosen is not None:
            loads[decision.chosen.id] += need.weight
            free = anybody_free(people, loads)
        elif not decision.hopeless:
            if not waiting.tried:
                stuck.add(need)
            continue
        yield Match(waiting, need.weight, decision)


def anybody_free(people: Iterable[Colleague], loads: Mapping[int, int]) -> bool:
    """Whether anybody could take the smallest thing that is no emergency."""
    return any(one.presence is Presence.AVAILABLE and loads[one.id] < one.capacity for one in people)


def _able(
    listed: Shortlist, loads: Mapping[int, int], past: Past
) -> tuple[list[tuple[Ring, Colleague]], list[tuple[str, str]]]:
    """Who can take it now, ring by ring, and why the others of the shortlist cannot."""
    able: list[tuple[Ring, Colleague]] = []
    excluded: list[tuple[str, str]] = []
    somebody_ever = False
    for ring in listed.rings:
        closed = ring.yet if somebody_ever else ""
        for one in ring.people:
            because = closed or not_now(listed.need, one, loads.get(one.id, 0), past)
            if because:
                excluded.append((one.name, because))
            else:
                able.append((ring, one))
        somebody_ever = somebody_ever or any(one.id not in past.refused for one in ring.people)
    return able, excluded


def _sum(parts: Mapping[str, float]) -> float:
    return round(sum(parts.values()), 2)


def _reasons(ranked: Iterable[tuple[dict[str, float], Colleague]], excluded: list[tuple[str, str]]) -> dict[str, Any]:
    candidates = [{"name": one.name, "score": _sum(parts), "parts": parts} for parts, one in ranked]
    return {
        "chosen": candidates[0]["name"] if candidates else None,
        "candidates": candidates[:MOST_NAMED],
        "excluded": [{"name": name, "because": because} for name, because in excluded[:MOST_NAMED]],
    }


def _why(ring: Ring, ranked: list[tuple[dict[str, float], Colleague]]) -> str:
    if ranked[0][0]["familiar"]:
        return "dealt with this person last"
    asked = {"team": "", "overflow": ", asked for another team", "supervisors": ", asked as a supervisor"}[ring.name]
    return f"best placed of {len(ranked)}{asked}"


def _why_not(people: list[Colleague], hopeless: bool) -> str:
    if not people:
        return "nobody in the team has the skills and the permission, and there is no supervisor who may see it"
    return "everybody who may take it refused it before" if hopeless else "nobody who may take it is free now"
