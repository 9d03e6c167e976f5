"""When the bot may not answer: mail that no person wrote, and mail that answers and answers. RFC 3834, 2 and 4.

Emergencies are heard before any of this and are not subject to it.
"""

from doorstep.draft import Draft
from doorstep.handover import SUMMARY_LENGTH
from doorstep.matter import belongs_to
from doorstep.turning import Turning
from model.changing import changed
from model.enquiry import State
from model.message import Message
from model.understanding import Understanding

#: replies of the bot in a row in one thread, and to one sender in three hours in all threads
MOST_UNBROKEN = 8
MOST_LATELY = 10
NOT_ANSWERED = "not answered"


def too_many(draft: Draft, message: Message) -> str:
    """Why the bot falls silent in a thread, so that two machines do not talk for ever; empty where it may go on."""
    there = draft.claimed.conversation
    if there.thread and there.unbroken >= MOST_UNBROKEN:
        return f"{there.unbroken} automatic replies in a row without a person"
    if there.thread and message.seq == 1 and there.lately >= MOST_LATELY:
        return f"{there.lately} automatic replies to this sender in three hours"
    return ""


def file_away(turning: Turning, message: Message, understanding: Understanding) -> None:
    """Mail that no person wrote is kept with what it belongs to, or closed at once; no promise runs for it."""
    draft = turning.draft
    noun = belongs_to(draft.enquiries(), draft.claimed.conversation, None)
    if noun is not None:
        draft.message_enquiry = noun.id
        draft.audit(noun, NOT_ANSWERED, message.automatic)
        draft.change(noun)
        return
    noun = draft.open_enquiry(turning.topic(understanding.topic), message, State.WITH_BOT, promised=False)
    draft.message_enquiry = noun.id
    noun = changed(noun, summary=message.text[:SUMMARY_LENGTH].strip())
    draft.close(noun, f"{NOT_ANSWERED}: {message.automatic}")


def leave_to_a_person(turning: Turning, message: Message, understanding: Understanding, why: str) -> None:
    """It waits for a colleague, and the tenant hears nothing until one writes."""
    draft = turning.draft
    topic = turning.topic(understanding.topic)
    noun = belongs_to(draft.enquiries(), draft.claimed.conversation, topic)
    noun = noun or draft.open_enquiry(topic, message, State.WITH_BOT)
    draft.message_enquiry = noun.id
    draft.run = None
    summary = noun.summary or (message.text if draft.masked is None else draft.masked)[:SUMMARY_LENGTH]
    unanswered = noun.unanswered_since or message.at
    noun = draft.change(changed(noun, notice=why, summary=summary, unanswered_since=unanswered))
    if noun.owner is None:
        draft.wait(noun, why)
