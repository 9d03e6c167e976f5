"""A conversation under way: an answer, a way out of it, a question beside it, or something else altogether."""

import logging

from bot.answers import Heard
from bot.talk import Said, Talk, perform
from doorstep.handover import hand_over, remember
from doorstep.surroundings import world
from doorstep.turning import Turning
from model.changing import changed
from model.enquiry import LEFT_UNFINISHED, Enquiry, State
from model.ports import LandlordDown
from model.talk import Run
from model.turn import Order

log = logging.getLogger(__name__)

#: how sure to be that the tenant has left the question for something else
SURE = 0.75
#: misunderstandings in a row before a person takes over
PATIENCE = 2
QUESTION_WORDS = ("what", "when", "where", "who", "how", "are you", "r u", "can you", "do you", "is the", "wot", "wat")
TWICE = "the bot did not understand twice in a row"


async def go_on(turning: Turning, noun: Enquiry, heard: Heard) -> bool:
    """Go on with the conversation about `noun`. False: the message is about something else, and begins it."""
    turning.draft.message_enquiry = noun.id
    understanding = heard.understanding
    sure = understanding.confidence >= SURE
    if sure and understanding.topic == "cancel":
        cancel(turning, noun)
    elif sure and understanding.topic == "human":
        hand_over(turning, noun, "asked for a person")
    elif sure and _is_side_question(turning, heard):
        await _answer_aside(turning, noun, heard)
    else:
        return await converse(turning, noun, heard)
    return True


async def converse(turning: Turning, noun: Enquiry, heard: Heard | None) -> bool:
    """Replay the script of the run with this message. False where the message is about something else."""
    run = turning.draft.run
    if run is None:
        return True
    text = heard.text if heard else ""
    talk = await _performed(turning, changed(run, heard=(*run.heard, text)) if text else run, heard)
    if talk is None:
        hand_over(turning, noun, "the landlord's records could not be asked", "records_down")
        return True
    turning.draft.masked = talk.masked or turning.draft.masked
    noun = _kept(turning, noun, talk)
    unanswered = talk.question is not None and not talk.understood and talk.run.asking == run.asking
    if heard is not None and unanswered:
        return _misunderstood(turning, noun, heard, talk)
    _settle(turning, noun, talk)
    return True


def cancel(turning: Turning, noun: Enquiry) -> None:
    """The tenant wants none of it."""
    turning.draft.run = None
    if noun.state is State.WITH_BOT:
        turning.draft.close(noun, "cancelled by the tenant")
    turning.say("cancelled", noun)


async def _performed(turning: Turning, run: Run, heard: Heard | None) -> Talk | None:
    """The talk after this turn; None where the landlord's records are down."""
    talk = Talk(run, world(turning, run), heard, text=heard.text if heard else "")
    try:
        return await perform(talk)
    except LandlordDown:
        log.warning("the landlord's records are down", extra={"script": run.script})
        return None


def _kept(turning: Turning, noun: Enquiry, talk: Talk) -> Enquiry:
    """What was gathered is kept with the enquiry, and who was proven with the person."""
    proof = talk.proof
    if proof is not None and turning.draft.person.tenancy != proof.tenancy:
        turning.draft.person = changed(turning.draft.person, tenancy=proof.tenancy)
    return turning.draft.change(remember(noun, talk.gathered)) if talk.gathered else noun


def _settle(turning: Turning, noun: Enquiry, talk: Talk) -> None:
    """What the script said and ordered, and where it leaves the enquiry."""
    draft = turning.draft
    for said in talk.said:
        turning.voice.say(changed(said, values={"reference": noun.reference, **said.values}))
    draft.order(Order(one.key, one.kind, one.payload, noun.id) for one in talk.orders)
    draft.run = changed(talk.run, touched_at=draft.now, heard=_without_secrets(turning, talk))
    if talk.handed_over:
        hand_over(turning, noun, talk.handed_over)
        return
    if talk.outcome:
        draft.run = None
        if noun.state is State.WITH_BOT or noun.notice == LEFT_UNFINISHED:
            noun = draft.close(noun, f"finished by the bot: {talk.run.script}")
    turning.voice.flush(noun)


def _misunderstood(turning: Turning, noun: Enquiry, heard: Heard, talk: Talk) -> bool:
    """The open question was not answered: something else is meant, or it is put once more, or a person helps."""
    draft = turning.draft
    topic = turning.topic(heard.understanding.topic)
    elsewhere = topic.name != noun.topic and not topic.small_talk and heard.text.strip()
    if heard.understanding.confidence >= SURE and elsewhere:
        _leave(turning, noun, talk)
        return False
    draft.puzzled = draft.claimed.conversation.puzzled + 1
    draft.run = changed(talk.run, touched_at=draft.now, heard=_without_secrets(turning, talk))
    if draft.puzzled >= PATIENCE:
        hand_over(turning, noun, TWICE)
        return True
    turning.voice.say(Said(_puzzled(heard), {}))
    if talk.question is not None:
        turning.voice.say(talk.question)
    turning.voice.flush(noun)
    return True


def _puzzled(heard: Heard) -> str:
    if heard.text.strip():
        return "again"
    return "media_only" if heard.media else "empty"


def _leave(turning: Turning, noun: Enquiry, talk: Talk) -> None:
    """The tenant went on to something else: what was gathered goes to a colleague, nothing gathered is closed."""
    turning.draft.run = None
    turning.draft.message_enquiry = None
    if noun.state is not State.WITH_BOT:
        return
    if talk.gathered or talk.run.answers:
        turning.draft.wait(noun, "the tenant went on to something else")
    else:
        turning.draft.close(noun, "left by the tenant for something else")


def _is_side_question(turning: Turning, heard: Heard) -> bool:
    asks = "?" in heard.text or heard.text.lower().lstrip().startswith(QUESTION_WORDS)
    return asks and turning.topic(heard.understanding.topic).side


async def _answer_aside(turning: Turning, noun: Enquiry, heard: Heard) -> None:
    """A side question is answered, then the open question is put again."""
    run = turning.draft.run
    topic = turning.topic(heard.understanding.topic)
    if topic.small_talk:
        turning.voice.say(Said(topic.small_talk, {}))
    elif run is not None:
        aside = await _performed(turning, Run(topic.script, run.begun_by), None)
        for said in aside.said if aside else ():
            turning.voice.say(said)
    open_talk = await _performed(turning, run, None) if run else None
    if open_talk is not None and open_talk.question is not None:
        turning.voice.say(open_talk.question)
    turning.voice.flush(noun)


def _without_secrets(turning: Turning, talk: Talk) -> tuple[str, ...]:
    """The texts heard in the run, the last one with its secrets struck out."""
    heard, masked = talk.run.heard, turning.draft.masked
    return heard if masked is None or not heard else (*heard[:-1], masked)
