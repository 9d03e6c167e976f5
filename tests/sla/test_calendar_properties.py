"""The calendar gives what stepping through the minutes gives, on any calendar, across every change of the clocks."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.promise import Promise
from sla.calendar import NeverOpen, always
from sla.promises import due_at
from tests.sla.stepping import ANCHORS, DAY, LONDON, MINUTE, calendars, day_spans, instants, open_minutes, tried

durations = st.timedeltas(min_value=timedelta(), max_value=30 * DAY)


@st.composite
def situations(draw, **how):
    """A calendar, and two instants in order around a day on which something happens."""
    around = draw(st.sampled_from(ANCHORS))
    return draw(calendars(around, **how)), *sorted([draw(instants(around)), draw(instants(around))])


@tried
@given(situations())
def test_it_is_open_at_the_minutes_that_stepping_finds(situation):
    calendar, start, end = situation
    stepped = open_minutes(calendar, start, end)
    assert [
        at for at in (start + n * MINUTE for n in range((end - start) // MINUTE)) if calendar.is_open(at)
    ] == stepped


@tried
@given(situations())
def test_open_spans_hold_the_minutes_that_stepping_finds(situation):
    calendar, start, end = situation
    spans = calendar.open_spans(start, end)
    minutes = [opens + n * MINUTE for opens, closes in spans for n in range((closes - opens) // MINUTE)]
    assert minutes == open_minutes(calendar, start, end)
    assert all(before.closes < after.opens for before, after in pairwise(spans))


@tried
@given(situations())
def test_open_time_is_as_long_as_the_minutes_counted(situation):
    calendar, start, end = situation
    assert calendar.open_time_between(start, end) == len(open_minutes(calendar, start, end)) * MINUTE


@tried
@given(situations(), st.data())
def test_added_open_time_ends_after_as_many_open_minutes(situation, data):
    calendar, start, end = situation
    stepped = open_minutes(calendar, start, end)
    assume(stepped)
    number = data.draw(st.integers(1, len(stepped)))
    assert calendar.add_open_time(start, number * MINUTE) == stepped[number - 1] + MINUTE


@tried
@given(situations())
def test_the_next_opening_is_the_first_open_minute(situation):
    calendar, start, end = situation
    stepped = open_minutes(calendar, start, end)
    found = calendar.next_open(start)
    assert found == stepped[0] if stepped else found is None or found >= end


@tried
@given(situations(spans=day_spans, zones=["Europe/London"]), st.integers(1, 2))
def test_working_days_end_with_the_last_open_minute_of_the_day(situation, number):
    calendar, received, _ = situation
    stepped = open_minutes(calendar, received, received + 7 * DAY)
    closing = {minute.astimezone(LONDON).date(): minute + MINUTE for minute in stepped}
    after = [end for day, end in closing.items() if day > received.astimezone(LONDON).date()]
    assume(len(after) > number)
    assert calendar.add_working_days(received, number) == after[number - 1]


@tried
@given(situations(), durations)
def test_added_open_time_is_the_open_time_between(situation, duration):
    calendar, start, _ = situation
    try:
        end = calendar.add_open_time(start, duration)
    except NeverOpen:
        return
    assert calendar.open_time_between(start, end) == duration


@tried
@given(situations(), st.data())
def test_open_time_adds_up(situation, data):
    calendar, start, end = situation
    middle = data.draw(st.timedeltas(timedelta(), end - start).map(lambda part: start + part))
    halves = calendar.open_time_between(start, middle) + calendar.open_time_between(middle, end)
    assert halves == calendar.open_time_between(start, end)


lengths = st.one_of(
    durations.map(lambda within: {"within": within}),
    st.integers(1, 15).map(lambda number: {"working_days": number}),
    st.integers(1, 3).map(lambda number: {"months": number}),
)


@tried
@given(situations(zones=["Europe/London"]), lengths)
def test_what_was_started_earlier_is_never_due_later(situation, length):
    calendar, earlier, later = situation
    promise = Promise("drawn", "Drawn", "drawn", **length)
    try:
        assert due_at(earlier, promise, calendar) <= due_at(later, promise, calendar)
    except NeverOpen:
        return


@tried
@given(situations(zones=["Europe/London"]), st.integers(1, 12))
def test_one_working_day_more_is_never_due_earlier(situation, number):
    calendar, received, _ = situation
    try:
        due = calendar.add_working_days(received, number)
    except NeverOpen:
        return
    assert received < due <= calendar.add_working_days(received, number + 1)


@pytest.mark.parametrize("around", ANCHORS)
@tried
@given(st.data())
def test_always_is_elapsed_time(around, data):
    start, duration = data.draw(instants(around)), data.draw(durations)
    assert always(LONDON).add_open_time(start, duration) == start + duration
