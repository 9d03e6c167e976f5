"""What plays need beside a stage."""

from collections.abc import Awaitable, Callable

import pytest

from model.colleague import Presence
from store import colleagues, routing
from store.db import Db


@pytest.fixture
def own(stage) -> Callable[[], Awaitable[None]]:
    """Lets a colleague who is at work pick up the newest enquiry."""

    def work(db: Db) -> None:
        colleague = db.ask("SELECT id FROM colleague WHERE email = 'priya@example.org'")[0]["id"]
        enquiry = db.ask("SELECT MAX(id) AS id FROM enquiry")[0]["id"]
        routing.set_presence(db, colleague, Presence.AVAILABLE)
        routing.take(db, enquiry, colleague, by_hand=True)

    async def owned() -> None:
        store = stage.system.parts.store
        await store.write(
            colleagues.add, name="Priya Shah", email="priya@example.org", password_hash="", teams=["customer"]
        )
        await store.write(work)

    return owned
