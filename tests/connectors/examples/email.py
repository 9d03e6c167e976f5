"""Email: nobody posts to it, so that whatever is posted is forged. What mails become is tested in `tests/connectors/email`."""

from datetime import UTC, datetime
from pathlib import Path

from connectors.base import Hook
from connectors.email import Email
from store.files import Files
from tests.connectors.email.mails import ACCOUNT, payload
from tests.connectors.examples.example import Example

EXAMPLE = Example(
    name="email",
    module="email",
    make=lambda session, provider: Email(ACCOUNT, Files(Path("nowhere")), lambda: datetime(2026, 11, 23, tzinfo=UTC)),
    message=None,
    inbound=None,
    unreadable=[],
    forged=[Hook(payload("gmail_reply"), {}, "/hooks/email"), Hook(b"")],
)
