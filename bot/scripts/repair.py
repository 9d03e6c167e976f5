"""Reporting a repair: where, what, since when, who is at home, confirmed, logged with a reference and a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answers import Answer, Heard, OneOf, PlaceToFind, Since, Words
from bot.formats import day
from bot.repairs import Problem, Repairs
from bot.scripts.identity import likely_home
from bot.talk import Talk, script
from model.ports import Landlord
from model.talk import Choice

#: how often the tenant may say that the summary is wrong before a person takes over
CORRECTIONS = 3
PARTS = {"where": "The place", "what": "The problem", "since": "Since when", "home": "Who is at home"}
PART_WORDS = {
    "where": ["place", "room", "where"],
    "what": ["problem", "what", "fault"],
    "since": ["since", "when", "long", "date"],
    "home": ["who", "home", "people"],
}
#: said of who is at home, they make some repairs more pressing
VULNERABLE = ("baby", "pregnan", "oxygen", "wheelchair", "disab", "elderly", "newborn", "asthma", "cancer", "dialysis")


@script("repair_report")
async def repair_report(talk: Talk, landlord: Landlord) -> None:
    repairs: Repairs = talk.world.configured["repairs"]
    answers = _answers(repairs)
    told = {part: await talk.ask(f"repair_{part}", answer) for part, answer in answers.items()}
    home = await likely_home(talk, landlord)
    address = "" if home["tenancy"] else await talk.ask("repair_address", PlaceToFind())
    await _confirm(talk, repairs, told)
    vulnerable = home["vulnerable"] or any(word in told["home"].lower() for word in VULNERABLE)
    request = _request(talk, repairs, told, vulnerable)
    request |= {"tenancy": home["tenancy"] or None, "address": address}
    if address:
        talk.note("Address given", address)
    repair = await talk.order("repair", "create_repair", request, delayed="repair_kept")
    talk.note("Repair", repair["reference"])
    due = date.fromisoformat(repair["due_on"])
    talk.say("repair_logged", reference=repair["reference"], due=day(due, talk.world.today))


async def _confirm(talk: Talk, repairs: Repairs, told: dict[str, str]) -> None:
    """Say back what was understood until the tenant agrees; `told` then holds what they agreed to."""
    for part, label in PARTS.items():
        talk.note(label, _shown(repairs, told)[part])
    answers = _answers(repairs)
    for number in range(CORRECTIONS):
        if await talk.agrees(f"repair_confirm.{number}", **_shown(repairs, told)):
            return
        part = await talk.ask(f"repair_wrong.{number}", Part(answers), fresh=True)
        told[part] = await talk.ask(f"repair_{part}.{number}", answers[part], fresh=True)
        talk.note(PARTS[part], _shown(repairs, told)[part])
    talk.hand_over("the summary was still wrong after three corrections")


def _answers(repairs: Repairs) -> dict[str, Answer]:
    return {
        "where": OneOf(repairs.places, repairs.place_words),
        "what": Problem(repairs),
        "since": Since(),
        "home": Words(),
    }


def _shown(repairs: Repairs, told: Mapping[str, str]) -> dict[str, str]:
    return {**told, "where": repairs.place_label(told["where"])}


def _request(talk: Talk, repairs: Repairs, told: Mapping[str, str], vulnerable: bool) -> dict[str, Any]:
    priority = repairs.priority_of(told["what"], vulnerable)
    return {
        "place": told["where"],
        "problem": told["what"],
        "description": f"{repairs.place_label(told['where'])}: {told['what']} (since: {told['since']})",
        "priority": priority,
        "access": told["home"],
        "due_on": talk.world.repair_due(priority).isoformat(),
        "contact": talk.world.address if talk.world.held_address else "",
    }


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the summary is wrong: named, chosen, or shown by what it should be instead."""

    answers: Mapping[str, Answer]
    choices: tuple[Choice, ...] = tuple(Choice(value, label) for value, label in PARTS.items())

    def read(self, heard: Heard) -> str | None:
        named: str | None = OneOf(self.choices, PART_WORDS).read(heard)
        return named or self.spot(heard.text)

    def spot(self, text: str) -> str | None:
        named: str | None = OneOf(self.choices, PART_WORDS).spot(text)
        return named or next((part for part, answer in self.answers.items() if answer.spot(text) is not None), None)
