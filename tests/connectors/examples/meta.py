"""What Messenger and Instagram share: webhooks as Meta signs them, and a connector whose Meta is the stand-in."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from connectors.base import Around, Hook
from connectors.messenger import connect
from model.channel import Channel
from store.files import Files
from tests.connectors.examples.example import PUBLIC
from tests.connectors.graph_api import SECRET, TOKEN

PAYLOADS = Path(__file__).parent.parent / "payloads"
VERIFY = "a-verify-token"


def make(channel: Channel, session: ClientSession | None, provider: Any, **settings: object) -> Any:
    """A connector whose Graph API is the stand-in."""
    here = {"token": TOKEN, "secret": SECRET, "verify": VERIFY, "api": provider.address or "http://127.0.0.1:9"}
    return connect(Around(session, PUBLIC, Files(Path("unused")), {}, channel, here | settings))  # type: ignore[arg-type]


def hook(payload: object, secret: str = SECRET, signature: str | None = None) -> Hook:
    """A webhook as Meta signs it."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    if signature is None:
        signature = f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    return Hook(body, {"x-hub-signature-256": signature}, "/hooks/meta")


def payload(channel: Channel, name: str) -> Any:
    """A captured webhook."""
    return json.loads((PAYLOADS / channel / f"{name}.json").read_text())


def forged(payload: Any) -> list[Hook]:
    """The same webhook, from somebody else."""
    genuine = hook(payload)
    return [
        hook(payload, "somebody else's"),
        hook(payload, signature=""),
        hook(payload, signature="ü\udc80"),
        hook(payload, signature=genuine.headers["x-hub-signature-256"].removeprefix("sha256=")),
        Hook(genuine.body, {}, genuine.target),
        Hook(genuine.body + b" ", genuine.headers, genuine.target),
    ]
