"""`doorstep talk`: a conversation in the terminal, over the real line and a throw-away database."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from connectors.base import Connector, Hook
from connectors.sms import Sms
from connectors.webchat import WebChat
from doorstep.configuration import load
from doorstep.opening import utc_now
from doorstep.settings import Settings, WrongSettings
from doorstep.system import Parts, System
from doorstep.understanding import open_engine
from housing.demo import open_demo
from housing.personas import STRANGER, personas
from model.channel import Channel
from model.message import Inbound, Outbound, Receipt
from store.queue.local import LocalQueue
from store.sqlite import SqliteStore


class Aloud(Connector):
    """A channel that keeps what is sent, to be printed."""

    def __init__(self, like: type[Connector]) -> None:
        self.channel = like.channel  # type: ignore[misc]
        self.capabilities = replace(like.capabilities, history=False)  # type: ignore[misc]
        self.sent: list[Outbound] = []

    def parse(self, hook: Hook) -> list[Inbound | Receipt]:
        return []

    async def send(self, reply: Outbound) -> str:
        self.sent.append(reply)
        return reply.public_id


async def talk(settings: Settings, channel: str, person: str, console: Console) -> None:
    """Lines from standard input, the bot's lines to standard output; without a terminal nothing else is printed."""
    if channel not in (Channel.SMS, Channel.WEB_CHAT):
        raise WrongSettings(f"There is no channel {channel!r}; choose sms or webchat.")
    configuration = load(settings.config)
    engine = open_engine(settings, configuration)
    with tempfile.TemporaryDirectory(prefix="doorstep-talk-") as folder:
        landlord = open_demo(Path(folder) / "housing.sqlite", utc_now().date(), utc_now)
        store = SqliteStore(Path(folder) / "doorstep.sqlite", utc_now)
        aloud = {Channel.SMS: Aloud(Sms), Channel.WEB_CHAT: Aloud(WebChat)}
        queue = LocalQueue()
        store.listen(queue.hear)
        settings = replace(settings, data=Path(folder))
        parts = Parts(settings, configuration, store, engine, landlord, queue, aloud, utc_now)
        system = System(parts)
        address = _address(person, [(one.name, one.number) for one in personas(landlord)], Channel(channel))
        try:
            await _converse(system, aloud, Channel(channel), address)
        finally:
            await store.close()
            landlord.close()


async def _converse(system: System, aloud: dict[Channel, Aloud], channel: Channel, address: str) -> None:
    interactive = sys.stdin.isatty()
    number = 0
    while True:
        line = _line(interactive)
        if line is None:
            return
        number += 1
        inbound = Inbound(channel, address, f"talk-{number}", line.rstrip("\n"))
        await system.intake.accept(inbound, aloud[channel].capabilities)
        await system.settle()
        for there in aloud.values():
            _print(there, address, interactive)


def _print(there: Aloud, address: str, interactive: bool) -> None:
    for sent in there.sent:
        text = sent.text if sent.to == address else f"(text to {sent.to}) {sent.text}"
        if sent.buttons:
            text += "\n" + " ".join(f"[{button}]" for button in sent.buttons)
        sys.stdout.write(f"\033[36m{text}\033[0m\n" if interactive else f"{text}\n")
    sys.stdout.flush()
    there.sent.clear()


def _line(interactive: bool) -> str | None:
    if interactive:
        sys.stdout.write("> ")
        sys.stdout.flush()
    return sys.stdin.readline() or None


def _address(person: str, known: list[tuple[str, str]], channel: Channel) -> str:
    if channel is Channel.WEB_CHAT:
        return "terminal"
    if not person:
        return STRANGER.number
    for name, number in known:
        if person.lower() in name.lower() or person == number:
            return number
    raise WrongSettings(f"There is no demo person {person!r}; choose one of {', '.join(name for name, _ in known)}.")
