"""Small stand-ins for what a system is handed: a clock, an engine, a channel that keeps what it is given."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from connectors.base import Connector, Hook, SendFailed
from connectors.sms import Sms
from model.channel import Channel
from model.message import Inbound, Outbound, Receipt
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

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        return []

    async def send(self, reply: Outbound) -> str:
        if reply.to in self.failing:
            raise self.failing[reply.to]
        self.sent.append(reply)
        return f"SM{len(self.sent)}"
