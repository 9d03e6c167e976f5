"""Days as the landlord in England counts them: local dates, bank holidays, working days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count, islice
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


def local_day(instant: datetime) -> date:
    """The date in England at this instant."""
    return instant.astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """The instant (UTC) at which the day begins in England."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Whether it is Monday to Friday and no bank holiday of England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days(first: date, most: int) -> list[date]:
    """The next `most` working days, `first` included if it is one."""
    return list(islice(_working_days(first), most))


def _working_days(first: date) -> Iterator[date]:
    days = (first + timedelta(days=ahead) for ahead in count())
    return (day for day in days if is_working_day(day))


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    # frozen because the library's own object fills itself as it is asked, which two threads may do at once
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
