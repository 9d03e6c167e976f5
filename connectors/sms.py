"""SMS through Twilio: texts on one number, answered from it, from a name or from a Messaging Service."""

from collections.abc import Mapping, Sequence

from connectors.base import Around
from connectors.twilio import inbound as inbounds
from connectors.twilio.account import Account
from connectors.twilio.channel import Setting, TwilioChannel
from connectors.twilio.http import TWILIO, TwilioHttp, client
from connectors.twilio.sender import NAME, NUMBER, SERVICE, sender
from model.changing import changed
from model.channel import Capabilities, Channel, Layout
from model.message import Inbound

SEGMENTS = 3


class Sms(TwilioChannel):
    """Text messages on one Twilio number."""

    channel = Channel.SMS
    capabilities = Capabilities(
        Layout.SMS, SEGMENTS, segments=True, preview=True, held_address=True, receipts=True, keywords=True
    )

    def message(self, fields: Mapping[str, str]) -> Inbound:
        inbound = super().message(fields)
        if inbounds.ANSWERABLE.fullmatch(inbound.address):
            return inbound
        return changed(inbound, no_return=True, note="sent from a name, which nobody can answer")

    def worded(self, text: str) -> str:
        return text + self.sender.how_to_answer

    async def check(self) -> Sequence[str]:
        account = Account(self.client)
        found = [await account.state(), await account.posts(self.number, self.hook)]
        if not self.sender.is_service:
            return found
        return [*found, f"let {self.sender.by} 'Defer to sender's webhook', so that answers come to {self.hook} too"]


def connect(around: Around) -> Sms:
    """Texts on the number of `[sms]`. Raises `NotSet`."""
    http = TwilioHttp(around.session, around.setting("api", TWILIO))
    account = client(around.setting("account"), around.setting("token"), http)
    number = around.setting("number")
    by = sender(number, around.setting("sender", ""), (SERVICE, NUMBER, NAME)).by
    setting = Setting(sender=by, shared_key=around.setting("shared_key", ""))
    return Sms(account, http, number, around.public_address, setting)
