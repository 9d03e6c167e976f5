"""Telegram: updates as Telegram posts them, with the secret that it was told."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from connectors.base import Around, Connector, Hook
from connectors.telegram import SECRET_HEADER, connect
from model.channel import Channel
from model.message import Inbound
from store.files import Files
from tests.connectors.bot_api import TOKEN
from tests.connectors.examples.example import PUBLIC, Example
from tests.connectors.provider import Provider

PAYLOADS = Path(__file__).parent.parent / "payloads" / "telegram"
TARGET = "/hooks/telegram"


def make(session: ClientSession | None, provider: Any, **settings: object) -> Any:
    """A connector whose Telegram is the stand-in."""
    wanted = {"token": TOKEN, "api": provider.address or "http://127.0.0.1:9", **settings}
    return connect(Around(session, PUBLIC, Files(Path("unused")), {}, Channel.TELEGRAM, wanted))  # type: ignore[arg-type]


SECRET = make(None, Provider()).account.secret


def hook(payload: object, secret: str = SECRET) -> Hook:
    """A webhook as Telegram posts it."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return Hook(body, {SECRET_HEADER: secret}, TARGET)


def payload(name: str) -> Any:
    """A captured update."""
    return json.loads((PAYLOADS / f"{name}.json").read_text())


def _made(session: ClientSession, provider: Provider) -> Connector:
    connector: Connector = make(session, provider)
    return connector


EXAMPLE = Example(
    name="telegram",
    module="telegram",
    make=_made,
    message=hook(payload("text")),
    inbound=Inbound(
        Channel.TELEGRAM,
        "700900123",
        "700900123:41",
        "the tap's dripping 💧 & it £ costs",
        datetime(2026, 11, 23, 10, 0, 1, tzinfo=UTC),
        name="Bethan Example",
    ),
    unreadable=[
        hook(b"{"),
        hook([]),
        hook({}),
        hook({"update_id": 1, "message": {"text": "x"}}),
        hook(payload("poll")),
    ],
    forged=[
        hook(payload("text"), "somebody else's"),
        hook(payload("text"), ""),
        hook(payload("text"), "ü\udc80"),
        Hook(hook(payload("text")).body, {}, TARGET),
    ],
)
