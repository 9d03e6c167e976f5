"""WhatsApp through Twilio: free texts for 24 hours after the tenant's last message, an approved template after that.

Twilio, "WhatsApp parameters" of the incoming webhook, "Content templates"; Meta, "Customer service windows".
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta

import orjson

from connectors.base import Around, NotSet, SendFailed
from connectors.form import quoted
from connectors.twilio.account import Account
from connectors.twilio.channel import Setting, TwilioChannel
from connectors.twilio.http import TWILIO, TwilioHttp, client
from connectors.twilio.kinds import described
from connectors.twilio.sender import SERVICE, sender
from model.channel import Capabilities, Channel, Layout, Unit
from model.message import Inbound, Outbound

LENGTH = 1600
TEMPLATE = re.compile(r"HX[0-9a-fA-F]{32}")
WINDOW = timedelta(hours=24)
#: of a template with all that is filled in (Twilio, error 63021), less what its own words may take
TEMPLATE_LENGTH = 1024 - 224


class WhatsApp(TwilioChannel):
    """One number on WhatsApp."""

    channel = Channel.WHATSAPP
    capabilities = Capabilities(
        Layout.CHAT, LENGTH, preview=True, held_address=True, receipts=True, window=WINDOW, unit=Unit.UTF16
    )
    prefix = "whatsapp:"

    def message(self, fields: Mapping[str, str]) -> Inbound:
        return described(super().message(fields), fields)

    def content(self, reply: Outbound) -> str:
        return super().content(reply) if reply.in_window else self._template(reply)

    def _template(self, reply: Outbound) -> str:
        """The approved template with the text in its only place. Raises `SendFailed`."""
        words = _in_one_line(reply.text)
        if not self.setting.template:
            raise SendFailed("outside the 24-hour window, and there is no template", permanent=True, elsewhere=True)
        if len(words) > TEMPLATE_LENGTH:
            raise SendFailed("outside the 24-hour window, too long for the template", permanent=True, elsewhere=True)
        variables = orjson.dumps({"1": words}).decode()
        return f"ContentSid={self.setting.template}&ContentVariables={quoted(variables)}"

    def said(self, listed: str, text: str) -> bool:
        return super().said(listed, text) or (bool(self.setting.template) and _in_one_line(text) in listed)

    async def check(self) -> Sequence[str]:
        window = "" if self.setting.template else "without a `template` nothing is sent after 24 hours of silence"
        found = [await Account(self.client).state(), f"let the WhatsApp sender in Twilio's console post to {self.hook}"]
        return [*found, window] if window else found


def _in_one_line(text: str) -> str:
    """Meta takes no new lines, and no more than four spaces in a row, in what fills a place of a template."""
    return " ".join(text.split())


def connect(around: Around) -> WhatsApp:
    """WhatsApp on the number of `[whatsapp]`. Raises `NotSet`."""
    http = TwilioHttp(around.session, around.setting("api", TWILIO))
    account = client(around.setting("account"), around.setting("token"), http)
    number, template = around.setting("number"), around.setting("template", "")
    if template and not TEMPLATE.fullmatch(template):
        raise NotSet(f"template {template!r} is none; write an approved one's Content SID (HX...), or leave it out")
    by = sender(number, around.setting("sender", ""), (SERVICE,)).by
    setting = Setting(by, around.setting("shared_key", ""), template)
    return WhatsApp(account, http, number, around.public_address, setting)
