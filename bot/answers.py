"""What counts as an answer to a question. Each kind of answer can `read` a direct answer and may `spot` one that was
volunteered earlier, in a message that was about something else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from model.talk import Choice
from model.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Heard:
    """The message whose turn it is, as the talk hears it."""

    text: str
    understanding: Understanding
    media: int = 0


class Answer(Protocol):
    """One kind of answer. `None` means: this is not one."""

    @property
    def choices(self) -> tuple[Choice, ...]: ...

    def read(self, heard: Heard) -> Any | None: ...

    def spot(self, text: str) -> Any | None: ...


YES = frozenset(
    [
        "y",
        "yes",
        "yeah",
        "yea",
        "yep",
        "yup",
        "ya",
        "aye",
        "ok",
        "okay",
        "k",
        "sure",
        "please",
        "correct",
        "right",
        "agreed",
        "definitely",
        "absolutely",
        "fine",
        "grand",
        "perfect",
        "great",
        "go",
    ]
)
NO = frozenset(["n", "no", "nope", "nah", "naw", "never", "wrong", "incorrect", "not", "don't", "dont", "negative"])
#: a message that begins so is a no, whatever it goes on to say
CLEAR_NO = frozenset({"n", "no", "nope", "nah"})
#: words that turn a yes round
CONTRARY = frozenset({"but", "not", "no", "except", "wrong"})
SHORT = 6
#: words that change nothing about a yes or a no
PADDING = frozenset(
    [
        "please",
        "pls",
        "plz",
        "thanks",
        "thank",
        "you",
        "ta",
        "cheers",
        "mate",
        "love",
        "duck",
        "that's",
        "thats",
        "that",
        "is",
        "it",
        "its",
        "it's",
        "all",
        "the",
        "i",
        "we",
        "do",
        "am",
        "on",
        "ahead",
        "then",
        "just",
        "so",
        "go",
        "sounds",
        "looks",
        "good",
        "lovely",
        "for",
        "to",
        "of",
        "and",
        "a",
        "x",
        "xx",
        "not",
        "at",
        "thx",
        "ty",
        "yes",
        "no",
        "now",
        "really",
    ]
)


def words(text: str) -> list[str]:
    """Lower-case words; apostrophes kept, everything else a gap."""
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no: by word, by number, by emoji or as the classifier understands it."""

    choices: tuple[Choice, ...] = (Choice("yes", "Yes"), Choice("no", "No"))

    def read(self, heard: Heard) -> bool | None:
        said = words(heard.text)
        if said[:1] == ["1"] or "👍" in heard.text:
            return True
        if said[:1] == ["2"] or "👎" in heard.text:
            return False
        plain = _plain_yes_or_no(said)
        if plain is None and heard.understanding.confidence >= 0.6:
            return {"yes": True, "no": False}.get(heard.understanding.topic)
        return plain

    def spot(self, text: str) -> bool | None:
        return None


@dataclass(frozen=True, slots=True)
class ClearYes:
    """Where writing on may harm somebody: a clear yes, and anything else is a no."""

    choices: tuple[Choice, ...] = (Choice("yes", "Yes"), Choice("no", "No"))

    def read(self, heard: Heard) -> bool:
        return YesNo().read(heard) is True

    def spot(self, text: str) -> None:
        return None


def _plain_yes_or_no(said: Sequence[str]) -> bool | None:
    """Yes or no where the message says little else; None where it could be either."""
    rest = [word for word in said if word not in PADDING]
    lead = said[0] if said else ""
    if lead in YES and not CONTRARY.intersection(said):
        return True if all(word in YES for word in rest) or len(said) <= SHORT else None
    if lead in CLEAR_NO or (lead in NO and all(word in NO for word in rest)):
        return False
    return None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few choices: by number, by its label, or by words that mean it."""

    choices: tuple[Choice, ...]
    #: value to words and phrases that mean it
    means: Mapping[str, Sequence[str]]

    def read(self, heard: Heard) -> str | None:
        said = words(heard.text)
        if len(said) == 1 and said[0].isdigit() and 1 <= int(said[0]) <= len(self.choices):
            return self.choices[int(said[0]) - 1].value
        for choice in self.choices:
            if words(choice.label) == said:
                return choice.value
        return self.spot(heard.text)

    def spot(self, text: str) -> str | None:
        """The value whose word stands first in the text."""
        padded = f" {' '.join(words(text))} "
        found = [
            (padded.find(f" {phrase} "), value)
            for value, phrases in self.means.items()
            for phrase in phrases
            if f" {phrase} " in padded
        ]
        return min(found)[1] if found else None


@dataclass(frozen=True, slots=True)
class Words:
    """The tenant's own words, if there are any. A number that chooses nothing and a lone symbol are none."""

    least: int = 2
    choices: tuple[Choice, ...] = ()

    def read(self, heard: Heard) -> str | None:
        text = " ".join(heard.text.split())[:500]
        return text if sum(map(str.isalpha, text)) >= self.least else None

    def spot(self, text: str) -> str | None:
        return None


SINCE = re.compile(
    r"\b(?:since|for|over|about)\s+(?:(?:about|over|nearly|almost|at least|the)\s+)*"
    r"(?:(?:last|this|a|an|few|couple|of|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+)*"
    r"(?:yesterday|today|morning|afternoon|evening|night|tonight|weekend|days?|weeks?|months?|years?|hours?|ages|"
    r"mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|christmas|easter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:yesterday|this morning|last night|just now|today|last week|last month|"
    r"(?:a|few|couple|one|two|three|four|five|six|\d+)\s+(?:of\s+)?(?:days?|weeks?|months?|years?|hours?)(?:\s+ago)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Since:
    """Since when, in the tenant's own words."""

    choices: tuple[Choice, ...] = ()

    def read(self, heard: Heard) -> str | None:
        return self.spot(heard.text) or Words().read(heard)

    def spot(self, text: str) -> str | None:
        found = SINCE.search(text)
        return found.group(0) if found else None


@dataclass(frozen=True, slots=True)
class PlaceToFind:
    """An address good enough to send somebody to: a number or name, and more than one word or a postcode."""

    choices: tuple[Choice, ...] = ()

    def read(self, heard: Heard) -> str | None:
        text = " ".join(heard.text.split())[:200]
        said = words(text)
        return text if len(said) >= 2 and any(any(map(str.isdigit, word)) for word in said) else None

    def spot(self, text: str) -> str | None:
        found = ADDRESS.search(text)
        return found.group(0).strip(" ,.") if found else None


ADDRESS = re.compile(
    r"\b(?:flat\s+\w+,?\s+)?\d+[a-z]?,?\s+(?:[a-z']+\s+){1,3}"
    r"(?:street|st|road|rd|lane|ln|close|avenue|ave|drive|way|court|crescent|terrace|place|row|reach|rise|gardens|house)\b"
    r"(?:,?\s+[a-z]+){0,2}(?:,?\s+[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2})?",
    re.IGNORECASE,
)
