"""The households that a visitor of the sandbox can play. Names, births and numbers stay the same for ever, so that
a walk-through may print them; the homes are whichever the seed gives them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from housing.households import Holder, Household, mailbox
from housing.ledger import Habit
from model.housing import Tenure


@dataclass(frozen=True, slots=True)
class Part:
    """One household of the cast; `holders` are names with dates of birth and numbers, the one who is played first."""

    about: str
    holders: tuple[tuple[str, date, str | None], ...]
    started_on: date
    tenure: Tenure = Tenure.TENANT
    habit: Habit = Habit()
    care: dict[str, str] = field(default_factory=dict)
    safe_contact: bool = False
    work: str = ""


def _number(last: int) -> str:
    return f"+447700900{last:03}"


CAST = (
    Part(
        "Pays her rent by standing order and is three weeks in credit",
        (("Bethan Prosser", date(1984, 3, 12), _number(1)),),
        date(2012, 4, 2),
        habit=Habit("Standing order", opening=-3),
    ),
    Part(
        "Missed a week's rent and is a little in arrears",
        (("Kieran Tonks", date(1993, 7, 4), _number(2)),),
        date(2019, 9, 16),
        habit=Habit("Payment card", missed=1),
    ),
    Part(
        "Shares a mobile with her mother, who has a home of her own",
        (("Shazia Begum", date(1989, 11, 23), _number(3)),),
        date(2015, 1, 12),
    ),
    # the mother; she is not played
    Part("", (("Rashida Begum", date(1958, 1, 30), _number(3)),), date(1998, 6, 8)),
    Part(
        "Joint tenant with her husband; somebody is booked to come about a window",
        (("Agnieszka Nowak", date(1987, 5, 16), _number(4)), ("Tomasz Nowak", date(1985, 9, 2), None)),
        date(2016, 11, 7),
        work="booked",
    ),
    Part(
        "Leaseholder of a flat; pays a service charge",
        (("Desmond Samuels", date(1969, 8, 27), _number(5)),),
        date(2004, 8, 20),
        tenure=Tenure.LEASEHOLDER,
    ),
    Part(
        "Owns a share of her home and pays rent on the rest",
        (("Priti Solanki", date(1991, 2, 14), _number(6)),),
        date(2021, 5, 28),
        tenure=Tenure.SHARED_OWNER,
    ),
    Part(
        "Waits for a repair that should have been done by now",
        (("Gareth Wozencroft", date(1976, 12, 9), _number(7)),),
        date(2010, 2, 1),
        work="overdue",
    ),
    Part(
        "Uses oxygen at home and lives alone",
        (("Maureen Purslow", date(1951, 6, 21), _number(8)),),
        date(1987, 10, 5),
        care={"respiratory": "Uses oxygen at home: needs power", "over_70": "Aged 70 or over"},
    ),
    Part(
        "Must be contacted with care: somebody may read her texts",
        (("Folake Ogunleye", date(1995, 10, 5), _number(9)),),
        date(2022, 3, 14),
        safe_contact=True,
    ),
)


def _mailbox(name: str) -> str:
    """Surname first, which keeps it from being that of a namesake outside the cast."""
    return mailbox(" ".join(reversed(name.split())))


def join(households: Sequence[Household]) -> list[Household]:
    """The same households, with those of the cast in place of some of a fitting tenure."""
    found = list(households)
    for part, place in zip(CAST, _places(found), strict=True):
        holders = tuple(
            Holder(name, born, mobile, f"{_mailbox(name)}@example.org") for name, born, mobile in part.holders
        )
        found[place] = replace(
            found[place],
            holders=holders,
            started_on=part.started_on,
            habit=part.habit,
            care=part.care,
            breathing_space_until=None,
            safe_contact=part.safe_contact,
            about=part.about,
            work=part.work,
        )
    return found


def _places(households: Sequence[Household]) -> Iterator[int]:
    """Where each part goes: well apart from the one before."""
    places = {
        tenure: iter([place for place, one in enumerate(households) if one.tenure is tenure]) for tenure in Tenure
    }
    for part in CAST:
        yield next(islice(places[part.tenure], 150, None))
