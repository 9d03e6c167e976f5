"""Promises: read from `config/promises.toml`, when each falls due, and when somebody is to be warned.

What starts a promise is said where it is started, by name; what happens to a running one is in `clock.py`.
"""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from model.promise import Promise
from sla.calendar import Calendar
from sla.table import Misconfigured, Table, below, choice, table, text

UNITS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
LENGTH = re.compile(r"([1-9]\d{0,3}) (second|minute|hour|working day|month|day|week)s?")
PERCENT = re.compile(r"([1-9]\d?) ?%")
#: an answer is a person's; an outcome is recorded by whoever did what was promised
MET_BY = ("acknowledgement", "answer", "page", "outcome")
WARNED = ("owner", "team", "supervisor")


class _Length(NamedTuple):
    """How long a promise may take: exactly one of these."""

    within: timedelta | None = None
    working_days: int | None = None
    months: int | None = None


def promises(data: Table, calendars: Collection[str]) -> dict[str, Promise]:
    """Every promise by name. `calendars` are the names that a promise may give. Raises `Misconfigured`."""
    return {name: _promise(name, given, calendars) for name, given in table(data, "").items()}


def due_at(started: datetime, promise: Promise, calendar: Calendar) -> datetime:
    """The instant (UTC) by which `promise` must be met, counting only time inside `calendar`.

    Working days and months end at closing time. Raises `NeverOpen` where the calendar has no opening in a year.
    """
    if promise.within is not None:
        return calendar.add_open_time(started, promise.within)
    if promise.working_days is not None:
        return calendar.add_working_days(started, promise.working_days)
    if promise.months is not None:
        return calendar.add_months(started, promise.months)
    raise ValueError(f"promise {promise.name} has no length")


def alarm_instants(started: datetime, due: datetime, promise: Promise, calendar: Calendar) -> tuple[datetime, ...]:
    """When each warning is to be given, in order, and `due` last (UTC).

    Fractions are of the calendar's open time from `started` to `due`, so half of "1 working day" is not at night.
    """
    whole = calendar.open_time_between(started, due)
    return (*(calendar.add_open_time(started, whole * fraction) for fraction, _ in promise.warnings), due)


def _promise(name: str, value: object, calendars: Collection[str]) -> Promise:
    given = table(value, name, ("label", "within", "calendar", "met_by", "warnings"))
    calendar = choice(given, "calendar", name, calendars)
    length = _length(text(given, "within", name), below(name, "within"))
    if calendar == "always" and length.within is None:
        wrong = "working days and months need a calendar that closes"
        raise Misconfigured(below(name, "calendar"), wrong, 'calendar = "office", or give "within" in hours')
    return Promise(
        name,
        label=text(given, "label", name),
        calendar=calendar,
        within=length.within,
        working_days=length.working_days,
        months=length.months,
        met_by=choice(given, "met_by", name, MET_BY),
        warnings=_warnings(given.get("warnings", {}), length.within, below(name, "warnings")),
    )


def _length(written: str, path: str) -> _Length:
    found = LENGTH.fullmatch(written)
    if not found:
        raise Misconfigured(path, f'"{written}" is not a length of time', '"15 minutes", "1 hour", "3 working days"')
    number, unit = int(found[1]), found[2]
    if unit in UNITS:
        return _Length(within=number * UNITS[unit])
    if unit in ("day", "week"):
        write = f'"{number * (5 if unit == "week" else 1)} working days", or hours'
        raise Misconfigured(path, f'"{written}" can be understood in two ways', write)
    return _Length(working_days=number) if unit == "working day" else _Length(months=number)


def _warnings(value: object, within: timedelta | None, path: str) -> tuple[tuple[float, str], ...]:
    """The warnings in the order in which they are given."""
    given = table(value, path, WARNED)
    return tuple(sorted((_fraction(text(given, who, path), within, below(path, who)), who) for who in given))


def _fraction(written: str, within: timedelta | None, path: str) -> float:
    """How much of the promised time has gone when a warning is due: "50 %", or a length such as "30 minutes"."""
    if percent := PERCENT.fullmatch(written):
        return int(percent[1]) / 100
    found = LENGTH.fullmatch(written)
    after = int(found[1]) * UNITS[found[2]] if found and found[2] in UNITS else None
    if within is None or after is None or after >= within:
        raise Misconfigured(path, f'"{written}" is no part of the promised time', '"50 %"')
    return after / within
