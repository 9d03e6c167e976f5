"""A talk: a script of plain Python, replayed from the top at every turn with what is recorded.

A turn runs the script until it meets a question without an answer or a write without a result, and stops there by
an exception that no script catches. What was answered is not asked again, what was said is not said again. Clock,
texts and identity come only through the talk, so that a replay sees what the first run saw.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NoReturn, Protocol, TypeVar

from bot.answers import Answer, Heard, YesNo
from bot.proof import code_in, facts_in, masked
from model.changing import changed
from model.housing import Facts
from model.person import Proof
from model.ports import Landlord
from model.talk import Choice, Run

T = TypeVar("T")


class Stopped(BaseException):
    """The script can go no further in this turn. No script catches it."""


class Asked(Stopped):
    """A question is open."""


class Awaiting(Stopped):
    """A write to the landlord's systems has no result yet."""


class HandedOver(Stopped):
    """A person takes it from here."""


class RepeatedKey(Exception):
    """A script used a key twice in one run: number it in the loop."""


class Identity(Protocol):
    """Who the tenant has shown to be, live. Tries are counted for good, whatever becomes of the turn."""

    @property
    def proof(self) -> Proof | None: ...

    @property
    def failures(self) -> int:
        """Wrong tries so far in this conversation."""
        ...

    async def stage(self) -> str:
        """What to ask next: "facts", "more", "code", "proven" or "locked"."""
        ...

    async def offer(self, facts: Facts) -> str:
        """Compare facts. The next stage, or "refused", "no_mobile"."""
        ...

    async def offer_code(self, code: str) -> str:
        """Compare a one-time code. The next stage, or "refused"."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """What a script may know of the world outside the talk."""

    now: datetime
    today: date
    channel: str
    address: str
    #: the tenant's address on this channel is one the landlord may hold
    held_address: bool
    identity: Identity
    landlord: Landlord
    #: by when a colleague answers what is handed over now, in words for the tenant
    answered_by: Callable[[], str]
    #: when we are open, in words for the tenant
    opening: Callable[[], Mapping[str, str]]
    #: last day for a repair of this priority
    repair_due: Callable[[str], date]
    configured: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A text to render: its key (what follows a dot only numbers it) and what fills it."""

    key: str
    values: Mapping[str, Any]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ordered:
    """A write that the script asked for in this turn."""

    key: str
    kind: str
    payload: dict[str, Any]


@dataclass(slots=True)
class Talk:
    """One turn of one script."""

    run: Run
    world: World
    #: the message whose turn it is, until an answer is found in it
    heard: Heard | None
    #: its words, answered or not
    text: str = ""
    said: list[Said] = field(default_factory=list)
    orders: list[Ordered] = field(default_factory=list)
    #: what a colleague needs to know, in order
    gathered: dict[str, str] = field(default_factory=dict)
    #: the message with its secrets struck out, where it held any
    masked: str | None = None
    #: an answer was taken from the message
    understood: bool = False
    #: the question that is open at the end of the turn
    question: Said | None = None
    handed_over: str = ""
    outcome: str = ""
    _keys: set[str] = field(default_factory=set)

    def say(self, key: str, **values: Any) -> None:
        """Say something once in this run. In a loop the key carries a number: `say("refused.2")`."""
        self._once(f"say:{key}")
        if key not in self.run.said:
            self.run = changed(self.run, said=(*self.run.said, key))
            self.said.append(Said(key, values))

    async def ask(self, key: str, answer: Answer, fresh: bool = False, **values: Any) -> Any:
        """The tenant's answer: recorded, volunteered in what was heard, given just now; or the turn ends here.

        `fresh`: only the message of this turn may volunteer it, because earlier ones said what is being corrected.
        """
        self._once(f"ask:{key}")
        if key in self.run.answers:
            return self.run.answers[key]
        value = self._answer(key, answer, (self.text,) if fresh else self.run.heard)
        if value is None:
            self._open(key, Said(key, values, answer.choices))
        self.run = changed(self.run, answers={**self.run.answers, key: value})
        return value

    async def agrees(self, key: str, **values: Any) -> bool:
        return bool(await self.ask(key, YesNo(), **values))

    async def prove(self, key: str, number: int) -> str:
        """Take facts or a code from the message, compare them and drop them. The next stage; nothing is recorded."""
        self._once(f"prove:{key}:{number}")
        if self.heard is None:
            self._open(key, Said(key, {}))
        stage = await self._offered(key)
        if stage is None:
            self._open(key, Said(key, {}))
        self._taken()
        return stage

    async def read(self, key: str, call: Callable[..., Awaitable[T]], *args: Any) -> T:
        """Ask the landlord's records, for this turn only. Raises `LandlordDown`."""
        self._once(f"read:{key}")
        return await call(*args)

    async def settle(self, key: str, call: Callable[..., Awaitable[T]], *args: Any) -> T:
        """Find something out once for the whole run, so that it stays the same while records come and go (JSON).

        Never for what only somebody proven may know.
        """
        self._once(f"settle:{key}")
        if key not in self.run.answers:
            found = await call(*args)
            self.run = changed(self.run, answers={**self.run.answers, key: found})
        settled: T = self.run.answers[key]
        return settled

    async def order(self, key: str, kind: str, payload: dict[str, Any], delayed: str) -> Any:
        """Write to the landlord's systems, after this turn is saved; the result, once there is one.

        While the records are down the tenant is told so once, with the text `delayed`.
        """
        self._once(f"order:{key}")
        revised = f"{key}.{self.run.revision}"
        effect = self.run.effects.get(revised)
        if effect is None:
            name = f"{self.run.begun_by}:{self.run.script}:{revised}"
            self.orders.append(Ordered(name, kind, payload))
            self.run = changed(self.run, effects={**self.run.effects, revised: {"state": "ordered"}}, asking="")
            raise Awaiting
        if effect["state"] == "delayed":
            self.say(delayed)
        if effect["state"] in ("ordered", "delayed"):
            raise Awaiting
        if effect["state"] == "refused":
            self.hand_over("the landlord's records refused it")
        return effect["result"]

    def note(self, label: str, value: str) -> None:
        """Keep something that a colleague needs to know."""
        self.gathered[label] = value

    def hand_over(self, why: str) -> NoReturn:
        """A person takes it from here, with everything gathered."""
        self.handed_over = why
        raise HandedOver

    @property
    def proof(self) -> Proof | None:
        return self.world.identity.proof

    def _once(self, key: str) -> None:
        if key in self._keys:
            raise RepeatedKey(key)
        self._keys.add(key)

    def _answer(self, key: str, answer: Answer, heard: tuple[str, ...]) -> Any | None:
        if self.heard is not None and self.run.asking == key:
            value = answer.read(self.heard)
            if value is not None:
                self._taken()
            return value
        for text in reversed(heard):
            value = answer.spot(text)
            if value is not None:
                return value
        return None

    async def _offered(self, key: str) -> str | None:
        if self.heard is None:
            return None
        if key == "identity_code":
            code = code_in(self.heard.text)
            if code is not None:
                self.masked = masked(self.heard.text)
                return await self.world.identity.offer_code(code)
        facts = facts_in(self.heard.text, self.world.today)
        if not facts.given():
            return None
        self.masked = masked(self.heard.text)
        return await self.world.identity.offer(facts)

    def _taken(self) -> None:
        self.heard = None
        self.understood = True

    def _open(self, key: str, question: Said) -> NoReturn:
        self.question = question
        self.run = changed(self.run, asking=key, choices=question.choices)
        raise Asked


Script = Callable[[Talk, Landlord], Awaitable[None]]

SCRIPTS: dict[str, Script] = {}


def script(name: str) -> Callable[[Script], Script]:
    """Register a conversation the bot can hold under the name that `config/topics.toml` uses."""

    def register(function: Script) -> Script:
        SCRIPTS[name] = function
        return function

    return register


async def perform(talk: Talk) -> Talk:
    """Run the talk's script as far as it goes in this turn. Raises what the landlord's records raise."""
    was_asking = talk.run.asking
    try:
        await SCRIPTS[talk.run.script](talk, talk.world.landlord)
    except Asked:
        asked_anew = talk.run.asking != was_asking or talk.understood
        if asked_anew and talk.question is not None:
            talk.said.append(talk.question)
    except (Awaiting, HandedOver):
        pass
    else:
        talk.outcome = talk.outcome or "finished"
    return talk
