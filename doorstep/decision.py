"""What to do about one message: pure but for what it reads of the landlord's records and of the tenant's live identity.

Order of thought: is it a carrier's keyword; is anybody in danger; does a colleague have this; is a conversation under
way; what is it about.
"""

import logging
from datetime import datetime, timedelta

from bot.answers import Heard
from bot.keywords import Keyword, keyword
from bot.proof import code_in, facts_in, masked
from bot.talk import Identity
from doorstep import quiet
from doorstep.beginning import begin
from doorstep.conversing import converse, go_on
from doorstep.danger import emergencies_in, raise_emergency
from doorstep.draft import Draft
from doorstep.handover import hand_over, tell
from doorstep.matter import belongs_to
from doorstep.rendering import Voice
from doorstep.turning import Means, Turning
from model.changing import changed
from model.enquiry import State
from model.message import Message
from model.turn import Claimed, News, Turn
from model.understanding import NO_EMERGENCY, Emergency, Understanding

log = logging.getLogger(__name__)

#: a message claimed more often than this goes to a person
MOST_ATTEMPTS = 3
#: a message may hold facts for this long after the tenant was asked who they are
IDENTIFYING = timedelta(days=1)
OPTED_OUT = "Opted out, perhaps meant to cancel; use another channel."


async def decide(means: Means, claimed: Claimed, identity: Identity, now: datetime) -> Turn:
    """The turn of a claimed message or piece of news."""
    draft = Draft(claimed, means.configuration, now)
    voice = Voice(draft, means.capabilities[claimed.conversation.channel])
    turning = Turning(means, draft, identity, voice)
    if claimed.message is None:
        await _hear_news(turning, claimed.news)
    elif claimed.attempt > MOST_ATTEMPTS:
        _give_to_a_person(turning, claimed.message)
    elif not _obey_keyword(turning, claimed.message):
        await _hear(turning, claimed.message)
    if claimed.message is not None and claimed.message.no_return:
        draft.unsay()
    return draft.turn()


async def _hear(turning: Turning, message: Message) -> None:
    turning.draft.masked = _without_secrets(turning, message)
    understanding = turning.means.understand(message.text)
    found = emergencies_in(turning, message, understanding)
    turning.draft.understanding = {
        "topic": understanding.topic,
        "confidence": round(understanding.confidence, 3),
        "emergency": found[0].kind if found else NO_EMERGENCY,
    }
    heard = Heard(message.text, understanding, len(message.media))
    if found and not _asked_already(turning, found[0]):
        raise_emergency(turning, message, understanding, found)
        await _ask_the_least(turning)
    elif turning.draft.claimed.conversation.opted_out and turning.draft.opted_out is None and not _in_danger(turning):
        quiet.leave_to_a_person(turning, message, understanding, OPTED_OUT)
    elif message.automatic:
        quiet.file_away(turning, message, understanding)
    elif (why := quiet.too_many(turning.draft, message)) and not _in_danger(turning):
        quiet.leave_to_a_person(turning, message, understanding, why)
    elif _in_danger(turning) or not _left_to_colleague(turning, message):
        noun = turning.run_enquiry()
        turning.draft.run = turning.draft.run if noun else None
        if noun is None or not await go_on(turning, noun, heard):
            await begin(turning, message, heard)


def _without_secrets(turning: Turning, message: Message) -> str | None:
    """The text as it may be kept, where it gives what shows who somebody is; None where it can be kept as it is."""
    facts = facts_in(message.text, turning.draft.now.astimezone(turning.means.configuration.zone).date())
    identified = turning.draft.claimed.conversation.identified_at
    lately = identified is not None and turning.draft.now - identified < IDENTIFYING
    asked = turning.draft.run is not None and turning.draft.run.asking.startswith("identity_")
    secret = len(facts.given()) >= 2 or ((lately or asked) and (facts.given() or code_in(message.text)))
    return masked(message.text) if secret else None


async def _ask_the_least(turning: Turning) -> None:
    """The few questions after the advice. Whatever they run into, the emergency itself is saved."""
    noun, run = turning.run_enquiry(), turning.draft.run
    if noun is None or run is None or run.asking:
        return
    try:
        await converse(turning, noun, None)
    except Exception:  # noqa: BLE001 - the enquiry and its alarm must not be lost with a question
        log.exception("an emergency could not be talked about", extra={"script": run.script})
        turning.draft.run = None


async def _hear_news(turning: Turning, news: News | None) -> None:
    """A write to the landlord's systems has a result: the script that ordered it goes on."""
    run, noun = turning.draft.run, turning.run_enquiry()
    if news is None or run is None or noun is None:
        return
    prefix = f"{run.begun_by}:{run.script}:"
    if news.key.startswith(prefix):
        effect = {"state": news.state, "result": news.result}
        turning.draft.run = changed(run, effects={**run.effects, news.key.removeprefix(prefix): effect})
        try:
            await converse(turning, noun, None)
        except Exception:  # noqa: BLE001 - news that breaks its script may not block the conversation for ever
            log.exception("news could not be told", extra={"script": run.script})
            hand_over(turning, noun, "the assistant failed on the landlord's answer", "undelivered")


def _give_to_a_person(turning: Turning, message: Message) -> None:
    """What could not be handled in three tries goes to a person, its clocks as they were, the failure on record."""
    draft = turning.draft
    nothing = Understanding(message.text, "out_of_scope", 0.0)
    found = emergencies_in(turning, message, nothing)
    if found:
        raise_emergency(turning, message, nothing, found)
        draft.run = None
        return
    noun = belongs_to(draft.enquiries(), draft.claimed.conversation, None)
    noun = noun or draft.open_enquiry(turning.topic("out_of_scope"), message, State.WITH_BOT)
    draft.trouble = "a message could not be handled in three tries"
    hand_over(turning, noun, draft.trouble, "undelivered")


def _obey_keyword(turning: Turning, message: Message) -> bool:
    """STOP and START on channels whose carriers know them; True where the message was nothing else."""
    draft, configuration = turning.draft, turning.means.configuration
    if not turning.voice.capabilities.keywords:
        return False
    word = keyword(message.text, configuration.stop_words, configuration.start_words)
    if word is Keyword.STOP:
        _opt_out(turning)
        return True
    if not draft.claimed.conversation.opted_out or word is None:
        return False
    draft.opted_out = False
    if word is Keyword.YES and draft.run is not None:
        return False
    turning.say("opted_in", None)
    return True


def _opt_out(turning: Turning) -> None:
    """No reply; a colleague is told, since a tenant may have meant to cancel something else."""
    draft = turning.draft
    draft.opted_out = True
    draft.run = None
    for noun in draft.enquiries():
        if noun.open and noun.conversation == draft.claimed.conversation.id:
            draft.message_enquiry = noun.id
            noun = draft.change(changed(noun, notice=OPTED_OUT))
            if noun.owner is None:
                draft.wait(noun, OPTED_OUT)


def _in_danger(turning: Turning) -> bool:
    """A talk about an emergency is under way: nothing mutes it."""
    noun = turning.run_enquiry()
    return noun is not None and noun.level is not None


def _asked_already(turning: Turning, emergency: Emergency) -> bool:
    """It is the same danger, and our question about it is open: the message is the answer to that."""
    noun, run = turning.run_enquiry(), turning.draft.run
    return noun is not None and run is not None and bool(run.asking) and noun.emergency == emergency.kind


def _left_to_colleague(turning: Turning, message: Message) -> bool:
    """True where a colleague has an open enquiry in this conversation: the bot keeps quiet, or says who is away."""
    draft, claimed = turning.draft, turning.draft.claimed
    here = [one for one in claimed.enquiries if one.open and one.conversation == claimed.conversation.id]
    owned = [one for one in here if one.owner]
    if not owned or (here[-1].owner is None and (here[-1].restricted or here[-1].level is not None)):
        return False
    noun = owned[-1]
    draft.message_enquiry = noun.id
    draft.run = None
    noun = draft.change(changed(noun, unanswered_since=noun.unanswered_since or message.at))
    draft.start_clock("next_answer", noun, message.at)
    if noun.owner not in claimed.owners_present:
        tell(turning, draft.wait(noun, "the owner is not at work"), "owner_away")
    return True
