"""The rate of a channel held by all processes together: one token bucket in Redis, counted by Redis's own clock.

While Redis is away each process keeps to its own bucket: for that while so many processes may send so many times the
rate, and the provider's `Retry-After` holds them back.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from redis.asyncio import Redis
from redis.exceptions import RedisError

from doorstep.rate import Rate

log = logging.getLogger(__name__)

#: so long it is left alone after it did not answer
AWAY = timedelta(seconds=2)
#: takes up to `most` tokens above `kept`; gives how many, and how many are left
TAKE = """
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local capacity, per_second, kept, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local left = tonumber(redis.call('HGET', KEYS[1], 'left') or capacity)
local at = tonumber(redis.call('HGET', KEYS[1], 'at') or now)
left = math.min(capacity, left + math.max(0, now - at) * per_second)
local granted = math.max(0, math.min(most, math.floor(left - kept)))
redis.call('HSET', KEYS[1], 'left', tostring(left - granted), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], 60)
return {granted, tostring(left - granted)}
"""


@dataclass(slots=True)
class SharedRate:
    """The bucket of one channel. `alone` is this process's own, for while Redis is away."""

    redis: Redis
    name: str
    alone: Rate
    #: until then Redis is not asked, since it did not answer
    _away_until: datetime | None = field(default=None, init=False)

    async def reserve(self, urgent: bool, most: int) -> int:
        """How many sends may go now, at most so many; they are taken out of the bucket."""
        own = self.alone.take(urgent, most)
        if not own or self._is_away():
            return own
        kept = 0.0 if urgent else self.alone.kept
        bucket = (self.alone.capacity, self.alone.per_second, kept, own)
        try:
            granted = int((await self.redis.eval(TAKE, 1, self._key, *map(str, bucket)))[0])
        except (RedisError, OSError):
            log.warning("Redis is away: this process keeps to its own rate", extra={"channel": self.name})
            self._away_until = self.alone.now() + AWAY
            return own
        self.alone.put_back(own - granted)
        return granted

    async def give_back(self, sends: int) -> None:
        """These were reserved and did not go."""
        self.alone.put_back(sends)
        if not sends or self._is_away():
            return
        try:
            await self.redis.hincrbyfloat(self._key, "left", sends)
        except (RedisError, OSError):
            log.debug("Redis is away: what was reserved there fills up by itself")

    def seconds_until_one(self, urgent: bool) -> float:
        """How long until the next send may go, as far as this process knows."""
        return self.alone.seconds_until_one(urgent)

    def _is_away(self) -> bool:
        return self._away_until is not None and self.alone.now() < self._away_until

    @property
    def _key(self) -> str:
        return f"doorstep:rate:{self.name}"
