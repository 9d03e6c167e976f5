"""Reading `config/hours.toml`: what it holds, and what is said when it is half right."""

import tomllib
from datetime import UTC, date, datetime

import pytest

from sla.calendar import Span
from sla.hours import calendars
from sla.table import Misconfigured

OFFICE = """
time_zone = "Europe/London"
[calendars.office]
label = "Office"
bank_holidays = "England"
"""


def office(text):
    return calendars(tomllib.loads(OFFICE + text))["office"]


def test_shipped_calendars_are_all_there(hours):
    assert set(hours) == {"always", "office", "contact_centre", "statutory"}


def test_always_is_built_in(hours):
    assert hours["always"].is_open(datetime(2026, 12, 25, 3, tzinfo=UTC))


def test_office_closes_earlier_on_friday(hours):
    assert hours["office"].week[3:6] == ((Span(540, 1020),), (Span(540, 990),), ())


def test_contact_centre_opens_on_saturday_morning(hours):
    assert hours["contact_centre"].week[5] == (Span(540, 780),)


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("09:00-17:00", Span(540, 1020)),
        ("9:00 - 17:00", Span(540, 1020)),
        ("22:00-06:00", Span(1320, 1800)),
        ("22:00-00:00", Span(1320, 1440)),
        ("00:00-24:00", Span(0, 1440)),
    ],
)
def test_spans_are_read(written, span):
    assert office(f'[calendars.office.open]\nmonday = ["{written}"]').week[0] == (span,)


def test_closed_days_are_read_alone_and_as_a_range():
    closed = office(
        'closed = [2026-12-24, "2026-12-29 to 2026-12-31"]\n[calendars.office.open]\nmonday = ["09:00-17:00"]'
    ).closed
    assert closed == {date(2026, 12, day) for day in (24, 29, 30, 31)}


def test_extra_openings_are_read():
    extra = office('open.monday = ["09:00-17:00"]\n[calendars.office.extra]\n2026-12-24 = ["09:00-12:00"]').extra
    assert extra == {date(2026, 12, 24): (Span(540, 720),)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'open.monday = ["9-5"]',
            "calendars.office.open.monday: '9-5' is not a time from and to; write \"09:00-17:00\"",
        ),
        ('open.monday = "09:00-17:00"', 'is not a list of times; write ["09:00-17:00"], or [] for closed'),
        ('open.monday = ["09:00-25:00"]', '"25:00" is no time of day; write a time from 00:00 to 24:00'),
        ('open.monday = ["09:75-17:00"]', '"09:75" is no time of day'),
        ('open.monday = ["09:00-09:00"]', "'09:00-09:00' says nothing; write \"00:00-24:00\" for the whole day"),
        (
            'open.Monday = ["09:00-17:00"]',
            "calendars.office.open.Monday: there is no such setting; write one of: monday,",
        ),
        ("open.monday = []", "calendars.office.open: this calendar never opens; write monday = "),
        ("", "calendars.office.open: this calendar never opens"),
        (
            'open.monday = ["09:00-17:00"]\nclosed = "2026-12-24"',
            "calendars.office.closed: '2026-12-24' is not a list of days",
        ),
        ('open.monday = ["09:00-17:00"]\nclosed = ["24/12/2026"]', "'24/12/2026' is not a day; write \"2026-12-24\""),
        ('open.monday = ["09:00-17:00"]\nclosed = ["2026-12-31 to 2026-12-29"]', "ends before it begins"),
        (
            'open.monday = ["09:00-17:00"]\nextra.Christmas = ["09:00-12:00"]',
            "calendars.office.extra.Christmas: 'Christmas' is not a day",
        ),
        (
            'open.monday = ["09:00-17:00"]\nhours = 3',
            "calendars.office.hours: there is no such setting; write one of: label,",
        ),
    ],
)
def test_half_right_hours_are_refused_with_what_to_write(text, said):
    with pytest.raises(Misconfigured) as refused:
        office(text)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'time_zone: this is missing; write time_zone = "..."'),
        ('time_zone = "London"', 'time_zone: "London" is not a time zone; write "Europe/London"'),
        ('time_zone = "../etc"', 'is not a time zone; write "Europe/London"'),
        (
            'time_zone = "UTC"\n[calendars.always]',
            "calendars.always: this one is built in and never closes; write another name",
        ),
        ('time_zone = "UTC"\ncalendars.office = 3', "calendars.office: this is not a table"),
        (
            'time_zone = "UTC"\n[calendars.office]\nlabel = "Office"',
            "bank_holidays: this is missing; write one of: England, Wales",
        ),
        (
            'time_zone = "UTC"\n[calendars.office]\nbank_holidays = "UK"',
            "bank_holidays: 'UK' is not known; write one of: England",
        ),
        ('time_zone = "UTC"\n[office]', "office: there is no such setting; write one of: time_zone, calendars"),
    ],
)
def test_a_half_right_file_is_refused_with_what_to_write(text, said):
    with pytest.raises(Misconfigured) as refused:
        calendars(tomllib.loads(text + '\nopen.monday = ["09:00-17:00"]' if "label" in text or "UK" in text else text))
    assert said in str(refused.value)


def test_the_path_leads_to_the_place():
    with pytest.raises(Misconfigured) as refused:
        office('open.friday = ["noon"]')
    assert refused.value.path == "calendars.office.open.friday"
