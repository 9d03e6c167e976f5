"""What a tenant in danger is told, by kind of emergency and layout, with the numbers to call.

Texts and numbers are the landlord's (`config/emergencies.toml`). A text names a number as `{gas_emergency}`, so that
a number nobody has checked can be found. Sending and choosing the language are left to others.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

LAYOUTS = ("sms", "chat")
#: of these, the one that a layout without advice of its own uses
LONGER = "chat"
_WRITTEN_NUMBER = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number that a text may give."""

    number: str
    #: what answers it, for staff
    what: str
    #: date and source of the check; "" where nobody has checked it
    checked: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What is said, in this order."""

    #: on SMS the one action and the number, in one text
    first: str
    later: tuple[str, ...] = ()
    #: the yes/no question where the level is unsure
    question: str = ""
    #: after a safe "yes" or a "no" where the first text asked whether it is safe to write
    after_yes: tuple[str, ...] = ()
    after_no: tuple[str, ...] = ()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text with its name in the table."""
        yield "first", self.first
        yield "question", self.question
        for name in ("later", "after_yes", "after_no"):
            yield from ((f"{name}[{at}]", text) for at, text in enumerate(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A text that gives a number nobody has checked."""

    kind: str
    #: place in the table, such as "kinds.gas.sms.first"
    where: str
    #: name in `[numbers]`
    number: str
    #: the text belongs to a kind that can be a matter of life: it must not be used so
    life: bool


def parse_numbers(data: Mapping[str, Any]) -> dict[str, Number]:
    """`[numbers]`, by name. Raises `ValueError` that says what to write instead."""
    for name, entry in data.items():
        if not isinstance(entry, dict) or not {"number", "what", "checked"} <= entry.keys():
            raise ValueError(f'numbers.{name}: write number = "...", what = "...", checked = "date, source" (or "")')
    return {name: Number(entry["number"], entry["what"], entry["checked"]) for name, entry in data.items()}


def parse_advice(data: Mapping[str, Any], where: str, needs_first: bool = True) -> Advice:
    """One layout's texts, still with their placeholders."""
    if needs_first and not (isinstance(data.get("first"), str) and data["first"].strip()):
        raise ValueError(f'{where}.first: write the first text, such as first = "Leave now. Call {{emergency}}."')
    wrong = data.keys() - {"first", "later", "question", "after_yes", "after_no"}
    if wrong:
        raise ValueError(
            f"{where}: {sorted(wrong)[0]} is not known; write first, later, question, after_yes or after_no"
        )
    return Advice(
        first=data.get("first", ""),
        later=tuple(data.get("later", ())),
        question=data.get("question", ""),
        after_yes=tuple(data.get("after_yes", ())),
        after_no=tuple(data.get("after_no", ())),
    )


def named(text: str) -> list[str]:
    """The names of the numbers that `text` gives."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def rendered(advice: Advice, numbers: Mapping[str, Number], where: str) -> Advice:
    """`advice` with its numbers filled in. Raises `ValueError` for a number that is not in `[numbers]`."""

    def fill(place: str, text: str) -> str:
        written = _WRITTEN_NUMBER.search(text)
        if written:
            raise ValueError(
                f'{where}.{place}: write "{written[0]}" as the name of a number in [numbers], such as {{emergency}}'
            )
        for name in named(text):
            if name not in numbers:
                raise ValueError(
                    f'{where}.{place}: there is no number "{name}"; write one of {", ".join(sorted(numbers))}'
                )
        return text.format_map({name: number.number for name, number in numbers.items()})

    def fill_all(place: str, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(fill(f"{place}[{at}]", text) for at, text in enumerate(texts))

    return Advice(
        first=fill("first", advice.first),
        later=fill_all("later", advice.later),
        question=fill("question", advice.question),
        after_yes=fill_all("after_yes", advice.after_yes),
        after_no=fill_all("after_no", advice.after_no),
    )
