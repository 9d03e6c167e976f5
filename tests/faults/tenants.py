"""Tenants who text while things go wrong: signed webhooks, sent again until they are answered 200, as a provider does."""

import asyncio
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout
from twilio.request_validator import RequestValidator

TOKEN = "a-token-for-tests"
PUBLIC = "https://homes.example.org"
US = "+447700900000"
NUMBERS = 999

RENT = ("how much rent do i owe", "thanks")
REPAIR = ("my kitchen tap is dripping", "two weeks", "just me", "yes", "thanks")
PERSON = ("hello", "can i talk to someone please", "its about the fence")
EMERGENCY = ("smell gas in the hall", "1 Mill Rise")
OPT_OUT = ("how much rent do i owe", "STOP", "START", "my kitchen tap is dripping")
#: what tenants come with, and how often
MATTERS: Sequence[tuple[Sequence[str], int]] = ((RENT, 6), (REPAIR, 6), (PERSON, 3), (EMERGENCY, 2), (OPT_OUT, 1))
#: a provider gives up an answer after so long, and sends again after so long
ANSWER_SECONDS = 15.0
AGAIN_SECONDS = 0.1
#: a tenant waits so long for an answer before the next text
PATIENCE = 1.5
PAUSE = 1.0


class Phone(Protocol):
    """Where answers arrive."""

    def heard(self, number: str) -> asyncio.Event: ...


@dataclass
class Tenants:
    """At most `most` texts of `side_by_side` tenants at a time, from numbers that nobody has."""

    address: str
    phone: Phone
    dice: random.Random
    side_by_side: int = 12
    most: int = 10_000
    #: by message id: first posted, and answered 200
    answered: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    posted: int = 0

    def __post_init__(self) -> None:
        self._validator = RequestValidator(TOKEN)
        self._numbers = _numbers(self.dice)
        self._stopped = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(ANSWER_SECONDS))
        self._tasks = [asyncio.create_task(self._write_on()) for _ in range(self.side_by_side)]

    async def end(self) -> None:
        """No new texts; what is being posted is posted until it is answered."""
        self._stopped.set()
        await asyncio.gather(*self._tasks)
        await self._session.close()

    async def _write_on(self) -> None:
        matters, often = zip(*MATTERS, strict=True)
        while not self._over:
            [texts] = self.dice.choices(matters, often)
            number = next(self._numbers)
            for text in texts:
                if self._over:
                    return
                heard = self.phone.heard(number)
                heard.clear()
                await self._post(number, text)
                await self._wait(heard)

    @property
    def _over(self) -> bool:
        return self._stopped.is_set() or self.posted >= self.most

    async def _wait(self, heard: asyncio.Event) -> None:
        """For an answer, and a moment more; one in three does not wait long for either."""
        in_a_hurry = self.dice.random() < 1 / 3
        patience = 0.02 if in_a_hurry else PATIENCE
        try:
            async with asyncio.timeout(patience):
                await heard.wait()
        except TimeoutError:
            pass
        await asyncio.sleep(0 if in_a_hurry else self.dice.uniform(0, PAUSE))

    async def _post(self, number: str, text: str) -> None:
        self.posted += 1
        sid = f"SM{self.posted:08}{self.dice.getrandbits(96):024x}"
        fields = {"MessageSid": sid, "From": number, "To": US, "Body": text, "NumMedia": "0"}
        headers = {"X-Twilio-Signature": self._validator.compute_signature(f"{PUBLIC}/hooks/sms", fields)}
        first = datetime.now(UTC)
        while not await self._is_kept(fields, headers):
            await asyncio.sleep(AGAIN_SECONDS)
        self.answered[sid] = (first, datetime.now(UTC))
        if self.dice.random() < 0.05:
            await self._is_kept(fields, headers)

    async def _is_kept(self, fields: dict[str, str], headers: dict[str, str]) -> bool:
        try:
            async with self._session.post(f"{self.address}/hooks/sms", data=fields, headers=headers) as answer:
                return answer.status == 200
        except (ClientError, TimeoutError):
            return False


def _numbers(dice: random.Random) -> Iterator[str]:
    """Each number of those kept for drama but ours, in an order of chance; then all of them once more."""
    numbers = [f"+447700900{number:03}" for number in range(1, NUMBERS + 1)]
    dice.shuffle(numbers)
    return itertools.cycle(numbers)
