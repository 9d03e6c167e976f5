"""What the desk and the public pages are handed."""

from datetime import datetime

from bot.formats import national
from desk.means import Day, Desk, Opening
from doorstep import contact
from doorstep.channels import ANSWER_SECONDS
from doorstep.surroundings import day_hours
from doorstep.system import System
from model.channel import Channel
from model.message import Inbound
from store.intake import Received

#: seconds in which calls are answered, where the landlord says nothing else
PROMISED = 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def desk_of(system: System) -> Desk:
    """The desk of a system."""
    parts, configuration = system.parts, system.parts.configuration
    web_chat = parts.connectors[Channel.WEB_CHAT]
    answer_seconds = configuration.channels[Channel.PHONE].settings.get(ANSWER_SECONDS, PROMISED)

    async def accept(address: str, client_id: str, text: str) -> Received:
        inbound = Inbound(Channel.WEB_CHAT, address, f"{address}:{client_id}", text)
        return await system.intake.accept(inbound, web_chat.capabilities)

    return Desk(
        store=parts.store,
        landlord=parts.landlord,
        name=configuration.name,
        phone=configuration.phone,
        sms=national(configuration.sms),
        topics=configuration.topics,
        teams=configuration.teams,
        promises={name: promise.label for name, promise in configuration.promises.items()},
        emergencies={name: kind.label for name, kind in configuration.emergencies.kinds.items()},
        capabilities={channel: connector.capabilities for channel, connector in parts.connectors.items()},
        opening=lambda: _opening(system, parts.now()),
        now=parts.now,
        zone=configuration.zone,
        accept=accept,
        emergency=configuration.emergencies.detect,
        contact=lambda claimed, logged: contact.decided(configuration, claimed, logged, parts.now()),
        answer_seconds=answer_seconds,
        web=parts.settings.web,
        media_path=system.media.files.path,
        secure=parts.settings.public_address.startswith("https://"),
        proxies=parts.settings.proxies,
        weights=configuration.weights,
        discreet=frozenset({"domestic_abuse", "self_harm", "at_risk", "welfare", "violence"}),
        troubles=system.troubles,
    )


def _opening(system: System, now: datetime) -> Opening:
    configuration = system.parts.configuration
    calendar = configuration.calendars[configuration.opening]
    days = [
        Day(day=name, hours=day_hours(spans) or "Closed") for name, spans in zip(WEEKDAYS, calendar.week, strict=True)
    ]
    return Opening(opening=days, open_now=calendar.is_open(now))
