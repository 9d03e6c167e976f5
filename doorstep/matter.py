"""Which enquiry a message belongs to: the open one of a fitting topic, a closed one that it reopens, or a new one."""

import re
from collections.abc import Sequence

from model.enquiry import Enquiry, State
from model.person import Conversation
from model.topic import Topic

#: words that say a closed matter is not over
NOT_OVER = re.compile(
    r"\b(still|again|not (?:been )?(?:fixed|sorted|mended|done|working|resolved)|isn'?t (?:fixed|sorted|done)|"
    r"hasn'?t been|came back|come back|no better|worse)\b",
    re.IGNORECASE,
)


def belongs_to(enquiries: Sequence[Enquiry], conversation: Conversation, topic: Topic | None) -> Enquiry | None:
    """The open enquiry of this conversation that a message about `topic` is part of; None where it is a new matter.

    Small talk and what is not understood belong to whatever is open; so does anything while nothing is known yet.
    """
    here = [noun for noun in enquiries if noun.open and noun.conversation == conversation.id]
    if not here:
        return None
    latest = here[-1]
    if topic is None or topic.small_talk:
        return latest
    same = [noun for noun in here if noun.topic == topic.name]
    if same:
        return same[-1]
    unknown = latest.topic in ("out_of_scope", "human")
    return latest if unknown and (latest.state is State.WITH_BOT or topic.name == "human") else None


def reopened_by(enquiries: Sequence[Enquiry], conversation: Conversation, topic: Topic, text: str) -> Enquiry | None:
    """The closed enquiry that a message opens again: same topic, or words such as "still"; never small talk.

    `enquiries` hold those closed within the last 7 days.
    """
    if topic.small_talk and topic.name != "out_of_scope":
        return None
    closed = [noun for noun in enquiries if not noun.open and noun.conversation == conversation.id and _worked_on(noun)]
    if not closed:
        return None
    if closed[-1].topic == topic.name or NOT_OVER.search(text):
        return closed[-1]
    return None


def _worked_on(noun: Enquiry) -> bool:
    """A colleague closed it; what the bot finished by itself is asked again, not opened again."""
    return not noun.outcome.startswith(BY_BOT)


#: outcomes of what the bot finished
BY_BOT = ("finished by the bot", "cancelled by the tenant", "left by the tenant", "not answered")
