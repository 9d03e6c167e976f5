"""When somebody is in danger: advice first, an enquiry at the top of the desk, an alarm, the fewest questions."""

import re

from doorstep.handover import SUMMARY_LENGTH
from doorstep.rendering import YES_NO, advice_say
from doorstep.turning import Turning
from model.changing import changed
from model.enquiry import Enquiry, State
from model.message import Message
from model.talk import Run
from model.topic import Topic
from model.understanding import Emergency, Level, Understanding

#: kinds whose enquiry goes where few may look, whatever else the message is about; the first that was found decides
SENSITIVE_TOPIC = {
    "domestic_abuse": "domestic_abuse",
    "self_harm": "safeguarding",
    "at_risk": "safeguarding",
    "welfare": "safeguarding",
}


#: words of an answer to a question of ours that the classifier is not asked about; the lexicon always is
SHORT_ANSWER = 10
#: who threatens from outside the home; where nobody of these is named, few may see who "he" is
OUTSIDERS = re.compile(
    r"neighbour|neighbor|next ?door|upstairs|downstairs|\b(?:flat|house|number|no) \d|gang|lads?\b|youths?|"
    r"kids outside|stranger|dealers?|bloke|outside (?:my|the|our)|in the (?:street|stairwell|car ?park)|"
    r"landlord|staff|caretaker",
    re.IGNORECASE,
)


def emergencies_in(turning: Turning, message: Message, understanding: Understanding) -> tuple[Emergency, ...]:
    """All that the lexicon and the classifier raise, the gravest first; neither lowers what the other raised.

    The lexicon has read every message at receipt; where it found nothing then, it is not asked again.
    """
    found = list(turning.means.configuration.emergencies.all(message.text)) if message.urgent else []
    if understanding.emergency is not None and not _short_answer(turning, message):
        found.append(understanding.emergency)
    return tuple(sorted(found, key=lambda one: list(Level).index(one.level)))


def _short_answer(turning: Turning, message: Message) -> bool:
    """A few words in answer to our own question ("just me, i live alone") say too little for the classifier alone."""
    run = turning.draft.run
    return run is not None and bool(run.asking) and len(message.text.split()) <= SHORT_ANSWER


def raise_emergency(
    turning: Turning, message: Message, understanding: Understanding, found: tuple[Emergency, ...]
) -> None:
    """Advice unless it went out at receipt, the enquiry at the top, an alarm, and the script that follows."""
    draft = turning.draft
    emergency = found[0]
    topic = turning.topic(_topic(turning, message, understanding.topic, found))
    noun = draft.make_emergency(_enquiry(turning, message, topic, emergency), emergency)
    summary = noun.summary or (message.text if draft.masked is None else draft.masked)[:SUMMARY_LENGTH]
    noun = draft.change(changed(noun, summary=summary, unanswered_since=noun.unanswered_since or message.at))
    if noun.owner is None:
        noun = draft.wait(noun, "an emergency")
    draft.message_enquiry = noun.id
    draft.run = None if noun.owner is not None else _run(turning, message, noun, emergency)
    if not draft.claimed.advised:
        _advise(turning, message, noun, emergency)


def _enquiry(turning: Turning, message: Message, topic: Topic, emergency: Emergency) -> Enquiry:
    """The enquiry it belongs to: the one under way here if it is about that, or a new one."""
    draft = turning.draft
    if message.automatic:
        # a machine that reports itself again in thread after thread is one emergency
        open_ones = [noun for noun in draft.enquiries() if noun.open and noun.emergency == emergency.kind]
        if open_ones:
            return open_ones[-1]
    for noun in reversed(draft.enquiries()):
        if not noun.open or noun.conversation != draft.claimed.conversation.id:
            continue
        if noun.emergency == emergency.kind or noun.topic == topic.name or noun.state is State.WITH_BOT:
            return noun if noun.topic == topic.name else draft.retopic(noun, topic)
    return draft.open_enquiry(topic, message, State.WITH_BOT)


def _topic(turning: Turning, message: Message, understood: str, found: tuple[Emergency, ...]) -> str:
    """Of all kinds that were found, the one that few may see decides; else what the message is about."""
    kinds = {one.kind for one in found}
    for kind, topic in SENSITIVE_TOPIC.items():
        if kind in kinds:
            return topic
    if "violence" in kinds:
        return "asb" if OUTSIDERS.search(message.text) else "domestic_abuse"
    about = turning.topic(understood)
    return "repair_report" if about.small_talk or about.script == "human" or about.restricted else about.name


def _run(turning: Turning, message: Message, noun: Enquiry, emergency: Emergency) -> Run:
    """What is talked about next: whether it is safe to write here, or where they are."""
    emergencies = turning.means.configuration.emergencies
    if emergencies.is_discreet(emergency.kind, message.text):
        return Run("safe_contact", message.id, asking="safe_to_write", choices=YES_NO, enquiry=noun.id)
    if emergency.level is Level.UNSURE:
        return Run("unsure", message.id, asking="happening_now", choices=YES_NO, enquiry=noun.id)
    script = "in_care" if emergencies.kinds[emergency.kind].paged == "safeguarding" else "emergency"
    return Run(script, message.id, enquiry=noun.id)


def _advise(turning: Turning, message: Message, noun: Enquiry, emergency: Emergency) -> None:
    emergencies = turning.means.configuration.emergencies
    capabilities = turning.voice.capabilities
    discreet = emergencies.is_discreet(emergency.kind, message.text)
    advice = emergencies.advice(emergency.kind, capabilities.layout.value, emergency.level, household=discreet)
    turning.draft.say(advice_say(advice, emergency, capabilities, noun.id))
