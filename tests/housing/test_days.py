"""Days as the landlord counts them, and the slots on them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housing.days import is_working_day, local_day, midnight, working_days
from housing.slots import DIARY, free_slots, in_diary, read_slot, slot

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@settings(max_examples=40)
@given(DAYS, st.integers(0, 30))
def test_working_days_leave_out_none_and_add_none(first, most):
    found = working_days(first, most)
    every = [first + timedelta(days=ahead) for ahead in range((found[-1] - first).days + 1)] if found else []
    assert len(found) == most
    assert found == [day for day in every if is_working_day(day)]


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 3, 26),
        date(2027, 5, 3),
        date(2026, 8, 31),
        date(2026, 11, 28),
    ],
)
def test_nobody_works_on_a_bank_holiday_of_england_or_a_weekend(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 3, 17), date(2026, 1, 2), date(2026, 8, 3)])
def test_holidays_of_scotland_and_ireland_are_working_days_in_england(day):
    assert is_working_day(day)


def test_a_summer_evening_in_utc_is_the_next_day_in_england():
    assert local_day(datetime(2026, 6, 1, 23, 30, tzinfo=UTC)) == date(2026, 6, 2)
    assert local_day(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)


@settings(max_examples=40)
@given(DAYS)
def test_a_day_begins_at_its_midnight(day):
    assert local_day(midnight(day)) == day
    assert local_day(midnight(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


@settings(max_examples=40)
@given(DAYS, st.sampled_from(["morning", "school_run", "afternoon"]))
def test_a_slot_can_be_found_by_its_id(day, part):
    assert read_slot(slot(day, part).id) == slot(day, part)


@settings(max_examples=40)
@given(st.text() | st.from_regex(r"\d{4,9}\.[a-z_]*", fullmatch=True))
def test_any_other_text_is_no_slot(text):
    found = read_slot(text)
    assert found is None or found.id == text


@settings(max_examples=40)
@given(DAYS, DAYS)
def test_every_free_slot_is_in_the_diary_and_not_before_the_day_asked_for(earliest, today):
    slots = free_slots(earliest, today, {})
    assert all(in_diary(one, today) and one.on >= earliest for one in slots)
    assert len(slots) <= 30
    assert slots or earliest > today + DIARY - timedelta(days=5)
