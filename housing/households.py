"""The people of the demo landlord: who lives in which home, since when, and what staff should know of them."""

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from housing.ledger import Habit, habit
from housing.names import household_names
from housing.places import Home
from housing.reference import with_check_digit
from model.housing import Tenure

#: Ofcom's range for drama, 07700 900000 to 900999: nobody can be rung there by mistake. The first ten are the
#: personas', the last ten are left to strangers and tests.
NUMBERS = [f"+447700900{number:03}" for number in range(10, 990)]
HELD = 880
#: numbers that two people of two tenancies share
SHARED = 12

#: why somebody may need more care, with reasons as they are written down
CARE = {
    "respiratory": ("Severe asthma", "COPD: short of breath on the stairs", "Uses oxygen at home: needs power"),
    "mobility": ("Uses a wheelchair", "Cannot manage stairs", "Walks with a frame: slow to the door"),
    "medical_equipment": ("Home dialysis: needs power and water", "Powered bed and hoist: needs power"),
    "mental_health": ("Anxious about visits: ring before coming", "In touch with the crisis team"),
    "hearing": ("Deaf: prefers texts", "Hard of hearing: knock loudly"),
    "sight": ("Blind: large print or a call, no letters", "Low vision"),
    "learning_disability": ("Easy-read letters; a support worker helps",),
    "dementia": ("Living with dementia: the daughter may be rung",),
    "under_1": ("A baby under 1 in the home",),
    "under_5": ("A child under 5 in the home",),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """One person on a tenancy agreement."""

    name: str
    born: date
    mobile: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """Those who live in a home by one agreement."""

    reference: str
    home: Home
    tenure: Tenure
    holders: tuple[Holder, ...]
    started_on: date
    habit: Habit
    #: kind to reason
    care: dict[str, str]
    breathing_space_until: date | None = None
    safe_contact: bool = False
    #: for the first holder of a household that a visitor may play
    about: str = ""
    #: "overdue" or "booked": a repair that this household has for certain
    work: str = ""


def households(rng: random.Random, homes: Sequence[Home], today: date) -> list[Household]:
    """A household for each home: tenants in eight of ten, shared owners and leaseholders in one of ten each."""
    references = _references(rng)
    tenures = _tenures(rng, homes)
    found = [
        _household(rng, (next(references), home, tenure), today) for home, tenure in zip(homes, tenures, strict=True)
    ]
    return _reachable(rng, found)


def mailbox(name: str) -> str:
    """The first half of a person's mail address, plain ASCII."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l").replace("'", ""))
    return plain.encode("ascii", "ignore").decode().replace(" ", ".")


def _references(rng: random.Random) -> Iterator[str]:
    bodies = rng.sample(range(100_000, 1_000_000), 3_000)
    return (reference for body in bodies if (reference := with_check_digit(body)))


def _tenures(rng: random.Random, homes: Sequence[Home]) -> list[Tenure]:
    flats = [Tenure.LEASEHOLDER] * 200 + [Tenure.SHARED_OWNER] * 60
    houses = [Tenure.SHARED_OWNER] * 140
    flats += [Tenure.TENANT] * (sum(home.flat for home in homes) - len(flats))
    houses += [Tenure.TENANT] * (sum(not home.flat for home in homes) - len(houses))
    rng.shuffle(flats)
    rng.shuffle(houses)
    return [flats.pop() if home.flat else houses.pop() for home in homes]


def _household(rng: random.Random, place: tuple[str, Home, Tenure], today: date) -> Household:
    reference, home, tenure = place
    age = round(rng.triangular(20, 93, 41))
    ages = [age, max(20, min(93, age + rng.randrange(-7, 8)))] if rng.random() < 0.28 else [age]
    names = household_names(rng, len(ages))
    paying = habit(rng, tenure)
    # a whole number of days, so that nobody's age depends on the day the data was made
    born = [today - timedelta(days=round(years * 365.25) + rng.randrange(2, 360)) for years in ages]
    paused = rng.random() < 0.06 and (paying.opening > 0 or paying.missed > 0)
    return Household(
        reference,
        home,
        tenure,
        tuple(Holder(name, day) for name, day in zip(names, born, strict=True)),
        started_on=today - timedelta(days=rng.randrange(200, 30 + 330 * min(30, min(ages) - 19))),
        habit=paying,
        care=_care(rng, ages),
        breathing_space_until=today + timedelta(days=rng.randrange(3, 58)) if paused else None,
        safe_contact=rng.random() < 0.006,
    )


def _care(rng: random.Random, ages: Sequence[int]) -> dict[str, str]:
    found = {"over_70": "Aged 70 or over"} if max(ages) >= 70 else {}
    kinds = [kind for kind in CARE if not kind.startswith("under") or max(ages) < 46]
    for _ in range(2):
        if rng.random() < 0.12:
            kind = rng.choice(kinds)
            found[kind] = rng.choice(CARE[kind])
    return found


def _reachable(rng: random.Random, found: Sequence[Household]) -> list[Household]:
    """The same households with mobiles, of which there are too few for everybody, and mailboxes for six in ten."""
    mobiles = iter(_mobiles(rng, sum(len(household.holders) for household in found)))
    taken: dict[str, int] = {}
    return [
        replace(
            household,
            holders=tuple(
                replace(holder, mobile=next(mobiles), email=_email(rng, holder.name, taken))
                for holder in household.holders
            ),
        )
        for household in found
    ]


def _mobiles(rng: random.Random, people: int) -> list[str | None]:
    numbers = rng.sample(NUMBERS, HELD)
    held: list[str | None] = [None] * people
    for person, number in zip(rng.sample(range(people), HELD + SHARED), numbers + numbers[:SHARED], strict=True):
        held[person] = number
    return held


def _email(rng: random.Random, name: str, taken: dict[str, int]) -> str | None:
    if rng.random() > 0.6:
        return None
    box = mailbox(name)
    taken[box] = taken.get(box, 0) + 1
    return f"{box}{taken[box] if taken[box] > 1 else ''}@example.org"
