"""Made-up colleagues and enquiries for routing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from model.colleague import Colleague, Presence, Role
from model.enquiry import Priority
from router.candidates import Past, shortlist
from router.line_up import Decision, decide
from router.requirements import Rules, Waiting, requirement

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
RULES = Rules(
    weights={"sms": 1, "webchat": 2},
    permitted={"safeguarding": frozenset({Role.SAFEGUARDING})},
    overflow={"customer": timedelta(minutes=20)},
)


def colleague(id: int, name: str = "", **given: Any) -> Colleague:
    """Somebody in the repairs team who is there and knows repairs, but for what is said otherwise."""
    name = name or f"Colleague {id}"
    known: dict[str, Any] = {
        "teams": frozenset({"repairs"}),
        "skills": {"repairs": 2},
        "capacity": 4,
        "presence": Presence.AVAILABLE,
    }
    return Colleague(id, f"public-{id}", name, f"{id}@example.org", **{**known, **given})


PRIYA = colleague(1, "Priya Shah")
SAM = colleague(2, "Sam Okafor")
SUE = colleague(9, "Sue Supervisor", roles=frozenset({Role.SUPERVISOR}), teams=frozenset({"housing"}), skills={})


def waiting(enquiry: int = 100, minutes: float = 1, **given: Any) -> Waiting:
    """A text about a repair that has waited for some minutes, but for what is said otherwise."""
    since = NOW - timedelta(minutes=minutes)
    plain = Waiting(
        enquiry=enquiry,
        version=1,
        person=1,
        topic="repair_report",
        team="repairs",
        channel="sms",
        priority=Priority.NORMAL,
        waiting_since=since,
        unanswered_since=since,
        skills=frozenset({"repairs"}),
    )
    return replace(plain, **given)


def decided(
    what: Waiting,
    *staff: Colleague,
    loads: dict[int, int] | None = None,
    past: Past | None = None,
    rules: Rules = RULES,
) -> Decision:
    """The decision on one enquiry; those whose load is not given carry nothing."""
    return decide(shortlist(requirement(what, rules, NOW), staff), loads or {}, past or Past(), NOW)


def because(decision: Decision) -> dict[str, str]:
    """Why each of the others was not a candidate."""
    return {one["name"]: one["because"] for one in decision.reasons["excluded"]}
