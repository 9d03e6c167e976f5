"""The bot's memory of a talk in progress: which script, what was answered, what was said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be tapped or numbered."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Run:
    """One script on its way with one tenant. JSON throughout; never holds a secret or a proof of identity."""

    script: str
    #: id of the message that began it; part of every effect's idempotency key
    begun_by: int
    #: the masked texts heard in this run, oldest first: answers may be found in any of them
    heard: tuple[str, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    #: results of effects by key: {"state": "ordered"} or {"state": "done", "result": ...}
    effects: dict[str, Any] = field(default_factory=dict)
    #: key of the open question; empty when an effect is awaited
    asking: str = ""
    choices: tuple[Choice, ...] = ()
    #: raised when the tenant corrects an answer; part of every effect's key
    revision: int = 0
    enquiry: int | None = None
    touched_at: datetime | None = None
