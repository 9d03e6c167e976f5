"""Small stand-ins for what a system is handed: a clock, an engine, a channel that keeps what it is given."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from connectors.base import Connector, Fetched, Hook, SendFailed
from connectors.sms import Sms
from model.channel import Channel
from model.housing import Address, Health, RentAccount, Repair, Tenancy, Tenure
from model.message import Inbound, Outbound, Receipt
from model.ports import LandlordDown
from model.understanding import Ranked, Understanding


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **units: float) -> None:
        self.at += timedelta(**units)


class KeywordEngine:
    """Understands by the first word that it knows; good enough for everything but understanding itself."""

    TOPICS = {
        "rent do i owe": "rent_balance",
        "balance": "rent_balance",
        "tap": "repair_report",
        "repair": "repair_report",
        "dripping": "repair_report",
        "smell gas": "repair_report",
        "open": "opening_hours",
        "close": "opening_hours",
        "talk to someone": "human",
        "a person": "human",
        "transfer": "transfer",
        "complain": "complaint",
        "thanks": "thanks",
        "hello": "greeting",
        "never mind": "cancel",
        "robot": "bot_help",
    }

    def __init__(self) -> None:
        self.broken = False

    def understand(self, text: str) -> Understanding:
        if self.broken:
            raise RuntimeError("the model is gone")
        topic = next((topic for words, topic in self.TOPICS.items() if words in text.lower()), None)
        confidence = 0.9 if topic else 0.1
        topic = topic or "out_of_scope"
        return Understanding(text, topic, confidence, (Ranked(topic, confidence),))


class FakeSms(Connector):
    """Text messages that go nowhere: kept in `sent`; told to fail, it fails."""

    channel = Channel.SMS
    capabilities = Sms.capabilities

    def __init__(self) -> None:
        self.sent: list[Outbound] = []
        self.failing: dict[str, SendFailed] = {}
        #: numbers whose send hangs until `hung` is set
        self.hanging: set[str] = set()
        self.hung = asyncio.Event()
        #: what was taken although nobody knows, by the reply's public id; `asked`: also that nothing was
        self.found: dict[str, str] = {}
        self.asked = False
        self.asking_fails: SendFailed | None = None
        #: attachments by address; any other is gone for good
        self.pictures: dict[str, Fetched] = {}

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        return []

    async def send(self, reply: Outbound) -> str:
        if reply.to in self.hanging:
            await self.hung.wait()
        if reply.to in self.failing:
            raise self.failing[reply.to]
        self.sent.append(reply)
        return f"SM{len(self.sent)}"

    async def find(self, reply: Outbound, since: datetime, known: frozenset[str]) -> str | None:
        if self.asking_fails is not None:
            raise self.asking_fails
        if not self.asked and reply.public_id not in self.found:
            raise SendFailed("this channel cannot be asked", permanent=True)
        return self.found.get(reply.public_id)

    async def fetch(self, url: str) -> Fetched:
        if url not in self.pictures:
            raise SendFailed("gone", permanent=True)
        return self.pictures[url]


class BrokenLandlord:
    """Records that fail in a way nobody foresaw."""

    def __getattr__(self, name: str) -> object:
        async def broken(*_: object) -> None:
            raise RuntimeError(f"{name} is broken")

        return broken


class FakeLandlord:
    """Records of one tenancy, held at one mobile, as far as staff look at them; told to be down, it is."""

    MOBILE = "+447700900101"
    TENANCY = Tenancy(
        reference="T1001",
        tenure=Tenure.TENANT,
        address=Address("14 Mill Rise", "Prees Green", "TF9 4QX", "100000000001"),
        holders=("Joan Pettifer",),
        started_on=date(2014, 5, 19),
        officer="Tom Ashdown",
        mobiles=(MOBILE,),
    )

    def __init__(self) -> None:
        self.down = False

    async def health(self) -> Health:
        return Health(up=not self.down, as_at=None)

    async def tenancies_at(self, channel: str, address: str) -> Sequence[Tenancy]:
        self._answer()
        return [self.TENANCY] if address == self.MOBILE else []

    async def tenancy(self, reference: str) -> Tenancy | None:
        self._answer()
        return self.TENANCY if reference == self.TENANCY.reference else None

    async def rent_account(self, reference: str) -> RentAccount:
        self._answer()
        return RentAccount(reference, 24_560, datetime(2026, 11, 23, 6, 0, tzinfo=UTC), 11_842, date(2026, 11, 30))

    async def repairs(self, reference: str, open_only: bool) -> Sequence[Repair]:
        self._answer()
        return []

    def _answer(self) -> None:
        if self.down:
            raise LandlordDown("told to be down")
