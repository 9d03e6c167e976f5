"""A Doorstep under load: tenants and database around it, rounds that are measured and the way between them."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks import books, load
from benchmarks.cpu import Meter
from benchmarks.database import LAST, Database, a_week_later, unfinished
from benchmarks.ledger import Ledger
from benchmarks.tenants import Tenants
from benchmarks.texts import MEASURED_REPLIES
from benchmarks.wire import Caller
from doorstep.configuration import load as load_configuration
from doorstep.settings import ROOT

CALLERS = 64
IDLE_SECONDS = 120.0
LOOK_SECONDS = 0.01
#: what a loop does after the last commit of a window still belongs to it
AFTERMATH_SECONDS = 0.05


@dataclass(slots=True)
class Measured:
    """Some rounds, added up."""

    messages: int = 0
    seconds: float = 0.0
    #: milliseconds from the webhook to its 200, and to the provider's taking of the reply
    acks: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    #: processor time in nanoseconds, by group of processes
    ns: dict[str, int] = field(default_factory=dict)
    #: shares of one processor that tenants and provider took, and strangers
    load: float = 0.0
    elsewhere: float = 0.0

    @property
    def cpu_us(self) -> float:
        """Processor time of one message in microseconds."""
        return self.cpu_us_of(*self.ns)

    def cpu_us_of(self, *groups: str) -> float:
        return round(sum(self.ns[group] for group in groups) / 1e3 / self.messages, 1)

    @property
    def per_second(self) -> float:
        return self.messages / self.seconds


class Stage:
    """Everything around one running Doorstep. `counted` are the processes whose processor time counts."""

    def __init__(
        self,
        ledger: Ledger,
        callers: Sequence[Caller],
        database: Database,
        counted: Mapping[str, Callable[[], Sequence[int]]],
        tenants: Tenants,
    ) -> None:
        self.ledger, self.callers, self.database, self.counted, self.tenants = (
            ledger,
            callers,
            database,
            counted,
            tenants,
        )
        self.after_message, self.after_enquiry = database.rows(LAST)[0]

    async def measure(self, seconds: float, rate: float | None = None, most_seconds: float = 120.0) -> Measured:
        """Rounds until `seconds` of load are measured, or `most_seconds` have passed with all that lies between.

        In closed loop; with a `rate`, in open loop at so many messages a second.
        """
        total, meter, dice = Measured(), Meter(self.counted), Random(2)
        end = time.monotonic() + most_seconds
        while total.seconds < seconds and (time.monotonic() < end or not total.messages):
            await self._between()
            posts = self.tenants.round()
            total.messages += len(posts)
            self.ledger.clear()
            meter.begin()
            if rate is None:
                total.seconds += await load.closed(self.callers, posts, self.ledger)
            else:
                total.seconds += await load.opened(self.callers, posts, self.ledger, rate, dice)
            await self._idle()
            meter.end()
            total.acks += self.ledger.acks
            total.replies += self.ledger.replies
        total.ns, total.load, total.elsewhere = meter.ns, meter.here, meter.elsewhere
        return total

    def check(self) -> dict[str, int]:
        """How many messages of each kind were measured. Raises `books.Wrong` where anything else happened."""
        if self.ledger.unasked:
            raise books.Wrong(f"{self.ledger.unasked} replies that nobody waited for")
        measured, self.tenants.measured = self.tenants.measured, []
        return books.check(self.database, measured, _openings(), self.after_message)

    async def _between(self) -> None:
        for step in self.tenants.between():
            await load.closed(self.callers, deque(step), self.ledger)
        await self._idle()
        a_week_later(self.database, self.after_enquiry)

    async def _idle(self) -> None:
        """Wait until no message is without a turn and no reply on its way."""
        end = time.monotonic() + IDLE_SECONDS
        while unfinished(self.database):
            if time.monotonic() > end:
                raise books.Wrong("Doorstep did not come to rest")
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(AFTERMATH_SECONDS)


def _openings() -> dict[str, str]:
    """How each text that answers a measured message begins, by its key."""
    texts = load_configuration(ROOT / "config").replies.texts
    return {key: texts[key]["text"].strip().splitlines()[0] for key in MEASURED_REPLIES}
