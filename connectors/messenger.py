"""Messenger and Instagram: signed webhooks in, the Send API out.

Meta, "Messenger Platform", "Instagram Messaging", "Webhooks, getting started". Freely within 24 hours of the person's
last message; a colleague up to 7 days after it. Public comments: see `meta/comments.py`.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from connectors.base import Around, Connector, Fetched, Forged, Hook, SendFailed
from connectors.meta.comments import private_answer
from connectors.meta.events import events
from connectors.meta.graph import GRAPH, Graph
from model.channel import Capabilities, Channel, Layout, Unit
from model.message import Author, Inbound, Outbound, Receipt, Unread

VERSION = "v25.0"
WINDOW = timedelta(hours=24)
#: Meta, "Quick replies"
MOST_CHOICES = 13
TITLE = 20
#: without these nothing would come
NEEDED = ("messages",)
INVITATION = (
    "Thank you for your comment. Please write to us here, in private, and tell us what you need: "
    "nobody else can read it, and we can help you best this way."
)


class Messenger(Connector):
    """Messages to one Facebook page."""

    channel = Channel.MESSENGER
    capabilities = Capabilities(Layout.CHAT, 2000, buttons=True, preview=True, receipts=True, window=WINDOW)
    #: what its webhooks tell of
    about: ClassVar[str] = "page"
    #: what Meta is asked to tell us of
    wanted: ClassVar[Sequence[str]] = (
        "messages",
        "messaging_postbacks",
        "message_deliveries",
        "message_reads",
        "message_edits",
        "feed",
    )

    def __init__(self, graph: Graph, verify: str, address: str, invitation: str, *, registers: bool = False) -> None:
        self.graph = graph
        self.verify = verify
        self.address = address
        self.invitation = invitation
        self.registers = registers

    def parse(self, hook: Hook) -> Sequence[Inbound | Receipt | Unread]:
        wanted = f"sha256={hmac.digest(self.graph.secret.encode(), hook.body, hashlib.sha256).hex()}"
        given = hook.headers.get("x-hub-signature-256", "")
        if not hmac.compare_digest(given.encode(errors="replace"), wanted.encode()):
            raise Forged("wrong signature")
        return events(self.channel, self.about, hook.body)

    def welcome(self, hook: Hook) -> str:
        given = hook.query.get("hub.verify_token", "")
        same = hmac.compare_digest(given.encode(errors="replace"), self.verify.encode())
        if hook.query.get("hub.mode") != "subscribe" or not same:
            raise Forged("wrong verify token")
        return hook.query.get("hub.challenge", "")

    async def send(self, reply: Outbound) -> str:
        return await self.graph.send(private_answer(reply, self.invitation) or answer(reply))

    async def fetch(self, url: str) -> Fetched:
        return await self.graph.fetch(url)

    async def check(self) -> Sequence[str]:
        me = await self.graph.get("me", fields="id,name")
        if self.registers:
            await self.graph.post("me/subscribed_apps", subscribed_fields=",".join(self.wanted))
        found = await self.graph.get("me/subscribed_apps")
        fields = {str(field) for app in _list(found, "data") for field in _list(app, "subscribed_fields")}
        if missing := [field for field in NEEDED if field not in fields]:
            raise SendFailed(
                f"Meta does not tell us of {', '.join(missing)}; "
                f"write register = true in [{self.channel}] and check again"
            )
        return (
            f"the token is of {me.get('name') or me.get('id')}, which tells us of {', '.join(sorted(fields))}",
            f"the app's webhook must be {self.address} with the verify token of [{self.channel}]",
        )


class Instagram(Messenger):
    """Messages to one Instagram account."""

    channel = Channel.INSTAGRAM
    capabilities = Capabilities(
        Layout.CHAT, 1000, buttons=True, preview=True, receipts=True, window=WINDOW, unit=Unit.BYTES
    )
    about = "instagram"
    #: the others, such as `comments`, can be had from the app's own page at Meta alone
    wanted = ("messages", "messaging_postbacks")


def answer(reply: Outbound) -> dict[str, Any]:
    """A message to somebody who wrote in private. Raises `SendFailed` where nobody may write to them any more."""
    message: dict[str, Any] = {"text": reply.text}
    if reply.buttons:
        message["quick_replies"] = [_choice(label) for label in reply.buttons[:MOST_CHOICES]]
    kind = {"messaging_type": "RESPONSE"}
    if not reply.in_window:
        if reply.author is not Author.COLLEAGUE:
            raise SendFailed("the 24-hour window is over", permanent=True, elsewhere=True)
        kind = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return {"recipient": {"id": reply.to}, "message": message, **kind}


def _choice(label: str) -> dict[str, str]:
    """A tap sends the payload, which is the whole label, however much of it can be shown."""
    title = label if len(label) <= TITLE else f"{label[: TITLE - 1]}…"
    return {"content_type": "text", "title": title, "payload": label}


def _list(value: Any, name: str) -> list[Any]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def connect(around: Around) -> Messenger:
    """The page of `[messenger]` or the account of `[instagram]`. Raises `NotSet`."""
    base = f"{around.setting('api', GRAPH).rstrip('/')}/{around.setting('version', VERSION)}"
    graph = Graph(around.session, around.setting("token"), around.setting("secret"), base)
    kind = Instagram if around.channel is Channel.INSTAGRAM else Messenger
    return kind(
        graph,
        around.setting("verify"),
        f"{around.public_address.rstrip('/')}/hooks/{around.channel}",
        around.setting("invitation", INVITATION),
        registers=around.settings.get("register") is True,
    )
