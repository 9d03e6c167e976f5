"""The kinds of emergency as a landlord's table describes them: rules, guards, who is paged, what is said."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.advice import LAYOUTS, Advice, Number, named, parse_advice, rendered
from bot.phrases import Phrase, Phrasebook
from bot.segments import GSM, septets
from model.understanding import Level

PAGED = ("duty", "safeguarding")
DISCREET = ("never", "household", "always")
#: What can take a report back. Being denied always does.
HEEDS = ("if", "past", "lately", "over", "routine", "recovered")
_USUALLY_HEEDS = ("if", "past", "lately", "over")
_KEYS = {
    "label",
    "level",
    "paged",
    "alarm",
    "discreet",
    "heeds",
    "doubts",
    "words",
    "guards",
    "rules",
    "sms",
    "chat",
    "life",
}
_RULE_KEYS = {"name", "level", "patterns", "words", "with", "without", "unless"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that mean one thing, and what must or must not stand beside them."""

    name: str
    level: Level
    phrases: tuple[Phrase, ...]
    #: one of these must be in the message
    with_: re.Pattern[str] | None = None
    #: none of these may be in the message
    without: re.Pattern[str] | None = None
    #: none of these may be in the same sentence
    unless: re.Pattern[str] | None = None

    def fits(self, plain: str, start: int, end: int) -> bool:
        """That what stands around a match of one of the phrases does not speak against it."""
        if self.with_ and not self.with_.search(plain):
            return False
        if self.without and self.without.search(plain):
            return False
        return not (self.unless and self.unless.search(sentence(plain, start, end)))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of emergency."""

    name: str
    #: what staff read
    label: str
    level: Level
    #: who is paged: "duty" or "safeguarding"
    paged: str
    #: an alarm is raised on the desk
    alarm: bool
    #: whether the first reply must name nothing: "never", "always", or where the "household" is named
    discreet: str
    heeds: frozenset[str]
    #: told as over, it is asked about instead of dropped
    doubts: bool
    rules: tuple[Rule, ...]
    guards: tuple[Phrase, ...]
    #: texts by "sms" and "chat", and "life.sms" where that level has its own; with placeholders, and filled in
    written: Mapping[str, Advice]
    texts: Mapping[str, Advice]

    @property
    def can_be_life(self) -> bool:
        return any(level is Level.LIFE for level in (self.level, *(rule.level for rule in self.rules)))

    def advice_for(self, layout: str, level: Level | None) -> Advice:
        return self.texts.get(f"{level}.{layout}") or self.texts[layout]


def parse_kind(name: str, data: Mapping[str, Any], book: Phrasebook, numbers: Mapping[str, Number]) -> Kind:
    """`[kinds.<name>]`. Raises `ValueError`: the place, and what to write instead."""
    where = f"kinds.{name}"
    _refuse_unknown(data, _KEYS, where)
    level = parse_level(data.get("level", "urgent"), f"{where}.level")
    rules = tuple(_rule(rule, level, book, f"{where}.rules[{at}]") for at, rule in enumerate(data.get("rules", ())))
    if data.get("words"):
        rules += (Rule("words", level, book.plain_phrases(f"{where}.words", data["words"])),)
    kind = Kind(
        name=name,
        label=_one_of(data, "label", None, where),
        level=level,
        paged=_one_of(data, "paged", PAGED, where),
        alarm=bool(data.get("alarm", False)),
        discreet=_one_of({"discreet": "never", **data}, "discreet", DISCREET, where),
        heeds=frozenset(_each_of(data.get("heeds", _USUALLY_HEEDS), HEEDS, f"{where}.heeds")),
        doubts=bool(data.get("doubts", False)),
        rules=rules,
        guards=book.phrases(f"{where}.guards", data.get("guards", ())),
        written=dict(_texts(data, where)),
        texts={place: rendered(advice, numbers, f"{where}.{place}") for place, advice in _texts(data, where)},
    )
    _check_first_texts(kind)
    return kind


def parse_level(written: object, where: str) -> Level:
    if written not in tuple(Level):
        raise ValueError(f"{where}: write one of {', '.join(Level)}, not {written!r}")
    return Level(str(written))


def _rule(data: Mapping[str, Any], usual: Level, book: Phrasebook, where: str) -> Rule:
    _refuse_unknown(data, _RULE_KEYS, where)
    phrases = book.phrases(f"{where}.patterns", data.get("patterns", ()))
    phrases += book.plain_phrases(f"{where}.words", data.get("words", ()))
    if not phrases:
        raise ValueError(f'{where}: write at least one of patterns = ["..."] or words = ["..."]')
    return Rule(
        name=_one_of(data, "name", None, where),
        level=parse_level(data.get("level", usual), f"{where}.level"),
        phrases=phrases,
        with_=book.search_for(f"{where}.with", data.get("with", ())),
        without=book.search_for(f"{where}.without", data.get("without", ())),
        unless=book.search_for(f"{where}.unless", data.get("unless", ())),
    )


def _texts(data: Mapping[str, Any], where: str) -> Iterator[tuple[str, Advice]]:
    """The advice of each layout, and of the level life where it has its own."""
    for layout in LAYOUTS:
        needs_first = data.get("discreet") != "always"
        yield layout, parse_advice(data.get(layout, {}), f"{where}.{layout}", needs_first)
        own = data.get("life", {}).get(layout)
        if own:
            yield f"life.{layout}", parse_advice(own, f"{where}.life.{layout}")


def _check_first_texts(kind: Kind) -> None:
    """One SMS holds the first text; where it may be a matter of life, with the number to call."""
    for place, advice in kind.texts.items():
        where = f"kinds.{kind.name}.{place}.first"
        if kind.discreet == "always":
            continue
        if place.endswith("sms"):
            check_sms(advice.first, where)
        if kind.can_be_life and not named(kind.written[place].first):
            raise ValueError(f"{where}: write the number to call, such as {{emergency}}")


def check_sms(text: str, where: str) -> None:
    """Raises `ValueError` where `text` does not fit one SMS."""
    length = septets(text)
    if length is None:
        raise ValueError(f"{where}: write plain characters (GSM 03.38) only, no curly quotes, dashes or emoji")
    if length > GSM:
        raise ValueError(f"{where}: write at most {GSM} characters, not {length}")


def sentence(plain: str, start: int, end: int) -> str:
    opening = max(plain.rfind(" . ", 0, start + 1), 0)
    closing = plain.find(" . ", end - 1)
    return plain[opening : closing + 1]


def _refuse_unknown(data: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(data.keys() - known)
    if unknown:
        raise ValueError(f'{where}: "{unknown[0]}" is not known; write one of {", ".join(sorted(known))}')


def _one_of(data: Mapping[str, Any], key: str, known: Iterable[str] | None, where: str) -> str:
    """The text under `key`, one of `known` unless any will do."""
    value = data.get(key)
    if not isinstance(value, str) or not value or (known is not None and value not in known):
        raise ValueError(
            f"{where}.{key}: write {' or '.join(known) if known else f'{key} = ..., a short text'}, not {value!r}"
        )
    return value


def _each_of(values: Iterable[str], known: Iterable[str], where: str) -> Iterable[str]:
    for value in values:
        if value not in known:
            raise ValueError(f"{where}: write any of {', '.join(known)}, not {value!r}")
    return values
