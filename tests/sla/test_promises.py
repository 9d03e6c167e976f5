"""Reading `config/promises.toml`, and when a promise falls due and warns."""

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from model.promise import Promise
from sla.promises import alarm_instants, due_at, promises
from sla.table import Misconfigured
from tests.sla.stepping import london

ASB = """
[asb]
label = "First answer to an ASB report"
"""


def read(text):
    return promises(tomllib.loads(ASB + text), ["always", "office"])["asb"]


def due(name, received, promised, hours):
    promise = promised[name]
    return due_at(london(received), promise, hours[promise.calendar])


def test_acknowledgement_is_due_in_an_hour_at_night_and_on_christmas_day(promised, hours):
    assert due("acknowledge", "2026-12-25 03:10", promised, hours) == london("2026-12-25 04:10")


def test_acknowledgement_warns_at_amber_red_and_ninety_per_cent(promised, hours):
    started = london("2026-12-25 03:10")
    instants = alarm_instants(started, started + timedelta(hours=1), promised["acknowledge"], hours["always"])
    assert [instant - started for instant in instants] == [timedelta(minutes=n) for n in (30, 50, 54, 60)]
    assert [who for _, who in promised["acknowledge"].warnings] == ["owner", "team", "supervisor"]


def test_an_hour_over_the_autumn_change_of_clocks_is_sixty_minutes(promised, hours):
    started = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert due_at(started, promised["acknowledge"], hours["always"]) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_first_answer_waits_for_the_contact_centre_to_open(promised, hours):
    assert due("first_answer", "2026-12-24 17:30", promised, hours) == london("2026-12-29 08:30")


def test_first_answer_is_a_persons(promised):
    assert promised["first_answer"].met_by == "answer"


def test_a_friday_evening_call_back_is_due_by_mondays_close(promised, hours):
    assert due("call_back", "2026-11-06 16:50", promised, hours) == london("2026-11-09 17:00")


def test_warnings_of_a_working_day_fall_into_office_hours(promised, hours):
    started = london("2026-11-06 18:00")
    instants = alarm_instants(started, london("2026-11-09 17:00"), promised["call_back"], hours["office"])
    assert instants[:2] == (london("2026-11-09 13:00"), london("2026-11-09 15:00"))


def test_duty_has_fifteen_minutes_and_a_bots_reply_is_not_enough(promised):
    assert promised["duty_acknowledgement"].within == timedelta(minutes=15)
    assert promised["duty_acknowledgement"].met_by == "page"


@pytest.mark.parametrize(
    ("name", "due_by"),
    [
        ("hazard_emergency", "2026-12-25 10:00"),
        ("hazard_investigation", "2027-01-12 17:00"),
        ("hazard_summary", "2026-12-31 17:00"),
        ("hazard_made_safe", "2027-01-05 17:00"),
        ("complaint_acknowledge", "2027-01-05 17:00"),
        ("complaint_answer", "2027-01-12 17:00"),
        ("asb_serious", "2026-12-29 17:00"),
        ("asb", "2026-12-31 17:00"),
        ("data_request", "2027-01-25 17:00"),
    ],
)
def test_promises_made_on_christmas_eve_fall_due(name, due_by, promised, hours):
    assert due(name, "2026-12-24 10:00", promised, hours) == london(due_by)


def test_every_shipped_promise_warns_before_it_is_due(promised, hours):
    started = london("2026-12-24 10:00")
    for promise in promised.values():
        calendar = hours[promise.calendar]
        instants = alarm_instants(started, due_at(started, promise, calendar), promise, calendar)
        assert started < instants[0]
        assert list(instants) == sorted(set(instants))


def test_a_promise_without_a_length_is_a_mistake(hours):
    with pytest.raises(ValueError, match="no length"):
        due_at(london("2026-12-24 10:00"), Promise("odd", "Odd", "always"), hours["always"])


@pytest.mark.parametrize(
    ("written", "field", "length"),
    [
        ("30 seconds", "within", timedelta(seconds=30)),
        ("15 minutes", "within", timedelta(minutes=15)),
        ("1 hour", "within", timedelta(hours=1)),
        ("10 working days", "working_days", 10),
        ("1 month", "months", 1),
    ],
)
def test_lengths_of_time_are_read(written, field, length):
    assert getattr(read(f'within = "{written}"\ncalendar = "office"\nmet_by = "answer"'), field) == length


def test_warnings_are_read_in_the_order_in_which_they_come():
    lines = 'within = "1 hour"\ncalendar = "office"\nmet_by = "answer"\nwarnings = { supervisor = "90%", owner = "15 minutes" }'
    assert read(lines).warnings == ((0.25, "owner"), (0.9, "supervisor"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('calendar = "office"\nmet_by = "answer"', 'asb.within: this is missing; write within = "..."'),
        ('within = 3\ncalendar = "office"', "asb.within: 3 is not a text"),
        (
            'within = "soon"\ncalendar = "office"',
            '"soon" is not a length of time; write "15 minutes", "1 hour", "3 working days"',
        ),
        (
            'within = "3 days"\ncalendar = "office"',
            '"3 days" can be understood in two ways; write "3 working days", or hours',
        ),
        ('within = "1 week"\ncalendar = "office"', 'write "5 working days"'),
        ('within = "0 hours"\ncalendar = "office"', '"0 hours" is not a length of time'),
        ('within = "1 hour"\ncalendar = "shop"', "asb.calendar: 'shop' is not known; write one of: always, office"),
        ('within = "1 hour"', "asb.calendar: this is missing; write one of: always, office"),
        (
            'within = "1 working day"\ncalendar = "always"',
            "asb.calendar: working days and months need a calendar that closes",
        ),
        (
            'within = "1 hour"\ncalendar = "office"\nmet_by = "luck"',
            "asb.met_by: 'luck' is not known; write one of: acknowledgement",
        ),
        ('within = "1 hour"\ncalendar = "office"\nmet_by = ["answer"]', "asb.met_by: ['answer'] is not known"),
        (
            'within = "1 hour"\ncalendar = "office"\nmet_by = "answer"\nwarnings.owner = "half"',
            'asb.warnings.owner: "half" is no part',
        ),
        (
            'within = "1 hour"\ncalendar = "office"\nmet_by = "answer"\nwarnings.owner = "60 minutes"',
            "is no part of the promised time",
        ),
        ('within = "1 month"\ncalendar = "office"\nmet_by = "answer"\nwarnings.owner = "1 hour"', 'write "50 %"'),
        (
            'within = "1 hour"\ncalendar = "office"\nmet_by = "answer"\nwarnings.cat = "50 %"',
            "asb.warnings.cat: there is no such setting",
        ),
        (
            'within = "1 hour"\ncalendar = "office"\nmet_by = "answer"\nwarnings = [0.5]',
            "asb.warnings: this is not a table",
        ),
        ('colour = "red"', "asb.colour: there is no such setting; write one of: label, within, calendar"),
    ],
)
def test_half_right_promises_are_refused_with_what_to_write(lines, said):
    with pytest.raises(Misconfigured) as refused:
        read(lines)
    assert said in str(refused.value)
