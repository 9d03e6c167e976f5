"""Web chat: messages of the landlord's own widget. What is committed to the history is delivered by being read."""

import hashlib
import json
from collections.abc import Sequence

from connectors.base import Around, Connector, Forged, Hook, Unreadable
from model.channel import Capabilities, Channel, Layout
from model.message import Inbound, Outbound, Receipt

LENGTH = 2000


class WebChat(Connector):
    """The chat on the landlord's own pages; the token is the only key to a conversation."""

    channel = Channel.WEB_CHAT
    capabilities = Capabilities(Layout.CHAT, LENGTH, buttons=True, history=True)

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt]:
        scheme, _, token = hook.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Forged("no token")
        try:
            said = json.loads(hook.body)
            return [self.said(address_of(token), str(said["id"]), str(said["text"]))]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Unreadable("not a message of the widget") from error

    def said(self, address: str, client_id: str, text: str) -> Inbound:
        """A message of the conversation at `address`; the widget's own id makes it the same message when sent twice."""
        return Inbound(self.channel, address, f"{address}:{client_id}", text)

    async def send(self, reply: Outbound) -> str:
        return reply.public_id


def address_of(token: str) -> str:
    """Where a chat is kept: a hash of its token, so that whoever reads the database cannot write in its name."""
    return hashlib.sha256(token.encode()).hexdigest()


def connect(around: Around) -> WebChat:
    """The widget needs nothing."""
    return WebChat()
