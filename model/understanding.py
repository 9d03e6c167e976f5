"""What a message seems to mean. The labels are used in training, configuration, the database and reports alike."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NO_EMERGENCY = "none"


class Level(StrEnum):
    """How quickly somebody must act on an emergency."""

    LIFE = "life"
    URGENT = "urgent"
    #: advice is given and one yes/no question asked
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Emergency:
    """That somebody must act now, and why this was thought."""

    kind: str
    level: Level
    #: what raised it: a rule's name, or "classifier 0.87"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A topic and how sure we are of it, 0 to 1, calibrated."""

    topic: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one message seems to mean; pure data."""

    text: str
    topic: str
    confidence: float
    #: every topic found in the message, the main one first
    topics: tuple[Ranked, ...] = ()
    emergency: Emergency | None = None
    #: entity kind to value, such as {"postcode": "SY99 1AB"}
    entities: dict[str, Any] | None = None
    #: ISO 639-1
    language: str = "en"
