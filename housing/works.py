"""Repairs of the demo landlord: done, cancelled, booked, waiting and late."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from housing.days import LONDON, working_days
from housing.households import Household
from housing.slots import CREWS, DAYS_AHEAD, HOURS, slot
from model.housing import RepairPriority, Tenure

URGENT, ROUTINE, PLANNED = RepairPriority.URGENT, RepairPriority.ROUTINE, RepairPriority.PLANNED

#: days in which the demo landlord means to do a repair
DAYS = {RepairPriority.EMERGENCY: 1, URGENT: 5, ROUTINE: 28, PLANNED: 120}

#: what goes wrong in homes
IN_HOMES = (
    ("Kitchen: tap will not stop dripping", ROUTINE),
    ("Kitchen: sink drains slowly", ROUTINE),
    ("Kitchen: drawer front has come off", ROUTINE),
    ("Kitchen: worktop swollen beside the sink", PLANNED),
    ("Kitchen: extractor fan not working", ROUTINE),
    ("Bathroom: shower runs cold", URGENT),
    ("Bathroom: toilet cistern keeps filling", ROUTINE),
    ("Bathroom: basin tap cannot be turned", URGENT),
    ("Bathroom: seal around the bath has perished", ROUTINE),
    ("Bathroom: light pull cord snapped", URGENT),
    ("Bedroom: radiator stays cold", ROUTINE),
    ("Bedroom: window will not shut properly", ROUTINE),
    ("Bedroom: mould around the window", URGENT),
    ("Living room: socket does not work", URGENT),
    ("Living room: plaster is coming away", ROUTINE),
    ("Hall: banister is loose", URGENT),
    ("Hall: smoke alarm chirps after a new battery", URGENT),
    ("Whole home: boiler loses pressure", URGENT),
    ("Whole home: radiators knock at night", ROUTINE),
    ("Front door: letterbox broken", ROUTINE),
    ("Front door: lock is stiff", URGENT),
    ("Outside: gutter overflows at the back", ROUTINE),
    ("Outside: fence panel blown down", PLANNED),
    ("Outside: gate off its hinges", PLANNED),
    ("Outside: slate has slipped above the porch", URGENT),
    ("Outside: step is cracked", ROUTINE),
    ("Outside: pointing is crumbling", PLANNED),
)
#: what a landlord mends for those who own their home or a share of it
COMMUNAL = (
    ("Stairs: communal light not working", URGENT),
    ("Entrance: door entry not working", URGENT),
    ("Entrance: front door does not close by itself", ROUTINE),
    ("Stairs: window catch broken", ROUTINE),
    ("Roof: leak above the top landing", URGENT),
    ("Bin store: door hanging off", PLANNED),
)
NO_HEATING = ("Whole home: no heating or hot water", RepairPriority.EMERGENCY)
OVERDUE = ("Bathroom: extractor fan not working", ROUTINE)
BOOKED = ("Bedroom: window will not shut properly", ROUTINE)


@dataclass(frozen=True, slots=True)
class Job:
    """A repair of some household, reported so many days ago."""

    household: Household
    summary: str
    priority: RepairPriority
    status: str
    days_ago: int
    slot: str | None = None
    minute: int = 600

    def reported_at(self, today: date) -> datetime:
        """The instant (UTC) of the report."""
        clock = time(self.minute // 60, self.minute % 60)
        return datetime.combine(today - timedelta(days=self.days_ago), clock, LONDON).astimezone(UTC)

    def due_on(self, today: date) -> date:
        """The day by which it is to be done."""
        return today - timedelta(days=self.days_ago) + timedelta(days=DAYS[self.priority])


def jobs(rng: random.Random, households: Sequence[Household], today: date) -> list[Job]:
    """All repairs, the oldest first: 900 done, 50 cancelled, 150 booked, 60 waiting and 40 late."""
    tenants = [one for one in households if one.tenure is Tenure.TENANT and not one.about]
    flats = [one for one in households if one.tenure is not Tenure.TENANT and one.home.flat and not one.about]
    others = tenants + flats
    diary = _Diary(today)
    found = [_done(rng, _pick(rng, others), diary) for _ in range(870)]
    found += [_done(rng, (rng.choice(tenants), *NO_HEATING), diary) for _ in range(30)]
    found += [_open(rng, _pick(rng, others), "cancelled", rng.randrange(5, 80)) for _ in range(50)]
    found += [_booked(rng, _pick(rng, others), diary) for _ in range(150)]
    found += [_open(rng, _pick(rng, others), "reported", rng.randrange(1, 5)) for _ in range(60)]
    found += [_late(rng, _pick(rng, others)) for _ in range(40)]
    found += [_late(rng, (one, *OVERDUE)) for one in households if one.work == "overdue"]
    found += [_booked(rng, (one, *BOOKED), diary) for one in households if one.work == "booked"]
    return sorted(found, key=lambda job: -job.days_ago)


Task = tuple[Household, str, RepairPriority]


class _Diary:
    """The crews' days before and after today."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.ahead = working_days(today + timedelta(days=1), DAYS_AHEAD)
        self.booked: Counter[str] = Counter()

    def book(self, ahead: int, part: str) -> str:
        """The id of the first slot that is free, from this one on, round the ten days."""
        while self.booked[(one := slot(self.ahead[ahead % DAYS_AHEAD], part)).id] >= CREWS:
            ahead += 1
        self.booked[one.id] += 1
        return one.id

    def past(self, days_ago: int, part: str) -> str:
        """The id of the slot so many days ago, or on the next working day after."""
        return slot(working_days(self.today - timedelta(days=days_ago), 1)[0], part).id


def _pick(rng: random.Random, households: Sequence[Household]) -> Task:
    household = rng.choice(households)
    return household, *rng.choice(IN_HOMES if household.tenure is Tenure.TENANT else COMMUNAL)


def _done(rng: random.Random, task: Task, diary: _Diary) -> Job:
    # a week at least before today, so that a long holiday does not move the visit into the future
    visit = rng.randrange(7, 90)
    reported = visit + min(rng.randrange(1, 20), DAYS[task[2]])
    past = diary.past(visit, rng.choice(list(HOURS)))
    return Job(*task, "completed", reported, past, _minute(rng))


def _booked(rng: random.Random, task: Task, diary: _Diary) -> Job:
    # the nearer days fill first
    ahead = min(rng.randrange(DAYS_AHEAD), rng.randrange(DAYS_AHEAD))
    return Job(*task, "scheduled", rng.randrange(1, 12), diary.book(ahead, rng.choice(list(HOURS))), _minute(rng))


def _late(rng: random.Random, task: Task) -> Job:
    return _open(rng, task, "reported", DAYS[task[2]] + rng.randrange(2, 20))


def _open(rng: random.Random, task: Task, status: str, days_ago: int) -> Job:
    return Job(*task, status, days_ago, minute=_minute(rng))


def _minute(rng: random.Random) -> int:
    return rng.randrange(7 * 60, 21 * 60)
