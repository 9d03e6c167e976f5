"""What becomes of a call or a visit that a colleague logs: decided as a turn, pure, and saved as one."""

from datetime import datetime, timedelta

from doorstep.configuration import Configuration
from doorstep.danger import SENSITIVE_TOPIC
from doorstep.draft import Draft
from doorstep.handover import SUMMARY_LENGTH
from model.changing import changed
from model.enquiry import State
from model.topic import Topic
from model.turn import Claimed, Turn
from model.understanding import Emergency
from store.clocks import CALL_BACK
from store.contacts import Contact, Outcome


def decided(configuration: Configuration, claimed: Claimed, contact: Contact, now: datetime) -> Turn:
    """An enquiry of its own. A person has spoken with the caller, so the acknowledgement is kept when they answered.

    Dealt with, it is closed by whoever logged it; else it waits to be called back, which it is once a colleague records
    the outcome. Who takes it as theirs does so afterwards.
    """
    message = claimed.message
    assert message is not None
    draft = Draft(claimed, configuration, now, contact.who)
    noun = draft.open_enquiry(_topic(configuration, contact), message, State.WITH_BOT)
    noun = draft.change(changed(noun, summary=contact.summary[:SUMMARY_LENGTH].strip()))
    draft.meet("acknowledge", min(now, message.at + timedelta(seconds=contact.rang_seconds or 0)), "colleague")
    draft.message_enquiry = noun.id
    if contact.emergency:
        noun = draft.make_emergency(noun, _emergency(configuration, contact))
    if contact.outcome is Outcome.DEALT_WITH:
        draft.change(changed(draft.close(noun, "resolved"), owner=contact.colleague))
    else:
        promised = CALL_BACK if CALL_BACK in configuration.promises else "first_answer"
        draft.wait(noun, "an emergency" if contact.emergency else "logged for a colleague", promised)
    return draft.turn()


def _topic(configuration: Configuration, contact: Contact) -> Topic:
    """What it is about; of an emergency that few may look at, the topic that they may."""
    topic = configuration.topic(contact.topic)
    return topic if topic.restricted else configuration.topic(SENSITIVE_TOPIC.get(contact.emergency, topic.name))


def _emergency(configuration: Configuration, contact: Contact) -> Emergency:
    """As grave as its kind is, or as the words say where they say it."""
    found = {one.kind: one for one in configuration.emergencies.all(contact.summary)}
    kind = configuration.emergencies.kinds[contact.emergency]
    return found.get(contact.emergency) or Emergency(kind.name, kind.level, f"logged by {contact.who}")
