"""A little of every fault, in under a minute; all of it at length is `make faults`."""

import pytest

from tests.faults import scenarios
from tests.faults.trial import trial

pytestmark = pytest.mark.slow

SEED = 20261123
POINTS = ("intake.receive.before", "turns.save.after", "sms.send.after", "outbox.accept.before")


async def test_one_process_on_sqlite_loses_nothing_when_it_dies_at_a_point(tmp_path, outcomes):
    async with trial("smoke", tmp_path, SEED) as one:
        outcomes.append(one.outcome)
        await scenarios.dies_at_points(one, POINTS)
    assert one.outcome.passed, one.outcome


async def test_five_processes_lose_nothing_when_they_their_redis_or_their_postgres_die(tmp_path, servers, outcomes):
    async with trial("smoke", tmp_path, SEED, servers) as one:
        outcomes.append(one.outcome)
        await scenarios.dies_at_random(one, 3)
        await scenarios.loses_wake_ups(one, 1)
        await scenarios.postgres_restarts(one, 1)
        await scenarios.redis_goes_away(one, 3)
    assert one.outcome.passed, one.outcome
