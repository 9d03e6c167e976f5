"""A promise's clock tells the truth: when it starts, what meets it, and that a breach is never erased."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.clock import met, moved_back, next_alarm, reopened, start
from tests.sla.stepping import tried

NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def after(minutes):
    return NOON + minutes * MINUTE


@pytest.fixture(scope="session")
def rule(hours, promised):
    """The promise to acknowledge in an hour, and its calendar."""
    return promised["acknowledge"], hours["always"]


@pytest.fixture
def clock(rule):
    return start(*rule, enquiry=7, started=NOON, now=NOON)


def broken(clock, rule):
    return next_alarm(clock, *rule, now=after(60)).clock


def test_a_clock_starts_with_its_due_instant_and_its_first_alarm(clock):
    assert (clock.id, clock.enquiry, clock.promise) == (0, 7, "acknowledge")
    assert (clock.started_at, clock.due_at, clock.alarm_at) == (NOON, after(60), after(30))


def test_a_clock_never_starts_in_the_future(rule):
    assert start(*rule, enquiry=7, started=after(5), now=NOON).started_at == NOON


def test_a_clock_starts_at_the_providers_time_where_that_is_earlier(rule):
    assert start(*rule, enquiry=7, started=after(-5), now=NOON).due_at == after(55)


def test_an_acknowledgement_meets_the_promise_and_silences_the_alarm(clock):
    assert met(clock, after(10), "bot") == replace(clock, met_at=after(10), met_by="bot", alarm_at=None)


def test_an_acknowledgement_at_the_last_instant_is_in_time(clock):
    assert met(clock, after(60), "bot").breached_at is None


def test_an_acknowledgement_after_sixty_minutes_is_a_breach_even_if_nobody_was_looking(clock):
    late = met(clock, after(61), "colleague")
    assert (late.met_at, late.breached_at) == (after(61), after(60))


def test_a_breach_is_not_erased_by_being_met_later(clock, rule):
    late = met(broken(clock, rule), after(75), "colleague")
    assert (late.met_at, late.breached_at) == (after(75), after(60))


def test_the_earliest_acknowledgement_counts_in_whatever_order_they_are_told(clock):
    first, second = (after(10), "bot"), (after(20), "colleague")
    assert met(met(clock, *first), *second) == met(met(clock, *second), *first) == met(clock, *first)


def test_a_delivery_that_failed_reopens_the_clock_with_its_original_start_and_due(clock):
    again = reopened(met(clock, after(10), "bot"))
    assert (again.started_at, again.due_at, again.met_at, again.met_by) == (NOON, after(60), None, "")


def test_a_reopened_clock_goes_on_warning_where_it_stopped(clock, rule):
    warned = next_alarm(clock, *rule, now=after(30)).clock
    quiet = next_alarm(reopened(met(warned, after(35), "bot")), *rule, now=after(40))
    assert (quiet.tell, quiet.clock.alarm_at) == ("", after(50))


def test_a_reopened_clock_that_is_overdue_tells_of_the_breach(clock, rule):
    late = reopened(met(clock, after(61), "bot"))
    assert next_alarm(late, *rule, now=after(62)).breach


def test_a_clock_that_was_not_met_cannot_be_reopened(clock, rule):
    assert reopened(clock) == clock
    assert reopened(broken(clock, rule)).alarm_at is None


def test_an_earlier_provider_time_moves_start_and_due_back(clock, rule):
    moved = moved_back(clock, *rule, earlier=after(-20))
    assert (moved.started_at, moved.due_at, moved.alarm_at) == (after(-20), after(40), after(10))


def test_the_same_provider_time_twice_moves_once(clock, rule):
    moved = moved_back(clock, *rule, earlier=after(-20))
    assert moved_back(moved, *rule, earlier=after(-20)) == moved


def test_nothing_moves_a_clock_on(clock, rule):
    assert moved_back(clock, *rule, earlier=after(1)) == clock


def test_a_promise_that_was_kept_may_turn_out_to_have_been_broken(clock, rule):
    moved = moved_back(met(clock, after(50), "bot"), *rule, earlier=after(-20))
    assert (moved.breached_at, moved.met_at, moved.alarm_at) == (after(40), after(50), None)


def test_warnings_go_to_the_owner_then_the_team_then_the_supervisor_then_it_is_broken(clock, rule):
    told = []
    for minute in (30, 50, 54, 60):
        assert clock.alarm_at == after(minute)
        alarm = next_alarm(clock, *rule, now=after(minute))
        told.append((alarm.warning, alarm.tell, alarm.breach))
        clock = alarm.clock
    assert told == [(1, "owner", False), (2, "team", False), (3, "supervisor", False), (0, "", True)]
    assert (clock.alarm_at, clock.breached_at) == (None, after(60))


def test_nothing_fires_early(clock, rule):
    alarm = next_alarm(clock, *rule, now=after(29))
    assert (alarm.clock, alarm.warning, alarm.breach) == (clock, 0, False)


def test_a_watch_that_comes_late_catches_up_one_warning_at_a_time(clock, rule):
    first = next_alarm(clock, *rule, now=after(52))
    second = next_alarm(first.clock, *rule, now=after(52))
    assert (first.tell, first.clock.alarm_at, second.tell) == ("owner", after(50), "team")


def test_a_broken_promise_is_told_once_and_its_warnings_no_more(clock, rule):
    alarm = next_alarm(clock, *rule, now=after(90))
    assert (alarm.breach, alarm.clock.breached_at, alarm.clock.warned) == (True, after(60), 0)
    assert not next_alarm(alarm.clock, *rule, now=after(91)).breach


def test_a_promise_that_was_met_fires_nothing(clock, rule):
    assert not next_alarm(met(clock, after(10), "bot"), *rule, now=after(90)).breach


def test_fewer_warnings_in_a_new_configuration_leave_the_due_instant(clock, rule):
    promise, calendar = rule
    warned = next_alarm(clock, promise, calendar, now=after(30)).clock
    assert next_alarm(warned, replace(promise, warnings=()), calendar, now=after(50)).clock.alarm_at == after(60)


def test_a_longer_promise_in_a_new_configuration_does_not_move_a_running_clock_on(clock, rule):
    promise, calendar = rule
    moved = moved_back(clock, replace(promise, within=timedelta(hours=9)), calendar, earlier=after(-1))
    assert moved.due_at == after(60)


minutes = st.integers(-200, 200)
events = st.one_of(
    st.tuples(st.just("met"), minutes, st.sampled_from(["bot", "colleague"])),
    st.tuples(st.just("reopened")),
    st.tuples(st.just("moved back"), minutes),
    st.tuples(st.just("watched"), minutes),
)


def happened(clock, event, rule):
    match event:
        case "met", minute, by:
            return met(clock, after(minute), by)
        case "moved back", minute:
            return moved_back(clock, *rule, earlier=after(minute))
        case "watched", minute:
            return next_alarm(clock, *rule, now=after(minute)).clock
    return reopened(clock)


@tried
@given(st.lists(events, max_size=12))
def test_whatever_happens_no_clock_moves_on_and_no_breach_is_erased(rule, story):
    clock = start(*rule, enquiry=7, started=NOON, now=NOON)
    for event in story:
        before, clock = clock, happened(clock, event, rule)
        assert clock.started_at <= before.started_at
        assert clock.due_at <= before.due_at
        assert clock.warned >= before.warned
        assert clock.breached_at is not None or before.breached_at is None
        assert clock.met_at is None or clock.met_at <= clock.due_at or clock.breached_at == clock.due_at
        assert clock.alarm_at is None or clock.met_at is None


@tried
@given(st.lists(st.integers(0, 59), max_size=12), st.integers(60, 300))
def test_whenever_the_watch_looks_nobody_is_told_twice_and_the_breach_always_is(rule, looks, last):
    clock, told = start(*rule, enquiry=7, started=NOON, now=NOON), []
    for minute in [*sorted(looks), last, last + 1]:
        alarm = next_alarm(clock, *rule, now=after(minute))
        clock = alarm.clock
        told += ["breach"] if alarm.breach else [alarm.tell] if alarm.tell else []
    assert told == [*["owner", "team", "supervisor"][: clock.warned], "breach"]
    assert clock.breached_at == after(60)


@tried
@given(st.integers(-300, 300), st.integers(-300, 300))
def test_no_clock_starts_in_the_future_or_after_its_message(rule, started, now):
    clock = start(*rule, enquiry=7, started=after(started), now=after(now))
    assert clock.started_at == min(after(started), after(now))
