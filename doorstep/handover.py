"""Handing over to a person: with everything gathered, and the tenant told by when."""

from collections.abc import Mapping

from doorstep.turning import Turning
from model.changing import changed
from model.enquiry import Enquiry

SUMMARY_LENGTH = 500


def hand_over(turning: Turning, noun: Enquiry, why: str, text: str = "handed_over") -> None:
    """The enquiry waits for a colleague; the tenant reads `text` with the team, the time and the reference."""
    draft = turning.draft
    if not noun.summary and turning.message is not None:
        said = turning.message.text if draft.masked is None else why
        noun = changed(noun, summary=said[:SUMMARY_LENGTH].strip())
    draft.run = None
    draft.puzzled = 0
    draft.message_enquiry = noun.id if turning.message else None
    noun = draft.wait(noun, why)
    tell(turning, noun, text)


def tell(turning: Turning, noun: Enquiry, text: str) -> None:
    """Tell the tenant who has it and by when they hear."""
    team = turning.means.configuration.teams[noun.team].label
    turning.say(text, noun, team=team, by=turning.answered_by(), reference=noun.reference)


def remember(noun: Enquiry, gathered: Mapping[str, str]) -> Enquiry:
    """The enquiry with what was gathered in its summary, a line for each, the latest word on each."""
    kept = [line for line in noun.summary.splitlines() if line.split(": ", 1)[0] not in gathered]
    return changed(noun, summary="\n".join([*kept, *(f"{label}: {value}" for label, value in gathered.items())]))
