"""Every fault at length: `make faults`, with SEED and SIZE; SIZE is the number of random kills and scales the rest.

Not collected with the other tests, since it takes a while: name it to pytest.
"""

import os

import pytest

from tests.faults import scenarios
from tests.faults.processes import Manner
from tests.faults.provider import MOODS
from tests.faults.trial import trial

SEED = int(os.environ.get("SEED") or 1)
SIZE = int(os.environ.get("SIZE") or 50)
#: how long a provider or a landlord misbehaves
SECONDS = max(2.0, SIZE / 5)
LANDLORD = {"slow": "delay = 0.5", "down": "down = 1", "losing answers": "lost_answers = 20"}
EMBEDDED = Manner(embedded=True)
BOTH = pytest.mark.parametrize("shared", [False, True], ids=["sqlite", "postgres"])


@pytest.fixture
def run(tmp_path, outcomes, request):
    """Runs a trial on SQLite or on PostgreSQL and Redis; what was bad is asserted at its end."""

    async def run(name, shared, what, *given, manner=EMBEDDED):
        servers = request.getfixturevalue("servers") if shared else None
        async with trial(name, tmp_path, SEED, servers, manner) as one:
            outcomes.append(one.outcome)
            await what(one, *given)
        assert one.outcome.passed, one.outcome

    return run


@BOTH
async def test_nothing_is_lost_when_a_process_dies_at_any_named_point(run, shared):
    await run("dies at named points", shared, scenarios.dies_at_points)


@BOTH
async def test_nothing_is_lost_when_processes_die_at_random(run, shared):
    await run("dies at random", shared, scenarios.dies_at_random, SIZE)


@BOTH
async def test_nothing_is_lost_when_the_command_as_it_is_typed_dies_at_random(run, shared):
    kills = max(1, SIZE // 5)
    await run("the command dies at random", shared, scenarios.dies_at_random, kills, manner=Manner(cold=True))


async def test_nothing_is_lost_when_redis_loses_everything(run):
    await run("Redis is flushed", True, scenarios.loses_wake_ups, max(1, SIZE // 5))


async def test_messages_are_handled_while_redis_is_away(run):
    await run("Redis is away", True, scenarios.redis_goes_away, SIZE * 1.2)


async def test_nothing_is_lost_when_postgres_restarts(run):
    await run("PostgreSQL restarts", True, scenarios.postgres_restarts, max(1, SIZE // 10))


@BOTH
@pytest.mark.parametrize("mood", list(MOODS)[1:])
async def test_nothing_is_lost_when_the_provider_misbehaves(run, shared, mood):
    await run(f"provider: {mood}", shared, scenarios.provider_misbehaves, mood, SECONDS)


@BOTH
@pytest.mark.parametrize("told", LANDLORD)
async def test_nothing_is_lost_when_the_landlord_misbehaves(run, shared, told):
    await run(f"landlord: {told}", shared, scenarios.landlord_misbehaves, LANDLORD[told], SECONDS)
