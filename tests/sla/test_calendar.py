"""Opening hours on days that matter: Christmas, bank holidays, nights, and the changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sla.calendar import Calendar, Interval, NeverOpen, Span, always, bank_holidays
from tests.sla.stepping import BANK_HOLIDAYS, DAY, LONDON, london

HOUR = timedelta(hours=1)
NINE_TO_FIVE = (Span(9 * 60, 17 * 60),)
WEEKDAYS = (NINE_TO_FIVE,) * 5 + ((), ())
NEVER = ((),) * 7


def calendar(week=WEEKDAYS, **more):
    return Calendar("test", LONDON, week, **more)


VECTORS = [
    ("2026-12-18", "2026-12-21", "2026-12-23", "2026-12-29", "2027-01-06"),
    ("2026-12-22", "2026-12-23", "2026-12-29", "2026-12-31", "2027-01-08"),
    ("2026-12-23", "2026-12-24", "2026-12-30", "2027-01-04", "2027-01-11"),
    ("2026-12-24", "2026-12-29", "2026-12-31", "2027-01-05", "2027-01-12"),
]


@pytest.mark.parametrize("hour", ["00:00", "09:30", "16:50", "23:59"])
@pytest.mark.parametrize(("received", "one", "three", "five", "ten"), VECTORS)
def test_working_days_over_christmas_are_those_of_the_reference(hours, hour, received, one, three, five, ten):
    at = london(f"{received} {hour}")
    due = [hours["office"].add_working_days(at, number).astimezone(LONDON) for number in (1, 3, 5, 10)]
    assert [str(each.date()) for each in due] == [one, three, five, ten]


def test_a_working_day_ends_at_the_closing_time_of_that_day(hours):
    office = hours["office"]
    assert office.add_working_days(london("2026-11-05 08:00"), 1) == london("2026-11-06 16:30")
    assert office.add_working_days(london("2026-11-06 16:50"), 1) == london("2026-11-09 17:00")


def test_one_working_day_from_the_friday_before_a_bank_holiday_ends_on_tuesday(hours):
    assert hours["office"].add_working_days(london("2027-04-30 16:50"), 1) == london("2027-05-04 17:00")


def test_what_comes_in_on_a_closed_day_counts_from_the_next_day(hours):
    assert hours["office"].add_working_days(london("2026-11-07 11:00"), 1) == london("2026-11-09 17:00")


def test_christmas_closure_takes_working_days_away_unless_the_law_counts_them(hours):
    closed = Calendar("office", LONDON, WEEKDAYS, nation="ENG", closed=frozenset({date(2026, 12, 29)}))
    assert closed.add_working_days(london("2026-12-24 10:00"), 1) == london("2026-12-30 17:00")
    assert hours["statutory"].add_working_days(london("2026-12-24 10:00"), 1) == london("2026-12-29 17:00")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-03 10:00", "2026-12-03 17:00"),
        ("2026-11-25 10:00", "2026-12-29 17:00"),  # Christmas Day, and the bank holiday after the weekend
        ("2027-01-31 23:30", "2027-03-01 17:00"),  # no 31 February; the 28th is a Sunday
        ("2026-08-31 00:10", "2026-09-30 17:00"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_next_working_day(hours, received, due):
    assert hours["statutory"].add_months(london(received), 1) == london(due)


def test_an_hour_before_closing_time_is_used_up_the_next_morning(hours):
    assert hours["contact_centre"].add_open_time(london("2026-11-06 17:30"), HOUR) == london("2026-11-07 09:30")


def test_time_used_up_at_closing_time_ends_there_and_not_at_the_next_opening():
    assert calendar().add_open_time(london("2026-11-06 16:00"), HOUR) == london("2026-11-06 17:00")


def test_no_time_ends_where_it_started_even_while_closed():
    assert calendar().add_open_time(london("2026-11-07 03:00"), timedelta()) == london("2026-11-07 03:00")


def test_time_is_never_taken_away():
    with pytest.raises(ValueError, match="never taken away"):
        calendar().add_open_time(london("2026-11-06 16:00"), -HOUR)
    with pytest.raises(ValueError, match="at least one"):
        calendar().add_working_days(london("2026-11-06 16:00"), 0)


@pytest.mark.parametrize("night", ["2026-10-25 00:30+01:00", "2027-03-28 00:30+00:00"])
def test_an_hour_is_an_hour_on_the_nights_when_the_clocks_change(night):
    started = datetime.fromisoformat(night)
    assert always(LONDON).add_open_time(started, HOUR) - started == HOUR


@pytest.mark.parametrize(("evening", "hours_long"), [("2027-03-27", 7), ("2027-04-03", 8), ("2027-10-30", 9)])
def test_a_night_shift_is_longer_in_autumn_and_shorter_in_spring(evening, hours_long):
    nights = calendar(((Span(22 * 60, 30 * 60),),) * 7)
    start = london(f"{evening} 18:00")
    assert nights.open_time_between(start, start + 16 * HOUR) == hours_long * HOUR


def test_an_opening_in_the_hour_skipped_in_spring_is_none():
    skipped = calendar(((Span(60, 120),),) * 7)
    assert skipped.open_spans(london("2027-03-28 00:00"), london("2027-03-28 12:00")) == []
    assert skipped.add_working_days(london("2027-03-27 12:00"), 1) == london("2027-03-29 02:00")


def test_opening_at_a_time_skipped_in_spring_is_the_moment_the_clocks_jump():
    early = calendar(((Span(90, 180),),) * 7)
    assert early.next_open(london("2027-03-28 00:00")) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_opening_at_a_time_that_comes_twice_in_autumn_is_the_first_of_the_two():
    early = calendar(((Span(90, 180),),) * 7)
    assert early.next_open(london("2027-10-31 00:00")) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_night_shift_that_outlasts_the_next_days_opening_ends_that_day_too():
    crossed = calendar(((Span(22 * 60, 30 * 60),), (Span(60, 120),), *((),) * 5))
    assert crossed.add_working_days(london("2026-11-08 12:00"), 2) == london("2026-11-10 06:00")


def test_a_night_shift_runs_on_into_a_closed_day():
    nights = calendar(((Span(22 * 60, 30 * 60),),) * 7, closed=frozenset({date(2026, 11, 7)}))
    assert nights.is_open(london("2026-11-07 05:59"))
    assert not nights.is_open(london("2026-11-07 06:00"))
    assert not nights.is_open(london("2026-11-07 23:00"))


def test_a_closed_day_with_an_extra_opening_has_special_hours():
    eve = date(2026, 12, 24)
    special = calendar(closed=frozenset({eve}), extra={eve: (Span(9 * 60, 12 * 60),)})
    start = london("2026-12-24 00:00")
    assert special.open_spans(start, start + DAY) == [Interval(start + 9 * HOUR, start + 12 * HOUR)]


def test_openings_that_overlap_or_touch_are_one():
    crowded = calendar((*((Span(9 * 60, 13 * 60), Span(12 * 60, 15 * 60), Span(15 * 60, 17 * 60)),) * 5, (), ()))
    start = london("2026-11-06 00:00")
    assert crowded.open_spans(start, start + DAY) == [Interval(start + 9 * HOUR, start + 17 * HOUR)]


@pytest.mark.parametrize("end", ["2026-11-06 12:00", "2026-11-06 10:00", "2026-11-05 10:00"])
def test_there_is_no_open_time_between_an_instant_and_one_that_is_not_later(end):
    assert calendar().open_spans(london("2026-11-06 12:00"), london(end)) == []
    assert calendar().open_time_between(london("2026-11-06 12:00"), london(end)) == timedelta()


def test_a_calendar_that_never_closes_is_one_span():
    start = london("2026-10-20 15:00")
    assert always(LONDON).open_spans(start, start + 400 * DAY) == [Interval(start, start + 400 * DAY)]


def test_the_next_opening_is_now_while_it_is_open(hours):
    assert hours["office"].next_open(london("2026-11-06 12:00")) == london("2026-11-06 12:00")
    assert hours["office"].next_open(london("2026-12-24 17:00")) == london("2026-12-29 09:00")


def test_it_is_open_at_opening_time_and_closed_at_closing_time():
    assert calendar().is_open(london("2026-11-06 09:00"))
    assert not calendar().is_open(london("2026-11-06 17:00"))


def test_an_opening_within_a_year_is_found_and_one_after_it_is_not():
    once = calendar(NEVER, extra={date(2027, 6, 1): NINE_TO_FIVE})
    assert once.next_open(london("2026-07-01 00:00")) == london("2027-06-01 09:00")
    assert once.next_open(london("2026-05-01 00:00")) is None


def test_a_calendar_that_never_opens_says_so():
    with pytest.raises(NeverOpen):
        calendar(NEVER).add_open_time(london("2026-11-06 09:00"), HOUR)
    with pytest.raises(NeverOpen):
        calendar(NEVER).add_working_days(london("2026-11-06 09:00"), 1)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        calendar().is_open(datetime(2026, 11, 6, 9))  # noqa: DTZ001


def test_bank_holidays_are_those_of_gov_uk():
    assert bank_holidays("ENG", 2026) | bank_holidays("ENG", 2027) == BANK_HOLIDAYS


@pytest.mark.parametrize(
    ("nation", "day"), [("SCT", date(2026, 11, 30)), ("NIR", date(2027, 3, 17)), ("WLS", date(2027, 3, 29))]
)
def test_each_nation_has_its_own_bank_holidays(nation, day):
    assert not calendar(nation=nation).spans_on(day)


def test_a_calendar_that_takes_no_notice_of_bank_holidays_opens_on_christmas_day():
    assert calendar().is_open(london("2026-12-25 10:00"))
