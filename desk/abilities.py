"""What a colleague can do with an enquiry that they may see; pure. The same list is shown and enforced."""

from desk import gate
from model.colleague import Colleague
from model.enquiry import Enquiry

OWNERS = ("reply", "note", "close", "release")
CLOSED = "This enquiry is closed. Open it again first."


def can(noun: Enquiry, me: Colleague, offered_to: int | None) -> list[str]:
    """Seniors and supervisors can act on what somebody else owns; nobody else can."""
    if not noun.open:
        return ["note", "reopen"]
    if noun.owner == me.id:
        return list(OWNERS)
    if noun.owner is not None:
        return list(OWNERS) if gate.leads(me) else ["note"]
    taking = ["accept", "decline"] if offered_to == me.id else ["take"]
    return [*taking, "reply", "note", *(["close"] if gate.leads(me) else [])]


def why_not(action: str, noun: Enquiry, owner_name: str) -> str:
    """A sentence for whoever tries what they cannot do."""
    if not noun.open:
        return CLOSED
    if action in ("accept", "decline"):
        return "This offer is no longer open to you. It has gone to the next colleague, or back into the line."
    if action == "reopen":
        return "This enquiry is open already."
    if owner_name:
        return f"{owner_name} is dealing with this. Write a note, or ask them to put it back."
    return "Take this enquiry first."
