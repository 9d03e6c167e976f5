"""How fast a channel may send: a token bucket with a share that only urgent replies may use."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.ports import Now


@dataclass(slots=True)
class Rate:
    """At most `per_second` sends a second, saved up for one second. `reserved`: the share from 0 to 1 that is kept for
    urgent ones."""

    per_second: float
    reserved: float
    now: Now
    _left: float = field(init=False)
    _at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._left = self.per_second
        self._at = self.now()

    def allows(self, urgent: bool) -> int:
        """How many sends may go now."""
        self._fill()
        return max(0, int(self._left - (0 if urgent else self._kept)))

    def spend(self, sends: int) -> None:
        self._left -= sends

    def seconds_until_one(self, urgent: bool) -> float:
        """How long until the next send may go; 0 where one may go now."""
        self._fill()
        short = 1 + (0 if urgent else self._kept) - self._left
        return max(0.0, short / self.per_second)

    @property
    def _kept(self) -> float:
        """What ordinary sends leave; where the rate is very low they may still have one at a time."""
        return min(self.per_second * self.reserved, max(0.0, self.per_second - 1))

    def _fill(self) -> None:
        now = self.now()
        passed = max(timedelta(0), now - self._at).total_seconds()
        self._left = min(self.per_second, self._left + passed * self.per_second)
        self._at = now
