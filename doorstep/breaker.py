"""A circuit breaker for each channel: a provider that fails again and again is left alone for a while, then tried with
one message. Urgent ones try it a little sooner, since nobody should wait behind a guess."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.ports import Now

#: failures in a row that open it
FAILURES = 8
#: more than ever go at once
ANY = 1_000_000
#: how long it stays open at first, doubled after each try in vain
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=5)
URGENT_LONGEST_PAUSE = timedelta(seconds=2)


@dataclass(slots=True)
class Breaker:
    """Closed while a provider answers; open once it has failed `FAILURES` times in a row, whatever the message."""

    now: Now
    failures: int = 0
    _pause: timedelta = field(default=FIRST_PAUSE, init=False)
    #: the last failure or the last try since then
    _at: datetime | None = field(default=None, init=False)

    @property
    def open(self) -> bool:
        return self.failures >= FAILURES

    def places(self, urgent: bool) -> int:
        """How many sends may go now: any number, 1 to try it, or 0."""
        if not self.open:
            return ANY
        return 0 if self.seconds_until_one(urgent) else 1

    def seconds_until_one(self, urgent: bool) -> float:
        """How long until the next try."""
        if not self.open or self._at is None:
            return 0.0
        pause = min(self._pause, URGENT_LONGEST_PAUSE) if urgent else self._pause
        return max(0.0, (self._at + pause - self.now()).total_seconds())

    def trying(self) -> None:
        """A send goes although it is open: the next waits for its outcome or for the pause."""
        self._at = self.now()

    def succeeded(self) -> None:
        """The provider answered, be it that it refused this one message."""
        self.failures, self._pause = 0, FIRST_PAUSE

    def failed(self) -> None:
        """The provider did not answer, or said that it cannot."""
        if self.open:
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self.failures += 1
        self._at = self.now()
