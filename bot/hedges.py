"""Whether a sentence says that something is so now: denied, only supposed, long past or over.

The words come from `[hedges]` in `config/emergencies.toml`. A verdict holds for one clause: what is denied in one
never hides what is said in another.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.phrases import Phrasebook

#: How far back the words before a match are read, in characters.
_BEFORE = 100
#: How many words may stand between an "if" and what it supposes.
_SUPPOSED = 6
_CLAUSE_ENDS = re.compile(r" (?:[.,]|and|but|now|so|then|because|cos)(?= )")


@dataclass(frozen=True, slots=True)
class Hedges:
    """The compiled words by which people deny, suppose, look back or give the all-clear."""

    denial: re.Pattern[str]
    supposition: re.Pattern[str]
    anew: re.Pattern[str]
    past: re.Pattern[str]
    lately: re.Pattern[str]
    present: re.Pattern[str]
    over: re.Pattern[str]
    made_safe: re.Pattern[str]
    recovered: re.Pattern[str]
    glad: re.Pattern[str]
    told: re.Pattern[str]
    routine: re.Pattern[str]

    @classmethod
    def parse(cls, data: Mapping[str, Iterable[str]], book: Phrasebook) -> "Hedges":
        """From `[hedges]`. Raises `ValueError` that says what to write instead."""
        words = {name: _expression(name, data, book) for name in NAMES}
        return cls(
            denial=re.compile(rf"(?:{words['deny']})(?P<run>(?:(?:{words['through']})(?: ,)?){{0,5}}) $"),
            anew=re.compile(words["anew"]),
            supposition=re.compile(rf"(?:{words['certain']})|(?P<if>{words['if']})"),
            past=re.compile(words["past"]),
            lately=re.compile(words["lately"]),
            present=re.compile(words["present"]),
            over=re.compile(rf"(?:{words['not_over']})|(?P<over>{words['over']})"),
            made_safe=re.compile(rf"(?:{words['not_over']})|(?P<over>{words['made_safe']})"),
            recovered=re.compile(words["recovered"]),
            glad=re.compile(words["glad"]),
            told=re.compile(words["told"]),
            routine=re.compile(words["routine"]),
        )

    def denied(self, plain: str, start: int, end: int) -> bool:
        """That it is said not to be so: "no smell of gas", or in a list, "no sparks, smoke or burning smell"."""
        found = self.denial.search(f"{plain[max(0, start - _BEFORE) : start]} ")
        if not found:
            return False
        return "," not in found["run"] or " or " in f"{found['run']}{plain[end : end + 16].partition('.')[0]} "

    def supposed(self, plain: str, start: int) -> bool:
        """That it is only supposed: "what if there was a fire", but not "ring if you can theres a fire"."""
        before = f"{plain[max(0, start - _BEFORE) : start].rpartition(' . ')[2]} "
        for found in self.supposition.finditer(f" {before.lstrip()}"):
            _, _, between = before[found.end() :].strip().partition(" ")
            if found["if"] and len(between.split()) < _SUPPOSED and not self.anew.search(f" {between} "):
                return True
        return False

    def is_past(self, clause: str) -> bool:
        """Told of another time."""
        return bool(self.past.search(clause))

    def was_lately(self, clause: str) -> bool:
        """Told of days or weeks ago."""
        return bool(self.lately.search(clause))

    def goes_on(self, text: str) -> bool:
        """That it is so again or still."""
        return bool(self.present.search(text))

    def is_over(self, after: str) -> bool:
        """That what was told before `after` has ended: "gone now", "its fine"."""
        return any(found["over"] for found in self.over.finditer(after))

    def was_glad(self, clause: str, plain: str) -> bool:
        """That it is told with thanks for what was done: "i was trapped on sunday and he got me out, thank him"."""
        return bool(self.told.search(clause) and self.glad.search(plain)) and not self.goes_on(plain)

    def has_recovered(self, clause: str, after: str) -> bool:
        """That it is told of a time before somebody was well again."""
        before = self.told.search(clause) or self.past.search(clause)
        return bool(before and self.recovered.search(after))

    def is_routine(self, sentence: str) -> bool:
        """That it is asked about money, permission or papers."""
        return bool(self.routine.search(sentence))

    def is_safe(self, after: str) -> bool:
        """That somebody has made it safe: "the gas people came and capped it"."""
        return any(found["over"] for found in self.made_safe.finditer(after))


def _expression(name: str, data: Mapping[str, Iterable[str]], book: Phrasebook) -> str:
    pattern = book.search_for(f"hedges.{name}", data.get(name, ()))
    if pattern is None:
        raise ValueError(f'hedges.{name}: write at least one phrase, such as ["no", "not"]')
    return pattern.pattern


NAMES = (
    "deny",
    "through",
    "certain",
    "if",
    "anew",
    "past",
    "lately",
    "present",
    "over",
    "made_safe",
    "not_over",
    "recovered",
    "glad",
    "told",
    "routine",
)


def clause(plain: str, start: int, end: int) -> str:
    """The clause around a match."""
    opening = max(
        (found.end() for found in _CLAUSE_ENDS.finditer(plain, max(0, start - _BEFORE), start + 1)),
        default=max(0, start - _BEFORE),
    )
    closing = _CLAUSE_ENDS.search(plain, end)
    return f" {plain[opening : closing.start() if closing else end + _BEFORE].strip()} "
