"""The times at which the demo landlord's repair crews come. A slot's id says its day and part; it is not stored."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from housing.days import is_working_day, working_days
from model.housing import Slot

#: how many working days ahead are offered
DAYS_AHEAD = 10
#: how far ahead an appointment can be made
DIARY = timedelta(days=90)
#: how many appointments there can be in one part of one day
CREWS = 10

#: parts of a day in the order in which they are offered, with the hours as printed
HOURS = {"morning": "8am to 12 noon", "school_run": "9.30am to 2.30pm", "afternoon": "12 noon to 5pm"}


def slot(on: date, part: str) -> Slot:
    """The slot of that day and part."""
    return Slot(id=f"{on:%Y%m%d}.{part}", on=on, part=part, hours=HOURS[part])


def read_slot(slot_id: str) -> Slot | None:
    """The slot with this id, or None where it is not one."""
    day, _, part = slot_id.partition(".")
    try:
        found = slot(datetime.strptime(day, "%Y%m%d").date(), part)  # noqa: DTZ007 - a day, not an instant
    except (ValueError, KeyError):
        return None
    return found if found.id == slot_id else None


def in_diary(one: Slot, today: date) -> bool:
    """Whether somebody could come then: on a working day, tomorrow at the soonest, as far as the diary goes."""
    return today < one.on <= today + DIARY and is_working_day(one.on)


def free_slots(earliest: date, today: date, booked: Mapping[str, int]) -> list[Slot]:
    """The slots that are not full of the next ten working days from `earliest` on, the first of them first."""
    first = min(max(earliest, today + timedelta(days=1)), today + DIARY + timedelta(days=1))
    offered = (slot(on, part) for on in working_days(first, DAYS_AHEAD) for part in HOURS)
    return [one for one in offered if in_diary(one, today) and booked.get(one.id, 0) < CREWS]
