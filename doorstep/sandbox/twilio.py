"""A stand-in for Twilio: phones that text and write by WhatsApp, and the Messages resource that the connectors call.

Twilio, "Twilio's request to your incoming message Webhook URL", "Outbound message status in status callbacks".
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import web
from twilio.request_validator import RequestValidator

from doorstep.sandbox import wire
from doorstep.sandbox.devices import Devices, Entry, Written, new_id
from doorstep.sandbox.twilio_listing import MESSAGES, Listed, page, wanted
from doorstep.sandbox.wire import Wire, path_of, state_after
from model.channel import Channel

#: what Twilio reports of a message on its way
JOURNEYS: Mapping[Channel, tuple[str, ...]] = {
    Channel.SMS: ("sent", "delivered"),
    Channel.WHATSAPP: ("sent", "delivered", "read"),
}
#: what Twilio writes before a number
PREFIXES: Mapping[Channel, str] = {Channel.SMS: "", Channel.WHATSAPP: "whatsapp:"}
MOST_CHARACTERS = 1600
FORM = "application/x-www-form-urlencoded"


class Twilio:
    """One account, its id and token, with a number for each of its channels."""

    def __init__(
        self, account: tuple[str, str], numbers: Mapping[Channel, str], devices: Devices, system: Wire
    ) -> None:
        self.account, token = account
        self.numbers = numbers
        self.channels = frozenset(numbers)
        self.devices = devices
        self.system = system
        self.validator = RequestValidator(token)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post(f"/sandbox/twilio{MESSAGES}", self.create_message)
        app.router.add_get(f"/sandbox/twilio{MESSAGES}", self.list_messages)

    def landlord(self, channel: Channel) -> str:
        return self.numbers[channel]

    async def write(self, written: Written) -> tuple[Entry, int]:
        entry = self.devices.wrote(written, new_id("SM"))
        prefix = PREFIXES[written.channel]
        fields = {
            "MessageSid": entry.id,
            "SmsMessageSid": entry.id,
            "AccountSid": self.account,
            "From": prefix + written.address,
            "To": prefix + self.numbers[written.channel],
            "Body": entry.text[:MOST_CHARACTERS],
            "NumMedia": "0",
        }
        if written.channel is Channel.WHATSAPP:
            fields["WaId"] = written.address.removeprefix("+")
            fields["ProfileName"] = self.devices.names.get(written.address, "")
        status = await self._hook(f"/hooks/{written.channel.value}", fields)
        entry.state = state_after(status)
        return entry, status

    async def create_message(self, request: web.Request) -> web.Response:
        """Twilio's `POST /2010-04-01/Accounts/{sid}/Messages.json`, as far as it is used here."""
        fields = await request.post()
        channel, number = _end(str(fields.get("To", "")))
        entry = self.devices.got(channel, number, _body(fields), new_id("SM"), "queued")
        self.system.later(self._travel(entry, str(fields.get("StatusCallback", ""))))
        return web.json_response(self._listed(entry).resource(request.match_info["account"]), status=201)

    async def list_messages(self, request: web.Request) -> web.Response:
        """Twilio's `GET /2010-04-01/Accounts/{sid}/Messages.json`."""
        every = [self._listed(entry) for channel in self.channels for entry in self.devices.every(channel)]
        found = wanted(every, request.query)
        return web.json_response(page(request.match_info["account"], request.query, found))

    def _listed(self, entry: Entry) -> Listed:
        prefix = PREFIXES[entry.channel]
        ours, theirs = prefix + self.numbers.get(entry.channel, ""), prefix + entry.address
        return Listed(entry, ours, theirs) if entry.direction == "in" else Listed(entry, theirs, ours)

    async def _travel(self, entry: Entry, callback: str) -> None:
        for state in JOURNEYS[entry.channel]:
            await asyncio.sleep(wire.STEP_SECONDS)
            entry.state = state
            if callback:
                await self._hook(path_of(callback), {"MessageSid": entry.id, "MessageStatus": state})

    async def _hook(self, path: str, fields: Mapping[str, str]) -> int:
        """Post a webhook as Twilio signs it."""
        signature = self.validator.compute_signature(self.system.public_address + path, fields)
        headers = {"X-Twilio-Signature": signature, "Content-Type": FORM}
        return await self.system.post(path, urlencode(fields).encode(), headers)


def _end(written: str) -> tuple[Channel, str]:
    """Channel and number of one end of a message."""
    prefix = PREFIXES[Channel.WHATSAPP]
    return (Channel.WHATSAPP if written.startswith(prefix) else Channel.SMS), written.removeprefix(prefix)


def _body(fields: Mapping[str, object]) -> str:
    """What the phone shows. Templates are kept at Twilio: only their variables are known here."""
    if "ContentSid" in fields:
        return f"Template {fields['ContentSid']} with {fields.get('ContentVariables', 'no variables')}"
    return str(fields.get("Body", ""))
