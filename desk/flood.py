"""How often somebody may do something in a minute, counted in memory and forgotten with it."""

from collections import deque
from datetime import datetime, timedelta

from model.ports import Now

#: subjects remembered at most; the ones heard of longest ago go first
SUBJECTS = 20_000


class Flood:
    """At most `most` of something in `window` for each subject."""

    def __init__(self, most: int, window: timedelta, now: Now) -> None:
        self._most = most
        self._window = window
        self._now = now
        self._times: dict[str, deque[datetime]] = {}

    def count(self, subject: str) -> bool:
        """Count one more; False where it is one too many, and then it is not counted."""
        now = self._now()
        times = self._times.pop(subject, None) or deque(maxlen=self._most)
        self._times[subject] = times
        while times and times[0] <= now - self._window:
            times.popleft()
        if len(self._times) > SUBJECTS:
            self._times.pop(next(iter(self._times)))
        if len(times) >= self._most:
            return False
        times.append(now)
        return True

    def take_back(self, subject: str) -> None:
        """What was counted last did not count after all."""
        if self._times.get(subject):
            self._times[subject].pop()
