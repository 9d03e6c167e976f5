"""A message that no conversation is under way for: small talk, more about an open enquiry, or a new matter."""

from bot.answers import Heard
from bot.talk import Said
from doorstep.conversing import PATIENCE, TWICE, converse
from doorstep.handover import hand_over
from doorstep.matter import belongs_to, reopened_by
from doorstep.turning import Turning
from model.changing import changed
from model.enquiry import Enquiry, State
from model.message import Message
from model.talk import Run
from model.topic import Topic


async def begin(turning: Turning, message: Message, heard: Heard) -> None:
    """Find the enquiry that the message belongs to, or open one, and let the bot do what it can."""
    draft = turning.draft
    conversation = draft.claimed.conversation
    if not message.text.strip():
        _nothing_said(turning, message)
        return
    topic = _topic(turning, heard)
    noun = belongs_to(draft.enquiries(), conversation, topic)
    closed = reopened_by(draft.enquiries(), conversation, topic, message.text) if noun is None else None
    if closed is not None:
        noun = draft.reopen(closed, message)
        _added(turning, noun)
    elif topic.small_talk and topic.name != "out_of_scope":
        _small_talk(turning, topic.small_talk, noun)
    elif noun is not None and noun.state is not State.WITH_BOT:
        noun = draft.change(changed(noun, unanswered_since=noun.unanswered_since or message.at))
        _added(turning, noun)
    elif topic.name == "out_of_scope":
        _unclear(turning, message, noun)
    else:
        await _new_matter(turning, message, heard, (noun, topic))


def _topic(turning: Turning, heard: Heard) -> Topic:
    understanding = heard.understanding
    confident = understanding.confidence >= turning.means.configuration.bot.confident
    return turning.topic(understanding.topic if confident else "out_of_scope")


async def _new_matter(turning: Turning, message: Message, heard: Heard, matter: tuple[Enquiry | None, Topic]) -> None:
    draft = turning.draft
    noun, topic = matter
    if noun is None:
        noun = draft.open_enquiry(topic, message, State.WITH_BOT)
    elif noun.topic != topic.name:
        noun = draft.retopic(noun, topic)
    draft.message_enquiry = noun.id
    draft.run = Run(topic.script, message.id, enquiry=noun.id)
    await converse(turning, noun, heard)


def _nothing_said(turning: Turning, message: Message) -> None:
    """No words: a picture wants explaining, an empty message a question."""
    noun = belongs_to(turning.draft.enquiries(), turning.draft.claimed.conversation, None)
    if noun is not None and noun.state is not State.WITH_BOT:
        _added(turning, noun)
        return
    noun = noun or turning.draft.open_enquiry(turning.topic("out_of_scope"), message, State.WITH_BOT)
    _puzzled(turning, noun, "media_only" if message.media else "empty")


def _unclear(turning: Turning, message: Message, noun: Enquiry | None) -> None:
    noun = noun or turning.draft.open_enquiry(turning.topic("out_of_scope"), message, State.WITH_BOT)
    _puzzled(turning, noun, "unclear")


def _puzzled(turning: Turning, noun: Enquiry, key: str) -> None:
    """Ask in other words once; the second time in a row a person helps."""
    draft = turning.draft
    draft.message_enquiry = noun.id
    draft.puzzled = draft.claimed.conversation.puzzled + 1
    if draft.puzzled >= PATIENCE:
        hand_over(turning, noun, TWICE)
    else:
        turning.voice.say(Said(key, {}))
        turning.voice.flush(noun)


def _small_talk(turning: Turning, key: str, noun: Enquiry | None) -> None:
    """A friendly word; it opens nothing, reopens nothing and keeps the count of misunderstandings."""
    known = turning.draft.enquiries()
    latest = noun or (known[-1] if known else None)
    turning.draft.message_enquiry = latest.id if latest else None
    turning.draft.puzzled = turning.draft.claimed.conversation.puzzled
    turning.say(key, latest)


def _added(turning: Turning, noun: Enquiry) -> None:
    turning.draft.message_enquiry = noun.id
    turning.say("added", noun, reference=noun.reference)
