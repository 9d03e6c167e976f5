"""Calendars and instants to try things on, and the slow way: walk through the minutes and look at the wall clock."""

import os
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from sla.calendar import Calendar, Span

LONDON = ZoneInfo("Europe/London")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

#: how many examples each property is tried on; SLA_EXAMPLES=2000 for a night's run
tried = settings(
    max_examples=int(os.environ.get("SLA_EXAMPLES", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

#: gov.uk/bank-holidays, England, with the days in 2026 and 2027 whose substitute is another day
BANK_HOLIDAYS = {
    *(date(2026, month, day) for month, day in [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31)]),
    *(date(2026, 12, day) for day in (25, 26, 28)),
    *(date(2027, month, day) for month, day in [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30)]),
    *(date(2027, 12, day) for day in (25, 26, 27, 28)),
}

#: clock changes of 2026 and 2027, of Lord Howe Island too (half an hour), Easter, Christmas, and an ordinary day
ANCHORS = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
ANCHORS += [date(2026, 4, 5), date(2026, 10, 4), date(2026, 12, 25), date(2026, 12, 31), date(2027, 7, 14)]
#: Beirut's clocks change at midnight
ZONES = ["Europe/London", "Europe/London", "Asia/Beirut", "Australia/Lord_Howe"]

#: often one near which the clocks change
minutes = st.sampled_from([0, 30, 60, 75, 90, 120, 150, 1425]) | st.integers(0, 1439)
day_spans = st.builds(lambda one, other: Span(min(one, other), max(one, other, min(one, other) + 1)), minutes, minutes)
night_spans = st.builds(lambda opens, closes: Span(opens, closes + (1440 if closes <= opens else 0)), minutes, minutes)
any_spans = day_spans | night_spans | st.just(Span(0, 1440))


def london(text):
    """The instant at which clocks in London show `text`, such as 2026-12-24 17:00."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def days(around):
    return st.integers(-4, 4).map(lambda number: around + number * DAY)


@st.composite
def calendars(draw, around, spans=any_spans, zones=ZONES):
    week = st.tuples(*[st.lists(spans, max_size=3).map(tuple)] * 7)
    return Calendar(
        "drawn",
        ZoneInfo(draw(st.sampled_from(zones))),
        week=draw(week),
        nation=draw(st.sampled_from(["", "ENG"])),
        closed=frozenset(draw(st.lists(days(around), max_size=3))),
        extra=draw(st.dictionaries(days(around), st.lists(spans, max_size=2).map(tuple), max_size=2)),
    )


@st.composite
def instants(draw, around):
    """A whole minute within two days of `around`, often within a few hours of its midnight."""
    return datetime.combine(around, time.min, UTC) + draw(st.integers(-300, 300) | st.integers(-2880, 2880)) * MINUTE


def spans_by_rule(calendar, day):
    shut = day in calendar.closed or (calendar.nation == "ENG" and day in BANK_HOLIDAYS)
    return (() if shut else calendar.week[day.weekday()]) + tuple(calendar.extra.get(day, ()))


def open_by_the_wall_clock(calendar, wall):
    for day in (wall.date(), wall.date() - DAY):
        minute = (wall - datetime.combine(day, time.min)) // MINUTE
        if any(opens <= minute < closes for opens, closes in spans_by_rule(calendar, day)):
            return True
    return False


def open_minutes(calendar, start, end):
    """Every open minute from `start` to `end`. In autumn the clock on the wall stands still until it is passed again."""
    furthest, at, found = datetime(2000, 1, 1), start - 3 * 60 * MINUTE, []  # noqa: DTZ001
    while at < end:
        furthest = max(furthest, at.astimezone(calendar.zone).replace(tzinfo=None))
        if at >= start and open_by_the_wall_clock(calendar, furthest):
            found.append(at)
        at += MINUTE
    return found
