"""Is anyone in danger? Read from every message while it is being received, before the commit.

Words and phrases from `config/emergencies.toml`, nothing else: no model, no input or output, no failure for any text.
A classifier may raise what this does not; neither lowers the other. What the tenant is told is in `bot/advice.py`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter
from typing import Any

from bot.advice import LAYOUTS, LONGER, Advice, Number, Unchecked, named, parse_advice, parse_numbers, rendered
from bot.hedges import Hedges, clause
from bot.kinds import Kind, Rule, check_sms, parse_kind, sentence
from bot.phrases import Phrase, Phrasebook
from bot.wording import Spelling
from model.understanding import Emergency, Level

#: A longer text is read in passages, in characters; each begins within the one before.
PASSAGE, OVERLAP = 2_000, 300
#: Of a text longer than anybody writes, the beginning and the end are read.
LONGEST = 200_000
#: Of a long text, so many passages are read: those with most of the words that set off a rule.
MOST_PASSAGES = 6
#: So soon after something past it may be said that it goes on, in characters.
SHORTLY = 40
#: So many places where one phrase fits are looked at.
MOST_MATCHES = 6

_WORD = re.compile(r"[^\W_]+")
_SEVERITY = {level: rank for rank, level in enumerate((Level.LIFE, Level.URGENT, Level.UNSURE))}


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """A phrase worth trying where one of its triggers is among the words."""

    kind: Kind
    rule: Rule
    phrase: Phrase


@dataclass(frozen=True, slots=True, eq=False)
class Emergencies:
    """The lexicon and the advice of one landlord. Built once, shared by all, changes nothing."""

    #: by name, the gravest first
    kinds: Mapping[str, Kind]
    numbers: Mapping[str, Number]
    #: by layout: what is said first, and after a "no", where the subject must not be named
    discreet: Mapping[str, Advice]
    _spelling: Spelling
    _hedges: Hedges
    _guards: tuple[Phrase, ...]
    _household: re.Pattern[str]
    _trials: Mapping[str, tuple[_Trial, ...]]

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Emergencies":
        """From the tables of `config/emergencies.toml`. Raises `ValueError`: the place, and what to write instead."""
        return _parse(data)

    def detect(self, text: str) -> Emergency | None:
        """The gravest emergency in `text`: life before urgent before unsure, then in the order of the table."""
        found = self.all(text)
        return found[0] if found else None

    def all(self, text: str) -> tuple[Emergency, ...]:
        """Every kind of emergency in `text`, each once, the gravest first. Never raises."""
        found: dict[str, Emergency] = {}
        for plain in self._passages(text):
            for emergency in self._in(plain):
                if emergency.kind not in found or _rank(emergency) < _rank(found[emergency.kind]):
                    found[emergency.kind] = emergency
        order = list(self.kinds)
        return tuple(sorted(found.values(), key=lambda one: (_rank(one), order.index(one.kind))))

    def is_discreet(self, kind: str, text: str) -> bool:
        """That the first reply must not name the subject: the kind is sensitive, or is where the household is named."""
        discreet = self.kinds[kind].discreet
        return discreet == "always" or (
            discreet == "household" and bool(self._household.search(self._spelling.plain(text[:PASSAGE])))
        )

    def advice(self, kind: str, layout: str, level: Level | None = None, household: bool = True) -> Advice:
        """What to say. `household`: that somebody of the household may be meant, or that nobody knows."""
        layout = layout if layout in LAYOUTS else LONGER
        known = self.kinds[kind]
        advice = known.advice_for(layout, level)
        if known.discreet == "always" or (known.discreet == "household" and household):
            neutral = self.discreet[layout]
            return Advice(first=neutral.first, after_yes=advice.after_yes, after_no=neutral.after_no)
        return advice

    def unchecked(self) -> list[Unchecked]:
        """The texts that give a number nobody has checked, for `doorstep check` to refuse."""
        return [
            Unchecked(kind.name, f"kinds.{kind.name}.{where}.{place}", name, kind.can_be_life)
            for kind in self.kinds.values()
            for where, advice in kind.written.items()
            for place, text in advice.texts()
            for name in named(text)
            if not self.numbers[name].checked
        ]

    def _passages(self, text: str) -> Iterator[str]:
        """`text` in plain words, a long one in passages."""
        if len(text) <= PASSAGE:
            yield self._spelling.plain(text)
            return
        if len(text) > LONGEST:
            text = f"{text[: LONGEST - PASSAGE]} . {text[-PASSAGE:]}"
        passages = [text[start : start + PASSAGE] for start in range(0, len(text), PASSAGE - OVERLAP)]
        weighed = [(self._weight(passage), passage) for passage in passages]
        for weight, passage in nlargest(MOST_PASSAGES, weighed, key=itemgetter(0)):
            if weight:
                yield self._spelling.plain(passage)

    def _weight(self, passage: str) -> int:
        """How much there is in it that may be said in an emergency."""
        return len(self._trials.keys() & _WORD.findall(passage.lower()))

    def _in(self, plain: str) -> Iterator[Emergency]:
        trials: dict[str, dict[_Trial, None]] = {}
        words = set(plain.split())
        for word in words:
            for trial in self._trials.get(word, ()):
                if trial.phrase.may_be_in(words):
                    trials.setdefault(trial.kind.name, {})[trial] = None
        if not trials:
            return
        plain = _masked(plain, self._guards)
        for tried in trials.values():
            yield from self._of_kind(plain, tried)

    def _of_kind(self, plain: str, tried: Iterable[_Trial]) -> Iterator[Emergency]:
        masked = ""
        for trial in sorted(tried, key=lambda trial: _SEVERITY[trial.rule.level]):
            masked = masked or _masked(plain, trial.kind.guards)
            level = self._level(masked, trial)
            if level:
                yield Emergency(trial.kind.name, level, f"{trial.kind.name}: {trial.rule.name}")
                if level is Level.LIFE:
                    return

    def _level(self, plain: str, trial: _Trial) -> Level | None:
        """How grave the phrase is here, or None where it does not fit or the text takes it back."""
        at = 0
        for _ in range(MOST_MATCHES):
            found = trial.phrase.pattern.search(plain, at)
            if not found:
                return None
            level = self._weighed(plain, trial, found)
            if level and trial.rule.fits(plain, found.start(), found.end()):
                return level
            at = found.start() + 1
        return None

    def _weighed(self, plain: str, trial: _Trial, found: re.Match[str]) -> Level | None:
        start, end, heeds, hedges = found.start(), found.end(), trial.kind.heeds, self._hedges
        if hedges.denied(plain, start, end) or ("if" in heeds and hedges.supposed(plain, start)):
            return None
        around, after = clause(plain, start, end), plain[end - 1 :]
        if "routine" in heeds and hedges.is_routine(sentence(plain, start, end)):
            return None
        told_of_then = ("past" in heeds and hedges.is_past(around)) or ("lately" in heeds and hedges.was_lately(around))
        if told_of_then and not hedges.goes_on(f"{around}{after[:SHORTLY]} "):
            return None
        if "recovered" in heeds and hedges.has_recovered(around, after):
            return None
        if "over" in heeds and not hedges.goes_on(after):
            if hedges.is_safe(after):
                return None
            if hedges.is_over(after) or hedges.was_glad(around, plain):
                return Level.UNSURE if trial.kind.doubts else None
        return trial.rule.level


def _masked(plain: str, guards: Iterable[Phrase]) -> str:
    """`plain` with what the guards take out ("gas bill") replaced by a word that nothing fits."""
    words = set(plain.split())
    for guard in guards:
        if guard.may_be_in(words):
            plain = guard.pattern.sub(" #", plain)
    return plain


def _rank(emergency: Emergency) -> int:
    return _SEVERITY[emergency.level]


def _parse(data: Mapping[str, Any]) -> Emergencies:
    variants, typos = data.get("spelling", {}), data.get("typos", {})
    book = Phrasebook(data.get("sets", {}), Spelling((), variants))
    numbers = parse_numbers(data.get("numbers", {}))
    hedges = Hedges.parse(data.get("hedges", {}), book)
    guards = book.phrases("guards", data.get("guards", ()))
    household = book.search_for("household", data.get("household", ()))
    kinds = {name: parse_kind(name, table, book, numbers) for name, table in data.get("kinds", {}).items()}
    if household is None or not kinds:
        raise ValueError("write household = [...] and at least one [kinds.<name>]")
    return Emergencies(
        kinds=kinds,
        numbers=numbers,
        discreet=_discreet(data.get("discreet", {}), numbers),
        _spelling=Spelling(book.words, variants, **typos),
        _hedges=hedges,
        _guards=guards,
        _household=household,
        _trials=_index(kinds.values()),
    )


def _discreet(data: Mapping[str, Any], numbers: Mapping[str, Number]) -> dict[str, Advice]:
    texts = {layout: parse_advice(data.get(layout, {}), f"discreet.{layout}") for layout in LAYOUTS}
    filled = {layout: rendered(advice, numbers, f"discreet.{layout}") for layout, advice in texts.items()}
    check_sms(filled["sms"].first, "discreet.sms.first")
    return filled


def _index(kinds: Iterable[Kind]) -> dict[str, tuple[_Trial, ...]]:
    """The phrases to try, by each word that may set them off."""
    trials: dict[str, list[_Trial]] = {}
    for kind in kinds:
        for rule in kind.rules:
            for phrase in rule.phrases:
                trial = _Trial(kind, rule, phrase)
                for word in phrase.triggers:
                    trials.setdefault(word, []).append(trial)
    return {word: tuple(found) for word, found in trials.items()}
