"""What is done to an installation under load. Each scenario measures how soon it recovers from what it did."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from redis import Redis as Client

from tests.faults.dying import POINTS
from tests.faults.provider import MOODS, WELL
from tests.faults.trial import Trial

#: a connection breaks now and then, so that sends are in doubt
UNSTEADY = replace(MOODS["reset after taking"], share=0.03)
BREATH = 0.5


async def dies_at_points(trial: Trial, points: Sequence[str] = POINTS) -> None:
    """A process ends at every named point, in an order of chance."""
    trial.provider.tells = 0.3
    for point in trial.dice.sample(points, len(points)):
        trial.provider.mood = UNSTEADY if "doubt" in point else WELL
        await trial.dies_at(point, trial.dice.randint(1, 4))
        await trial.recover(point)


async def dies_at_random(trial: Trial, kills: int) -> None:
    """Processes end at any moment; one in three again before it has recovered."""
    trial.provider.tells = 0.3
    names = list(trial.installation.processes.kept)
    for _ in range(kills):
        await asyncio.sleep(trial.dice.uniform(0.1, 1.0))
        name = trial.dice.choice(names)
        await trial.kill(name)
        if trial.dice.random() < 2 / 3:
            await trial.recover(name)
    await trial.recover("the last")


async def loses_wake_ups(trial: Trial, times: int) -> None:
    """Redis loses everything that it holds."""
    assert trial.servers is not None
    for _ in range(times):
        await asyncio.sleep(trial.dice.uniform(0.2, 0.8))
        await asyncio.to_thread(_flush, trial.servers[1].port)
        await trial.recover("flush")


async def redis_goes_away(trial: Trial, seconds: float) -> None:
    """Messages are handled while Redis is away, and once it is back."""
    assert trial.servers is not None
    redis = trial.servers[1]
    await asyncio.sleep(BREATH)
    await asyncio.to_thread(redis.kill)
    away = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < away:
        await trial.recover("away")
        await asyncio.sleep(BREATH)
    await asyncio.to_thread(redis.start)
    await trial.recover("back")


async def postgres_restarts(trial: Trial, times: int) -> None:
    """PostgreSQL ends as in a power cut and comes back."""
    assert trial.servers is not None
    postgres = trial.servers[0]
    for _ in range(times):
        await asyncio.sleep(trial.dice.uniform(0.5, 1.5))
        await asyncio.to_thread(postgres.kill)
        await asyncio.sleep(trial.dice.uniform(0.0, 1.0))
        await asyncio.to_thread(postgres.start)
        await trial.recover("back")


async def provider_misbehaves(trial: Trial, mood: str, seconds: float) -> None:
    """The provider is in a mood for a while, then well."""
    trial.provider.tells = 0.5
    trial.provider.undelivered = 0.1
    await asyncio.sleep(BREATH)
    trial.provider.mood = MOODS[mood]
    await asyncio.sleep(seconds)
    trial.provider.mood = WELL
    await trial.recover("well")


async def landlord_misbehaves(trial: Trial, told: str, seconds: float) -> None:
    """The landlord's records are slow, down or lose answers for a while: `told` is what their file is told."""
    path = trial.installation.settings.data / "housing.sqlite"
    await asyncio.sleep(BREATH)
    await asyncio.to_thread(_tell, path, told)
    await asyncio.sleep(seconds)
    await asyncio.to_thread(_tell, path, "delay = 0, down = 0, lost_answers = 0")
    await trial.recover("well")


def _tell(path: object, told: str) -> None:
    with closing(sqlite3.connect(str(path), timeout=10)) as connection, connection:
        connection.execute(f"UPDATE fault SET {told}")


def _flush(port: int) -> None:
    with Client(port=port) as client:
        client.flushall()
