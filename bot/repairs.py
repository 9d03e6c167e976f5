"""What the landlord repairs and how soon: places, fixtures and priorities, from `config/repairs.toml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers import Heard, Words, words
from model.housing import RepairPriority
from model.talk import Choice


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that make a repair more pressing than routine."""

    words: tuple[str, ...]
    priority: RepairPriority
    #: where somebody at home may come to harm by waiting
    vulnerable: RepairPriority


@dataclass(frozen=True, slots=True)
class Repairs:
    """One landlord's repairs."""

    places: tuple[Choice, ...]
    place_words: Mapping[str, Sequence[str]]
    #: words that name a fixture or a fault: a message with one of them says what is wrong
    problems: frozenset[str]
    rules: tuple[Rule, ...]
    #: priority to working days
    days: Mapping[str, int]

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Repairs":
        """Raises `ValueError` with the path inside the table and what to write instead."""
        days = data.get("working_days", {})
        for priority in RepairPriority:
            if not isinstance(days.get(priority.value), int):
                raise ValueError(f"working_days.{priority.value}: give a whole number of working days")
        places = data.get("places", {})
        if not places:
            raise ValueError('places: name at least one, such as [places.kitchen] label = "Kitchen"')
        return cls(
            places=tuple(Choice(name, place["label"]) for name, place in places.items()),
            place_words={name: [name, *place.get("words", [])] for name, place in places.items()},
            problems=frozenset(data.get("problems", {}).get("words", [])),
            rules=tuple(_rule(number, rule) for number, rule in enumerate(data.get("rules", []))),
            days=days,
        )

    def place_label(self, name: str) -> str:
        return next(choice.label for choice in self.places if choice.value == name)

    def priority_of(self, problem: str, vulnerable: bool) -> str:
        """How soon: the most pressing rule whose words are all in the problem; routine without one."""
        said = set(words(problem))
        fitting = [
            rule.vulnerable if vulnerable else rule.priority for rule in self.rules if said.issuperset(rule.words)
        ]
        return min(fitting, key=list(RepairPriority).index, default=RepairPriority.ROUTINE).value


def _rule(number: int, rule: Mapping[str, Any]) -> Rule:
    try:
        priority = RepairPriority(rule["priority"])
        return Rule(tuple(rule["words"].split()), priority, RepairPriority(rule.get("vulnerable", priority)))
    except (KeyError, ValueError, AttributeError) as error:
        known = ", ".join(RepairPriority)
        raise ValueError(f"rules[{number}]: give `words` and a `priority` of {known}") from error


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in the tenant's own words."""

    repairs: Repairs
    choices: tuple[Choice, ...] = ()

    def read(self, heard: Heard) -> str | None:
        return Words(least=3).read(heard)

    def spot(self, text: str) -> str | None:
        """The whole text, where it names a fixture or a fault."""
        named = self.repairs.problems.intersection(words(text))
        return " ".join(text.split())[:500] if named else None
