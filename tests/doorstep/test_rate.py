"""How fast a channel sends: a rate, saved up for a second, with a share that only urgent replies may use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorstep.rate import Rate
from tests.fakes import FakeClock

MANY = 1000


def test_a_second_of_the_rate_may_go_at_once_and_then_it_fills_again():
    clock = FakeClock()
    rate = Rate(10, 0, clock)
    assert rate.take(urgent=False, most=MANY) == 10
    assert rate.take(urgent=False, most=MANY) == 0
    clock.forward(seconds=0.5)
    assert rate.take(urgent=False, most=MANY) == 5


def test_ordinary_replies_leave_a_share_that_urgent_ones_may_use():
    rate = Rate(10, 0.2, FakeClock())
    assert rate.take(urgent=False, most=MANY) == 8
    assert (rate.take(urgent=False, most=MANY), rate.take(urgent=True, most=MANY)) == (0, 2)


def test_what_one_lane_has_reserved_another_does_not_get_until_it_is_given_back():
    rate = Rate(10, 0, FakeClock())
    assert rate.take(urgent=False, most=10) == 10
    assert rate.take(urgent=True, most=10) == 0
    rate.put_back(4)
    assert rate.take(urgent=True, most=10) == 4


def test_no_more_is_reserved_than_is_asked_for_and_no_more_given_back_than_is_saved_up():
    rate = Rate(10, 0, FakeClock())
    assert rate.take(urgent=False, most=3) == 3
    rate.put_back(MANY)
    assert rate.take(urgent=False, most=MANY) == 10


def test_how_long_to_wait_for_the_next_is_known():
    clock = FakeClock()
    rate = Rate(4, 0, clock)
    rate.take(urgent=False, most=4)
    wait = rate.seconds_until_one(urgent=False)
    clock.forward(seconds=wait)
    assert rate.take(urgent=False, most=MANY) == 1


@pytest.mark.parametrize(("per_second", "sent"), [(0.5, 30), (0.1, 6), (1, 60)])
@pytest.mark.parametrize("urgent", [True, False])
def test_a_very_low_rate_lets_one_after_the_other_go(per_second, sent, urgent):
    clock = FakeClock()
    rate = Rate(per_second, 0.5, clock)
    assert rate.take(urgent, most=MANY) == 1
    went = 0
    for _ in range(60):
        clock.forward(seconds=1)
        went += rate.take(urgent, most=MANY)
    assert went in (sent - 1, sent)


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing():
    clock = FakeClock()
    rate = Rate(10, 0, clock)
    rate.take(urgent=True, most=10)
    clock.forward(seconds=-60)
    assert rate.take(urgent=True, most=MANY) == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 3)), max_size=60), st.floats(0.1, 50), st.floats(0, 0.9))
def test_never_more_goes_than_the_rate_and_what_is_saved_up(steps, per_second, reserved):
    clock = FakeClock()
    rate = Rate(per_second, reserved, clock)
    sent, passed = 0, 0.0
    for urgent, pause in steps:
        sent += rate.take(urgent, most=MANY)
        clock.forward(seconds=pause)
        passed += pause
    assert sent <= per_second * passed + max(1, per_second) + 1e-6
