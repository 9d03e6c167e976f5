"""One trial: an installation under load, what is done to it, how soon it recovers, and whether its books are clean."""

import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from model.channel import Channel
from store.books import History
from tests.faults.installation import Installation, until
from tests.faults.processes import Manner
from tests.faults.provider import WELL, Provider
from tests.faults.tenants import Tenants
from tests.servers import Postgres, Redis

#: what was accepted before a fault has its turn and its reply so soon after what failed is back
RECOVER_SECONDS = 10.0
#: waited for at most
PATIENCE = 60.0
FORKED = Manner()

TOP = "SELECT COALESCE(MAX(id), 0) AS top FROM message WHERE direction = 'in'"
LEFT_UP_TO = (
    "SELECT (SELECT COUNT(*) FROM message WHERE direction = 'in' AND id <= :top AND handled_at IS NULL)"
    " + (SELECT COUNT(*) FROM reply r JOIN message m ON m.id = r.cause"
    "     WHERE m.id <= :top AND r.state IN (0, 10, 20)) AS remaining"
)
LEFT = (
    "SELECT (SELECT COUNT(*) FROM message WHERE direction = 'in' AND handled_at IS NULL)"
    " + (SELECT COUNT(*) FROM reply WHERE state IN (0, 10, 20))"
    " + (SELECT COUNT(*) FROM effect WHERE state IN ('ordered', 'delayed') OR news)"
    " + (SELECT COUNT(*) FROM receipt t JOIN reply r ON r.channel = t.channel AND r.provider_id = t.provider_id)"
    " + (SELECT COUNT(*) FROM offer o JOIN enquiry e ON e.id = o.enquiry WHERE o.outcome = 'open' AND e.state <> 'offered')"
    " AS remaining"
)
DOUBTS = "SELECT COALESCE(SUM(doubts), 0) AS doubts FROM reply"


@dataclass
class Outcome:
    """What became of a trial."""

    name: str
    where: str
    seed: int
    limit: float = RECOVER_SECONDS
    kills: int = 0
    texts: int = 0
    replies: int = 0
    #: texts that the provider took more than once, and sends that were in doubt
    double: int = 0
    doubts: int = 0
    #: after what, and the seconds
    recovered: list[tuple[str, float]] = field(default_factory=list)
    #: until nothing was left to do, after the last text
    rested: float = 0.0
    stopped: float = 0.0
    complaints: list[str] = field(default_factory=list)

    @property
    def slowest(self) -> tuple[str, float]:
        return max(self.recovered, key=lambda one: one[1], default=("", 0.0))

    @property
    def passed(self) -> bool:
        return not self.complaints and self.slowest[1] <= self.limit


@dataclass
class Trial:
    """An installation under load."""

    installation: Installation
    provider: Provider
    tenants: Tenants
    dice: random.Random
    outcome: Outcome
    servers: tuple[Postgres, Redis] | None

    async def kill(self, name: str) -> None:
        await self.installation.processes.kill(name)
        self.outcome.kills += 1

    async def dies_at(self, point: str, passes: int, seconds: float = 20.0) -> None:
        if await self.installation.processes.dies_at(point, passes, seconds):
            self.outcome.kills += 1
        else:
            self.outcome.complaints.append(f"nobody came to {point}")

    async def recover(self, after: str) -> None:
        """Measure from now until all that is stored by now has its turn and its reply is accepted."""
        began = time.monotonic()
        top = await self._top()
        await until(lambda: self._none(LEFT_UP_TO, top=top), PATIENCE)
        self.outcome.recovered.append((after, time.monotonic() - began))

    async def rest(self) -> None:
        """No more texts; wait until nothing is left to do."""
        self.provider.mood = WELL
        await self.tenants.end()
        first = await until(lambda: self._none(LEFT), PATIENCE)
        await self.provider.told_all()
        then = await until(lambda: self._none(LEFT), PATIENCE)
        self.outcome.rested = first + then
        if max(first, then) > PATIENCE:
            self.outcome.complaints.append("it did not come to rest")

    async def audit(self) -> None:
        """Stop it and look into its books."""
        outcome, processes = self.outcome, self.installation.processes
        outcome.doubts = (await self.installation.ask(DOUBTS))[0]["doubts"]
        outcome.stopped = await processes.stop()
        outcome.texts = len(self.tenants.answered)
        outcome.replies = len(self.provider.taken)
        outcome.double = sum(len(takings) - 1 for takings in self.provider.taken.values())
        history = History(Channel.SMS, self.tenants.answered, self.provider.taken)
        outcome.complaints += await self.installation.books(history)
        outcome.complaints += processes.ended

    async def _top(self) -> int:
        found: list[int] = []

        async def look() -> bool:
            found.extend(row["top"] for row in await self.installation.ask(TOP))
            return True

        await until(look, PATIENCE)
        return found[0] if found else 0

    async def _none(self, sql: str, **values: int) -> bool:
        [row] = await self.installation.ask(sql, **values)
        return bool(row["remaining"] == 0)


@asynccontextmanager
async def trial(
    name: str, folder: Path, seed: int, servers: tuple[Postgres, Redis] | None = None, manner: Manner = FORKED
) -> AsyncIterator[Trial]:
    """A trial under way; at its end it has come to rest and its books were looked into."""
    dice = random.Random(f"{name} {seed}")
    provider = Provider(dice)
    await provider.open()
    installation = Installation(folder, provider.address, servers, manner)
    provider.told = installation.address
    tenants = Tenants(installation.address, provider, dice)
    outcome = Outcome(name, "PostgreSQL and Redis" if servers else "SQLite", seed)
    try:
        await installation.start()
        tenants.begin()
        one = Trial(installation, provider, tenants, dice, outcome, servers)
        yield one
        await one.rest()
        await one.audit()
    finally:
        if any(kept.process.is_alive() for kept in installation.processes.kept.values()):
            await installation.processes.stop()
        await provider.close()
