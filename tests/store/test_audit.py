"""The audit: a chain for each enquiry, sealed; tampering shows."""

import pytest

from store import audit
from tests.plays.people import BETHAN


@pytest.fixture
async def audited(stage):
    bethan = stage.phone(BETHAN)
    for line in ("my kitchen tap is dripping", "two weeks", "just me", "yes"):
        await bethan.says(line)
    return stage


async def test_every_change_of_an_enquiry_is_on_record(audited):
    lines = [row["what"] for row in await audited.query("SELECT what FROM audit ORDER BY seq")]
    assert lines == ["opened", "closed"]


async def test_a_whole_chain_is_whole(audited):
    assert await audited.system.parts.store.read(audit.broken_at, 1) is None


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit SET why = 'nothing happened' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 2",
        "UPDATE audit SET seq = 7 WHERE seq = 2",
    ],
)
async def test_tampering_shows(audited, tamper):
    await audited.system.parts.store.write(lambda db: db.ask(tamper))
    assert await audited.system.parts.store.read(audit.broken_at, 1) is not None


async def test_heads_are_sealed_once(audited):
    store = audited.system.parts.store
    assert await store.write(audit.seal) == 1
    assert await store.write(audit.seal) == 0
