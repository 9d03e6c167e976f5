"""Web chat: what the landlord's own widget posts."""

import json

from connectors.base import Hook
from connectors.webchat import WebChat, address_of
from model.message import Inbound
from tests.connectors.examples.example import Example


def _chat(token: str, body: object) -> Hook:
    return Hook(json.dumps(body).encode(), {"authorization": f"Bearer {token}"}, "/hooks/webchat")


EXAMPLE = Example(
    name="webchat",
    module="webchat",
    make=lambda session, provider: WebChat(),
    message=_chat("t-1", {"id": "m-1", "text": "hello 🏠"}),
    inbound=Inbound(WebChat.channel, address_of("t-1"), f"{address_of('t-1')}:m-1", "hello 🏠"),
    unreadable=[_chat("t-1", {"text": "no id"}), _chat("t-1", []), Hook(b"{", {"authorization": "Bearer t"})],
    forged=[Hook(b"{}", {}), Hook(b"{}", {"authorization": "Basic abc"}), Hook(b"{}", {"authorization": "Bearer "})],
)
