"""How fast a channel sends: a rate, saved up for a second, with a share that only urgent replies may use."""

from hypothesis import given
from hypothesis import strategies as st

from doorstep.rate import Rate
from tests.fakes import FakeClock


def test_a_second_of_the_rate_may_go_at_once_and_then_it_fills_again():
    clock = FakeClock()
    rate = Rate(10, 0, clock)
    rate.spend(rate.allows(urgent=False))
    assert rate.allows(urgent=False) == 0
    clock.forward(seconds=0.5)
    assert rate.allows(urgent=False) == 5


def test_ordinary_replies_leave_a_share_that_urgent_ones_may_use():
    rate = Rate(10, 0.2, FakeClock())
    assert rate.allows(urgent=False) == 8
    rate.spend(8)
    assert (rate.allows(urgent=False), rate.allows(urgent=True)) == (0, 2)


def test_how_long_to_wait_for_the_next_is_known():
    clock = FakeClock()
    rate = Rate(4, 0, clock)
    rate.spend(4)
    wait = rate.seconds_until_one(urgent=False)
    clock.forward(seconds=wait)
    assert rate.allows(urgent=False) == 1


def test_a_very_low_rate_still_lets_ordinary_replies_go():
    clock = FakeClock()
    rate = Rate(0.5, 0.5, clock)
    clock.forward(seconds=60)
    assert rate.seconds_until_one(urgent=False) > 0 or rate.allows(urgent=False)
    assert Rate(1, 0.9, clock).allows(urgent=False) == 1


def test_a_clock_that_goes_back_gives_nothing_and_takes_nothing():
    clock = FakeClock()
    rate = Rate(10, 0, clock)
    rate.spend(10)
    clock.forward(seconds=-60)
    assert rate.allows(urgent=True) == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 3)), max_size=60), st.integers(1, 50), st.floats(0, 0.9))
def test_never_more_goes_than_the_rate_and_one_second_saved_up(steps, per_second, reserved):
    clock = FakeClock()
    rate = Rate(per_second, reserved, clock)
    sent, passed = 0, 0.0
    for urgent, pause in steps:
        taken = rate.allows(urgent)
        rate.spend(taken)
        sent += taken
        clock.forward(seconds=pause)
        passed += pause
    assert sent <= per_second * (passed + 1) + 1e-6
