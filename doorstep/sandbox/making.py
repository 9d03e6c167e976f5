"""The sandbox of one system: a stand-in for the provider of every channel that is set up and has one."""

from collections.abc import Mapping, Sequence

from connectors.base import Connector
from connectors.email import Email
from connectors.messenger import Messenger
from connectors.telegram import Telegram as TelegramChannel
from connectors.twilio.channel import TwilioChannel
from doorstep.sandbox.devices import Devices
from doorstep.sandbox.mail import Mail
from doorstep.sandbox.meta import Access, Meta
from doorstep.sandbox.pages import Sandbox
from doorstep.sandbox.people import Owner
from doorstep.sandbox.telegram import Telegram, Webhook
from doorstep.sandbox.twilio import Twilio
from doorstep.sandbox.wire import Provider, Wire
from doorstep.system import Parts
from model.channel import Channel


def sandbox(parts: Parts, owners: Sequence[Owner]) -> Sandbox:
    """The devices of these people."""
    settings = parts.settings
    names = {address: owner.name for owner in owners for address in owner.addresses().values()}
    devices, system = Devices(parts.now, names), Wire(settings.public_address, settings.port)
    made = (make(parts.connectors, devices, system) for make in (_twilio, _telegram, _meta, _mail))
    providers = [provider for provider in made if provider is not None]
    return Sandbox(settings, owners, providers, devices, system)


Connected = Mapping[Channel, Connector]


def _twilio(connected: Connected, devices: Devices, system: Wire) -> Provider | None:
    ours = {channel: one for channel, one in connected.items() if isinstance(one, TwilioChannel)}
    numbers = {channel: one.number for channel, one in ours.items()}
    account = next((one.client.auth for one in ours.values()), None)
    return Twilio(account, numbers, devices, system) if account else None


def _telegram(connected: Connected, devices: Devices, system: Wire) -> Provider | None:
    bot = connected.get(Channel.TELEGRAM)
    if not isinstance(bot, TelegramChannel):
        return None
    return Telegram(bot.bot.token, Webhook(bot.account.address, bot.account.secret), devices, system)


def _meta(connected: Connected, devices: Devices, system: Wire) -> Provider | None:
    ours = {channel: one.graph for channel, one in connected.items() if isinstance(one, Messenger)}
    access = {channel: Access(graph.secret, graph.token) for channel, graph in ours.items()}
    return Meta(access, devices, system) if access else None


def _mail(connected: Connected, devices: Devices, system: Wire) -> Provider | None:
    """Servers on this machine, which nobody else can have in mind."""
    ours = connected.get(Channel.EMAIL)
    return Mail(ours.account, devices) if isinstance(ours, Email) else None
