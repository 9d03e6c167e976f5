"""A provider that fails again and again is left alone for a while."""

import pytest

from doorstep.breaker import ANY, FAILURES, LONGEST_PAUSE, Breaker
from tests.fakes import FakeClock


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def broken(clock):
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed()
    return breaker


def test_while_a_provider_answers_any_number_may_go(clock):
    breaker = Breaker(clock)
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert breaker.places(urgent=False) == ANY


def test_after_failures_in_a_row_nothing_goes(broken):
    assert broken.places(urgent=False) == broken.places(urgent=True) == 0


def test_after_a_pause_one_goes_to_try_it(broken, clock):
    clock.forward(seconds=broken.seconds_until_one(urgent=False))
    assert broken.places(urgent=False) == 1


def test_while_it_is_tried_no_other_goes(broken, clock):
    clock.forward(seconds=1)
    broken.trying()
    assert broken.places(urgent=False) == 0


def test_one_success_closes_it(broken):
    broken.succeeded()
    assert broken.places(urgent=False) == ANY


def test_each_try_in_vain_doubles_the_pause_up_to_a_limit(broken):
    pauses = []
    for _ in range(8):
        broken.failed()
        pauses.append(broken.seconds_until_one(urgent=False))
    assert pauses[:2] == [2, 4]
    assert pauses[-1] == LONGEST_PAUSE.total_seconds()


def test_an_urgent_message_tries_it_sooner(broken, clock):
    for _ in range(8):
        broken.failed()
    clock.forward(seconds=2)
    assert (broken.places(urgent=True), broken.places(urgent=False)) == (1, 0)
