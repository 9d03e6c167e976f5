"""A turn in the making: what one decision collects, and nothing it does."""

from collections.abc import Iterable
from datetime import datetime

from doorstep.configuration import Configuration
from model.changing import changed
from model.channel import Channel
from model.enquiry import BANDS, Enquiry, Priority, State
from model.ids import public_id, reference
from model.message import Message
from model.promise import Clock
from model.talk import Run
from model.topic import Topic
from model.turn import Claimed, Line, Order, Raised, Say, Turn
from model.understanding import Emergency
from sla import clock

BOT = "bot"
#: what an enquiry is opened by where nobody wrote
OPENED_BY = {Channel.PHONE: "a call", Channel.COUNTER: "a visit"}


class Draft:
    """Collects the effects of one decision; `turn()` is the whole of it. `who` decides, for the audit."""

    def __init__(self, claimed: Claimed, configuration: Configuration, now: datetime, who: str = BOT) -> None:
        self.who = who
        self.claimed = claimed
        self.configuration = configuration
        self.now = now
        self.run: Run | None = claimed.conversation.run
        self.introduced = claimed.conversation.introduced
        self.puzzled = 0
        self.person = claimed.person
        self.opted_out: bool | None = None
        self.masked: str | None = None
        self.message_enquiry: int | None = None
        self.understanding: dict[str, object] | None = None
        self.trouble = ""
        self._enquiries: dict[int, Enquiry] = {}
        self._says: list[Say] = []
        self._orders: list[Order] = []
        self._clocks: list[Clock] = []
        self._audit: list[Line] = []
        self._alarms: list[Raised] = []

    def enquiries(self) -> list[Enquiry]:
        """All that are known, as they stand in this draft, oldest first."""
        read = [self._enquiries.get(noun.id, noun) for noun in self.claimed.enquiries]
        return read + [noun for key, noun in self._enquiries.items() if key < 0]

    def enquiry(self, key: int) -> Enquiry:
        return next(noun for noun in self.enquiries() if noun.id == key)

    def open_enquiry(self, topic: Topic, message: Message, state: State, promised: bool = True) -> Enquiry:
        """A new enquiry begun by `message`. Where one is `promised`, the acknowledge clock runs from its time."""
        noun = Enquiry(
            id=-1 - sum(key < 0 for key in self._enquiries),
            reference=reference(),
            public_id=public_id(),
            version=1,
            person=self.claimed.person.id,
            conversation=self.claimed.conversation.id,
            topic=topic.name,
            state=state,
            priority=topic.priority,
            team=topic.team,
            created_at=self.now,
            started_at=message.at,
            unanswered_since=message.at,
            skills=topic.skills,
            language=self.claimed.person.language,
            restricted=bool(topic.restricted),
        )
        self._enquiries[noun.id] = noun
        opened_by = OPENED_BY.get(self.claimed.conversation.channel, "a message")
        self.audit(noun, "opened", f"{opened_by} about {topic.name}")
        if promised:
            self.start_clock("acknowledge", noun, message.at)
        if state is State.WAITING:
            noun = self.wait(noun, "")
        return noun

    def change(self, noun: Enquiry) -> Enquiry:
        self._enquiries[noun.id] = noun
        return noun

    def retopic(self, noun: Enquiry, topic: Topic) -> Enquiry:
        """It turned out to be about something else; priority never falls by that."""
        priority = min(noun.priority, topic.priority, key=BANDS.index)
        self.audit(noun, "topic", f"{noun.topic} became {topic.name}")
        return self.change(
            changed(
                noun,
                topic=topic.name,
                team=topic.team,
                skills=topic.skills,
                priority=priority,
                restricted=bool(topic.restricted),
            )
        )

    def wait(self, noun: Enquiry, why: str, promised: str = "first_answer") -> Enquiry:
        """It waits for a colleague, and the clock of what is `promised` runs from the enquiry's start."""
        if noun.state is State.WAITING and noun.waiting_since is not None:
            return self.change(noun)
        noun = self.change(changed(noun, state=State.WAITING, waiting_since=self.now, owner=None))
        self.audit(noun, "waiting for a colleague", why)
        self.start_clock(promised, noun, noun.unanswered_since or noun.started_at)
        return noun

    def close(self, noun: Enquiry, outcome: str) -> Enquiry:
        self.audit(noun, "closed", outcome)
        return self.change(
            changed(noun, state=State.CLOSED, closed_at=self.now, outcome=outcome, unanswered_since=None, owner=None)
        )

    def reopen(self, noun: Enquiry, message: Message) -> Enquiry:
        noun = changed(noun, state=State.WITH_BOT, closed_at=None, outcome="", unanswered_since=message.at)
        self.audit(noun, "reopened", "the tenant wrote about it again")
        self.start_clock("acknowledge", noun, message.at)
        return self.wait(changed(noun, waiting_since=None), "reopened")

    def make_emergency(self, noun: Enquiry, emergency: Emergency) -> Enquiry:
        """Top priority, an alarm on the desk, and the duty clock."""
        self.audit(noun, f"emergency: {emergency.kind} ({emergency.level.value})", emergency.because)
        self._alarms.append(Raised(noun.id, emergency.level.value, f"Emergency: {emergency.kind}"))
        if "duty_acknowledgement" not in (started.promise for started in self._clocks if started.enquiry == noun.id):
            self.start_clock("duty_acknowledgement", noun, self.now)
        return self.change(changed(noun, priority=Priority.EMERGENCY, emergency=emergency.kind, level=emergency.level))

    def start_clock(self, promise: str, noun: Enquiry, started: datetime) -> Clock:
        rule = self.configuration.promises[promise]
        calendar = self.configuration.calendars[rule.calendar]
        begun = clock.start(rule, calendar, noun.id, started, self.now)
        self._clocks.append(begun)
        return begun

    def meet(self, promise: str, at: datetime, by: str) -> None:
        """The promise that this draft starts is kept at once, by "bot" or "colleague"."""
        self._clocks = [clock.met(one, at, by) if one.promise == promise else one for one in self._clocks]

    def due(self, promise: str) -> datetime | None:
        """When the promise that this draft starts falls due, if it starts one."""
        return next((begun.due_at for begun in reversed(self._clocks) if begun.promise == promise), None)

    def say(self, say: Say) -> None:
        self._says.append(say)

    def unsay(self) -> None:
        """Say nothing after all: no answer can reach anybody."""
        self._says.clear()
        self.introduced = self.claimed.conversation.introduced

    def order(self, orders: Iterable[Order]) -> None:
        self._orders.extend(orders)

    def audit(self, noun: Enquiry, what: str, why: str = "", who: str = "") -> None:
        self._audit.append(Line(noun.id, who or self.who, what, why))

    def turn(self) -> Turn:
        return Turn(
            enquiries=tuple(self._enquiries.values()),
            message_enquiry=self.message_enquiry,
            masked=self.masked,
            understanding=self.understanding,
            says=tuple(self._says),
            orders=tuple(self._orders),
            clocks=tuple(self._clocks),
            audit=tuple(self._audit),
            alarms=tuple(self._alarms),
            run=self.run,
            introduced=self.introduced,
            puzzled=self.puzzled,
            person=self.person,
            opted_out=self.opted_out,
            trouble=self.trouble,
            decided_at=self.now,
        )
