"""How fast a channel may send: a token bucket with a share that only urgent replies may use."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from model.ports import Now


class Limit(Protocol):
    """What holds a channel to its rate."""

    async def reserve(self, urgent: bool, most: int) -> int:
        """How many sends may go now, at most so many; they are taken out of the bucket."""

    async def give_back(self, sends: int) -> None:
        """These were reserved and did not go."""

    def seconds_until_one(self, urgent: bool) -> float:
        """How long until the next send may go; 0 where one may go now."""


@dataclass(slots=True)
class Rate:
    """At most `per_second` sends a second, saved up for one second or until one may go. `reserved`: the share from 0 to
    1 that is kept for urgent ones."""

    per_second: float
    reserved: float
    now: Now
    _left: float = field(init=False)
    _at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.capacity
        self._at = self.now()

    @property
    def capacity(self) -> float:
        """The most that is saved up: what fills more slowly than one a second fills up to one all the same."""
        return max(1.0, self.per_second)

    @property
    def kept(self) -> float:
        """What ordinary sends leave; where the rate is very low they may still have one at a time."""
        return min(self.per_second * self.reserved, self.capacity - 1)

    def take(self, urgent: bool, most: int) -> int:
        """How many sends may go now, at most so many; they are taken out of the bucket."""
        self._fill()
        sends = max(0, min(most, int(self._left - (0 if urgent else self.kept))))
        self._left -= sends
        return sends

    def put_back(self, sends: int) -> None:
        """These were taken and did not go."""
        self._left = min(self.capacity, self._left + sends)

    def seconds_until_one(self, urgent: bool) -> float:
        """How long until the next send may go; 0 where one may go now."""
        self._fill()
        short = 1 + (0 if urgent else self.kept) - self._left
        return max(0.0, short / self.per_second)

    def _fill(self) -> None:
        now = self.now()
        passed = max(timedelta(0), now - self._at).total_seconds()
        self._left = min(self.capacity, self._left + passed * self.per_second)
        self._at = now

    async def reserve(self, urgent: bool, most: int) -> int:
        return self.take(urgent, most)

    async def give_back(self, sends: int) -> None:
        self.put_back(sends)
