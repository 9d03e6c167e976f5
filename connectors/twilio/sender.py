"""What replies come from: the number that tenants write to, a name in its place, or a Messaging Service of Twilio's.

Twilio, "Alphanumeric Sender ID", "Messaging Services".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.formats import national
from connectors.base import NotSet
from connectors.form import quoted

SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
#: a name: at most eleven characters, of which one is a letter
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}")


@dataclass(frozen=True, slots=True)
class Sender:
    """`number` is what tenants write to; `by` what replies come from in its place, empty where they are the same."""

    number: str
    by: str = ""

    @property
    def is_service(self) -> bool:
        """A Messaging Service chooses the number."""
        return SERVICE.fullmatch(self.by) is not None

    @property
    def form(self) -> str:
        """The field of a form that says so."""
        name = "MessagingServiceSid" if self.is_service else "From"
        return f"{name}={quoted(self.by or self.number)}"

    @property
    def listed_as(self) -> str | None:
        """What Twilio lists our messages under; None where a service chooses among several numbers."""
        return None if self.is_service else self.by or self.number

    @property
    def how_to_answer(self) -> str:
        """What goes below each text that nobody can answer, since it comes from a name; else empty."""
        named = bool(self.by) and not self.is_service and not NUMBER.fullmatch(self.by)
        return f"\n\nTo answer, text {national(self.number)}." if named else ""


def sender(number: str, by: str, kinds: Sequence[re.Pattern[str]]) -> Sender:
    """The sender of a channel's settings, one of these kinds or the number itself. Raises `NotSet`."""
    if by and not any(kind.fullmatch(by) for kind in kinds):
        name = "a name of at most 11 letters, figures and spaces, " if NAME in kinds else ""
        raise NotSet(f"sender {by!r} is none; write {name}a Messaging Service's id (MG...), or leave it out")
    return Sender(number, by)
