"""What Twilio's channels have in common: signed webhooks in, the Messages resource out, and looking there for what was
missed. A channel says what its addresses and its contents look like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from twilio.rest import Client

from connectors import form
from connectors.base import CLOCKS_DIFFER, Connector, Fetched, Forged, Hook, Intake, Unreadable
from connectors.form import quoted
from connectors.twilio import inbound as inbounds
from connectors.twilio.account import Account
from connectors.twilio.http import TwilioHttp
from connectors.twilio.messages import Messages
from connectors.twilio.reconciling import Reconciler
from connectors.twilio.sender import Sender
from connectors.twilio.signature import Signatures
from model.message import Inbound, Outbound, Receipt

#: bytes of a webhook: the longest message, all of it escaped, takes a fifth of that
MOST_POSTED = 256 * 1024
#: what Twilio puts before every text of an account that is not paid for
TRIAL = "Sent from your Twilio trial account - "


@dataclass(frozen=True, slots=True)
class Setting:
    """What a channel may be told beside its number; all of it may be left out."""

    #: what replies come from in place of the number
    sender: str = ""
    #: the key that signs webhooks in place of the account's token
    shared_key: str = ""
    #: the Content SID of what may be sent outside the window
    template: str = ""


class TwilioChannel(Connector):
    """One number on one channel of Twilio's."""

    answer: ClassVar[tuple[str, str]] = ("<Response/>", "text/xml")
    fetches = True
    #: what Twilio writes before a number on this channel
    prefix: ClassVar[str] = ""

    def __init__(
        self, client: Client, http: TwilioHttp, number: str, public_address: str, setting: Setting | None = None
    ) -> None:
        self.client = client
        self.http = http
        self.number = number
        self.public_address = public_address.rstrip("/")
        self.setting = setting or Setting()
        self.sender = Sender(self.prefix + number, self.setting.sender)
        self.hook = f"{self.public_address}/hooks/{self.channel.value}"
        self.always = f"&{self.sender.form}&StatusCallback={quoted(f'{self.hook}/status?reply=')}"
        self.messages = Messages(client, http)
        self.signatures = Signatures(self.public_address, client.password, self.setting.shared_key)

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        if len(hook.body) > MOST_POSTED:
            raise Forged("longer than anything that Twilio posts")
        try:
            fields = form.read(hook.body)
        except ValueError as error:
            self.signatures.prove(hook, {})
            raise Unreadable("the form cannot be read") from error
        self.signatures.prove(hook, fields)
        if "MessageStatus" in fields:
            return [inbounds.receipt(self.channel, fields, hook.query.get("reply"))]
        return [self.message(fields)]

    def message(self, fields: Mapping[str, str]) -> Inbound:
        """The message in these fields, whether they were posted or looked up. Raises `Unreadable`."""
        return inbounds.message(self.channel, fields, self.prefix)

    async def send(self, reply: Outbound) -> str:
        to, content, id_ = quoted(self.prefix + reply.to), self.content(reply), quoted(reply.public_id)
        return await self.messages.create(f"To={to}&{content}{self.always}{id_}")

    def content(self, reply: Outbound) -> str:
        """The fields of a form that say what is sent. Raises `SendFailed`."""
        return f"Body={quoted(self.worded(reply.text))}"

    def worded(self, text: str) -> str:
        """A text as it leaves."""
        return text

    async def find(self, reply: Outbound, since: datetime, known: frozenset[str]) -> str | None:
        texts = await self.messages.sent(self.sender.listed_as, self.prefix + reply.to, since - CLOCKS_DIFFER)
        alike = [text for text in reversed(texts) if text.sid not in known and self.said(text.body, reply.text)]
        return min(alike, key=lambda text: text.created).sid if alike else None

    def said(self, listed: str, text: str) -> bool:
        """Whether Twilio lists `text` so. What it does to space at either end is not documented, so it is left out."""
        return listed.removeprefix(TRIAL).strip() == self.worded(text).strip()

    async def fetch(self, url: str) -> Fetched:
        return await self.http.file(url, (self.client.username, self.client.password))

    async def run(self, intake: Intake) -> None:
        await self.reconciler().run(intake)

    def reconciler(self) -> Reconciler:
        """What looks for messages whose webhook never came."""
        return Reconciler(self.channel, self.messages, self.prefix + self.number, self.message, _now)

    async def check(self) -> Sequence[str]:
        return [await Account(self.client).state()]


def _now() -> datetime:
    return datetime.now(UTC)
