"""Reads `config/hours.toml` into calendars. Takes the plain table that `tomllib` returns; opens no file."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sla.calendar import Calendar, Span, always
from sla.table import Misconfigured, Table, below, choice, table, text

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NATIONS = {"England": "ENG", "Wales": "WLS", "Scotland": "SCT", "Northern Ireland": "NIR", "none": ""}
SPAN = re.compile(r"(\d\d?):(\d\d) ?- ?(\d\d?):(\d\d)")
#: minutes after midnight at which the day ends
MIDNIGHT = 24 * 60


def calendars(data: Table) -> dict[str, Calendar]:
    """Every calendar by name, `always` among them. Raises `Misconfigured`."""
    data = table(data, "", ("time_zone", "calendars"))
    zone = _zone(data)
    found = {"always": always(zone)}
    for name, given in table(data.get("calendars", {}), "calendars").items():
        path = below("calendars", name)
        if name == "always":
            raise Misconfigured(path, "this one is built in and never closes", "another name")
        found[name] = _calendar(name, given, zone, path)
    return found


def _zone(data: Table) -> ZoneInfo:
    name = text(data, "time_zone", "")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Misconfigured("time_zone", f'"{name}" is not a time zone', '"Europe/London"') from error


def _calendar(name: str, value: object, zone: ZoneInfo, path: str) -> Calendar:
    given = table(value, path, ("label", "bank_holidays", "open", "closed", "extra"))
    week = table(given.get("open", {}), below(path, "open"), WEEKDAYS)
    extra = table(given.get("extra", {}), below(path, "extra"))
    if not any(week.values()):
        raise Misconfigured(below(path, "open"), "this calendar never opens", 'monday = ["09:00-17:00"], and so on')
    return Calendar(
        name,
        zone,
        week=tuple(_spans(week.get(weekday, []), below(f"{path}.open", weekday)) for weekday in WEEKDAYS),
        nation=NATIONS[choice(given, "bank_holidays", path, NATIONS)],
        closed=frozenset(_closed(given.get("closed", []), below(path, "closed"))),
        extra={
            _date(day, below(f"{path}.extra", day)): _spans(spans, below(f"{path}.extra", day))
            for day, spans in extra.items()
        },
        label=text(given, "label", path),
    )


def _spans(value: object, path: str) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise Misconfigured(path, f"{value!r} is not a list of times", '["09:00-17:00"], or [] for closed')
    return tuple(_span(item, path) for item in value)


def _span(value: object, path: str) -> Span:
    found = SPAN.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise Misconfigured(path, f"{value!r} is not a time from and to", '"09:00-17:00"')
    opens, closes = _minute(found[1], found[2], path), _minute(found[3], found[4], path)
    if opens in (closes, MIDNIGHT):
        raise Misconfigured(path, f"{value!r} says nothing", '"00:00-24:00" for the whole day, or [] for closed')
    return Span(opens, closes if closes > opens else closes + MIDNIGHT)


def _minute(hours: str, minutes: str, path: str) -> int:
    minute = int(hours) * 60 + int(minutes)
    if minute > MIDNIGHT or int(minutes) > 59:
        raise Misconfigured(path, f'"{hours}:{minutes}" is no time of day', "a time from 00:00 to 24:00")
    return minute


def _closed(value: object, path: str) -> Iterator[date]:
    """Each closed day; a text such as "2026-12-29 to 2026-12-31" stands for all of its days."""
    if not isinstance(value, list):
        raise Misconfigured(path, f"{value!r} is not a list of days", '["2026-12-24", "2026-12-29 to 2026-12-31"]')
    for item in value:
        first, _, last = item.partition(" to ") if isinstance(item, str) else (item, "", "")
        begin = _date(first, path)
        end = _date(last, path) if last else begin
        if end < begin:
            raise Misconfigured(path, f"{item!r} ends before it begins", "the earlier day first")
        yield from (begin + timedelta(days=number) for number in range((end - begin).days + 1))


def _date(value: object, path: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise Misconfigured(path, f"{str(value)!r} is not a day", '"2026-12-24", year, month, day') from error
