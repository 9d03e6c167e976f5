"""Who is next, and who is best placed to take it: one decision at a time, each with all its reasons."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from model.colleague import Colleague, Presence
from model.enquiry import BANDS
from model.understanding import Level
from router.candidates import Past, Ring, Shortlist, not_now, score, shortlist
from router.requirements import Requirement, Rules, Waiting, requirement

#: colleagues named in the reasons of one decision, of each kind; the best placed and the closest misses come first
MOST_NAMED = 30
NEVER = datetime.max.replace(tzinfo=UTC)
LEVELS = tuple(Level)
K = TypeVar("K")


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


def in_line(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those who wait, next first."""
    return sorted(waiting, key=place)


def decide(listed: Shortlist, loads: Mapping[int, int], past: Past, now: datetime) -> Decision:
    """Who of the shortlist is best placed now: the first ring with somebody who can take it, the best score in it.

    In an emergency those who are away are asked only where nobody else is there. The order in which people are listed
    changes nothing.
    """
    able, excluded = _able(listed, loads, past)
    present = [one for one in able if one[1].presence is not Presence.AWAY] or able
    if not present:
        hopeless = all(one.id in past.refused for ring in listed.rings for one in ring.people)
        return Decision(None, _reasons([], [*excluded, *listed.unfit]), _why_not(listed, hopeless), hopeless)
    first = present[0][0]
    ranked = sorted(
        ((score(listed.need, one, loads.get(one.id, 0), past, now), one) for ring, one in present if ring is first),
        key=lambda scored: (-_sum(scored[0]), scored[1].id),
    )
    return Decision(ranked[0][1], _reasons(ranked, [*excluded, *listed.unfit]), _why(first, ranked))


def matches(
    line: Iterable[Waiting],
    staff: Iterable[tuple[Colleague, int]],
    rules: Rules,
    past: Callable[[Waiting], Past],
    now: datetime,
) -> Iterator[Match]:
    """The offers to make, those next in line first, until nobody is free; and what nobody can ever take.

    `line` comes in order, as `in_line` puts it, and is read no further than needed. `staff` come with what they carry,
    and each match counts towards it. `past` is asked only where it matters.
    """
    placed = list(staff)
    loads = {colleague.id: load for colleague, load in placed}
    lists = _Lists([colleague for colleague, _ in placed])
    stuck: set[Requirement] = set()
    free = anybody_free(lists.people, loads)
    for waiting in line:
        if not free and not waiting.emergency:
            return
        need = requirement(waiting, rules, now)
        if need in stuck and not waiting.tried:
            continue
        decision = decide(lists.of(need), loads, past(waiting), now)
        if decision.chosen is not None:
            loads[decision.chosen.id] += need.weight
            free = anybody_free(lists.people, loads)
        elif not decision.hopeless:
            if not waiting.tried:
                stuck.add(need)
            continue
        yield Match(waiting, need.weight, decision)


def promising(
    kinds: Mapping[K, Waiting], staff: Iterable[tuple[Colleague, int]], rules: Rules, now: datetime
) -> frozenset[K]:
    """The kinds of enquiry that are worth reading: somebody could take one now, or nobody ever can.

    Each kind is stood for by its oldest. What was tried before depends on what became of that, and is always read.
    """
    placed = list(staff)
    loads = {colleague.id: load for colleague, load in placed}
    lists = _Lists([colleague for colleague, _ in placed])

    def worth_reading(oldest: Waiting) -> bool:
        decision = decide(lists.of(requirement(oldest, rules, now)), loads, Past(), now)
        return decision.chosen is not None or decision.hopeless

    return frozenset(kind for kind, oldest in kinds.items() if oldest.tried or worth_reading(oldest))


class _Lists:
    """The shortlists of one staff, each drawn up when it is first needed."""

    def __init__(self, people: list[Colleague]) -> None:
        self.people = people
        self._drawn_up: dict[Requirement, Shortlist] = {}

    def of(self, need: Requirement) -> Shortlist:
        if need not in self._drawn_up:
            self._drawn_up[need] = shortlist(need, self.people)
        return self._drawn_up[need]


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
        if ring.yet and somebody_ever:
            excluded.extend((one.name, ring.yet) for one in ring.people[:MOST_NAMED])
            continue
        for one in ring.people:
            because = not_now(listed.need, one, loads.get(one.id, 0), past)
            if because:
                excluded.append((one.name, because))
            else:
                able.append((ring, one))
        somebody_ever = somebody_ever or any(one.id not in past.refused for one in ring.people)
    return able, excluded


def _sum(parts: Mapping[str, float]) -> float:
    return round(sum(parts.values()), 2)


def _reasons(ranked: list[tuple[dict[str, float], Colleague]], excluded: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "chosen": ranked[0][1].name if ranked else None,
        "candidates": [{"name": one.name, "score": _sum(parts), "parts": parts} for parts, one in ranked[:MOST_NAMED]],
        "excluded": [{"name": name, "because": because} for name, because in excluded[:MOST_NAMED]],
    }


def _why(ring: Ring, ranked: list[tuple[dict[str, float], Colleague]]) -> str:
    if ranked[0][0]["familiar"]:
        return "dealt with this person last"
    asked = {"team": "", "overflow": ", asked for another team", "supervisors": ", asked as a supervisor"}[ring.name]
    return f"best placed of {len(ranked)}{asked}"


def _why_not(listed: Shortlist, hopeless: bool) -> str:
    if not any(ring.people for ring in listed.rings):
        return "nobody in the team has the skills and the permission, and there is no supervisor who may see it"
    return "everybody who may take it refused it before" if hopeless else "nobody who may take it is free now"
