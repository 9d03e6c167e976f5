"""Opening hours: when a calendar is open, and how much open time lies between two instants.

Local time only says when a span opens and closes. All arithmetic is on UTC intervals, so an hour stays an hour
when the clocks change. Reading a calendar from the configuration is in `hours.py`.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from holidays import country_holidays

DAY = timedelta(days=1)
#: how far ahead an opening is looked for
YEAR = 366 * DAY


class NeverOpen(Exception):
    """The calendar has no opening in a year, so nothing can fall due in it."""


class Span(NamedTuple):
    """One opening, in minutes after midnight of the day it begins on; past 1,440 it runs into the next day."""

    opens: int
    closes: int


class Interval(NamedTuple):
    """A stretch of open time (UTC): `opens` belongs to it, `closes` no longer does."""

    opens: datetime
    closes: datetime


#: the calendar of elapsed time; no other may have its name
ALWAYS = "always"


class _Day(NamedTuple):
    """One local day, worked out once: its open time in order, and its closing time if it is a working day."""

    open: tuple[Interval, ...]
    closing: datetime | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a team works, or when a promise's clock runs.

    A span belongs to the day it begins on: a closure or a bank holiday takes away the spans that begin on it, while
    a night shift that began the evening before runs on. Instants passed in must be aware; those returned are UTC.
    """

    name: str
    zone: ZoneInfo
    #: the spans of each weekday, Monday first
    week: tuple[tuple[Span, ...], ...]
    #: whose bank holidays close it: "ENG", "WLS", "SCT", "NIR"; empty for nobody's
    nation: str = ""
    closed: frozenset[date] = frozenset()
    #: openings on top of the week's, also on a closed day; both together make special hours
    extra: Mapping[date, tuple[Span, ...]] = field(default_factory=dict, hash=False)
    label: str = ""
    _days: dict[date, _Day] = field(default_factory=dict, init=False, repr=False, compare=False)

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans that begin on this local day."""
        extra = self.extra.get(day, ())
        if day in self.closed or day in bank_holidays(self.nation, day.year):
            return extra
        return self.week[day.weekday()] + extra

    def is_open(self, at: datetime) -> bool:
        start = utc(at)
        return any(True for _ in self._between(start, start + timedelta.resolution))

    def next_open(self, at: datetime) -> datetime | None:
        """The first open instant from `at` on (`at` itself where it is open), or None within a year."""
        start = utc(at)
        return next((opens for opens, _ in self._between(start, start + YEAR)), None)

    def open_spans(self, start: datetime, end: datetime) -> list[Interval]:
        """The open time from `start` to `end`, in order; no two intervals touch."""
        return _merged(self._between(start, end))

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much open time elapses from `start` to `end`; none if `end` is not later."""
        if self.name == ALWAYS:
            return max(utc(end) - utc(start), timedelta())
        return sum((closes - opens for opens, closes in self._between(start, end)), timedelta())

    def add_open_time(self, started: datetime, duration: timedelta) -> datetime:
        """The first instant by which `duration` of open time has elapsed: closing time rather than the next opening.

        Raises `NeverOpen` where a year goes by without an opening.
        """
        if duration < timedelta():
            raise ValueError("open time is added, never taken away")
        if self.name == ALWAYS:
            return utc(started) + duration
        at, left = utc(started), duration
        while left:
            before = left
            for opens, closes in self._between(at, at + YEAR):
                if left <= closes - opens:
                    return opens + left
                left -= closes - opens
            if left == before:
                raise NeverOpen(self.name)
            at += YEAR
        return at

    def add_working_days(self, received: datetime, days: int) -> datetime:
        """Closing time of the n-th working day after the local day of receipt, whatever the hour of receipt.

        Complaint Handling Code 2024, 6.2; the Hazards in Social Housing Regulations 2025 count the same way. A
        working day is one on which a span begins. Raises `NeverOpen` where a year goes by without one.
        """
        if days < 1:
            raise ValueError("at least one working day is needed")
        day = self._date(utc(received))
        for _ in range(days):
            day, closing = self._working_day(day + DAY)
        return closing

    def add_months(self, received: datetime, months: int) -> datetime:
        """Closing time of the day with the same number `months` later, or of the next working day.

        The last day of the month where it has no such day. ICO, right of access, "How long do we have to comply?".
        Raises `NeverOpen` where a year goes by without a working day.
        """
        day = self._date(utc(received)) + relativedelta(months=months)
        return self._working_day(day)[1]

    def _working_day(self, day: date) -> tuple[date, datetime]:
        """The first working day from `day` on, and its closing time."""
        for _ in range(YEAR.days):
            closing = self._day(day).closing
            if closing is not None:
                return day, closing
            day += DAY
        raise NeverOpen(self.name)

    def _between(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The open time of each day in turn, cut to `start` and `end`; two days may touch at midnight."""
        start, end = utc(start), utc(end)
        day, last = self._date(start), self._date(end)
        while day <= last and start < end:
            for opens, closes in self._day(day).open:
                if opens >= end:
                    return
                if closes > start:
                    yield Interval(max(opens, start), min(closes, end))
            day += DAY

    def _date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _day(self, day: date) -> _Day:
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._reckoned(day)
        return found

    def _reckoned(self, day: date) -> _Day:
        today = self._begun_on(day)
        shifts = [*self._begun_on(day - DAY), *today]
        midnight, next_midnight = _instant(self.zone, day, 0), _instant(self.zone, day + DAY, 0)
        within = ((max(opens, midnight), min(closes, next_midnight)) for opens, closes in shifts)
        # Not only today's: a night shift may outlast a short day, and closing time must not go back as days go on.
        closing = max(shift.closes for shift in shifts) if today else None
        return _Day(tuple(_merged(Interval(*bounds) for bounds in within if bounds[0] < bounds[1])), closing)

    def _begun_on(self, day: date) -> list[Interval]:
        """The spans that begin on `day`, whole; one that falls into the hour skipped in spring is none."""
        found = (Interval(*(_instant(self.zone, day, minute) for minute in span)) for span in self.spans_on(day))
        return [interval for interval in found if interval.opens < interval.closes]


def always(zone: ZoneInfo) -> Calendar:
    """The calendar that never closes: open time is elapsed time, and every day is a working day."""
    return Calendar(ALWAYS, zone, ((Span(0, 24 * 60),),) * 7, label="Day and night")


@lru_cache(maxsize=256)
def bank_holidays(nation: str, year: int) -> frozenset[date]:
    """Bank holidays of a nation in one year, with the days they fall on as well as their substitutes."""
    return frozenset(country_holidays("GB", subdiv=nation, years=year)) if nation else frozenset()


def utc(at: datetime) -> datetime:
    """The same instant in UTC. Raises `ValueError` for a time without a zone, which is no instant."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC)


def _instant(zone: ZoneInfo, day: date, minute: int) -> datetime:
    """The first instant (UTC) at which the clock on the wall shows that minute of `day`, or a later one.

    So 01:30 is the first of two in autumn, and in spring, when there is none, the moment the clocks jump.
    """
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return first
    # PEP 495: for a time that does not exist the two readings lie on either side of the jump, the other way round.
    seconds = range(int((first - second).total_seconds()))

    def shown(after: int) -> datetime:
        return (second + timedelta(seconds=after)).astimezone(zone).replace(tzinfo=None)

    return second + timedelta(seconds=bisect_left(seconds, wall, key=shown))


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same open time as few intervals, in order."""
    merged: list[Interval] = []
    for opens, closes in sorted(intervals):
        if merged and opens <= merged[-1].closes:
            merged[-1] = Interval(merged[-1].opens, max(closes, merged[-1].closes))
        else:
            merged.append(Interval(opens, closes))
    return merged
