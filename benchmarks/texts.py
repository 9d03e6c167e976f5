"""What the tenants of the benchmarks write, what each text means, and which texts of ours may answer it.

Texts are put together from parts, so that hardly two of them are alike, as in life.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Kind(StrEnum):
    """What a message does to its conversation."""

    RENT = "opens rent_balance"
    REPAIR = "answers an open question of repair_report"
    BETWEEN = "brings a conversation to where it is measured"


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `replies` are keys of `config/replies/`; the answer must hold one of them."""

    kind: Kind
    words: str
    topic: str
    replies: tuple[str, ...]


GREETINGS = ("", "hi ", "hello ", "hiya ", "morning ", "good evening ", "hi there ", "hey ")
RENT = ("how much rent do i owe", "what is my rent balance", "whats my rent balance", "what do i owe on my rent")
ENDINGS = ("", " please", " pls", " thanks", " at the moment", " today", " right now", " this week")

FAULTS = ("the tap is dripping", "my tap wont stop dripping", "the cold tap is dripping", "the door handle is loose")
PLACES = ("kitchen", "bathroom", "bedroom", "living room", "hallway")
PLACED = ("{}", "in the {}", "the {}", "its in the {}", "its the {}")
SINCE = ("{} days", "about {} days", "for {} weeks now", "since {} weeks ago", "over {} weeks", "{} weeks i think")
AT_HOME = (
    "just me",
    "only me",
    "just me and my wife",
    "me and my sister",
    "two adults",
    "me and my mum",
    "my son and me",
)


def rent(dice: Random) -> Text:
    words = dice.choice(GREETINGS) + dice.choice(RENT) + dice.choice(ENDINGS)
    return Text(Kind.RENT, words, "rent_balance", ("identity_facts",))


def where(dice: Random) -> Text:
    words = dice.choice(PLACED).format(dice.choice(PLACES))
    return Text(Kind.REPAIR, words, "repair_report", ("repair_since",))


def since(dice: Random) -> Text:
    words = dice.choice(SINCE).format(dice.randint(2, 30))
    return Text(Kind.REPAIR, words, "repair_report", ("repair_home",))


def at_home(dice: Random) -> Text:
    return Text(Kind.REPAIR, dice.choice(AT_HOME), "repair_report", ("repair_address", "repair_confirm"))


def fault(dice: Random) -> Text:
    return Text(Kind.BETWEEN, dice.choice(GREETINGS) + dice.choice(FAULTS), "repair_report", ("repair_where",))


def never_mind(_: Random) -> Text:
    return Text(Kind.BETWEEN, "never mind", "cancel", ("cancelled",))


#: the questions of `repair_report` in their order, once the first message has told what is wrong
ANSWERS = (where, since, at_home)
#: keys of the texts that answer what is measured
MEASURED_REPLIES = ("identity_facts", "repair_since", "repair_home", "repair_address", "repair_confirm")
