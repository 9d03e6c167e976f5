"""An office for what the store's tests have in common."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    opened = open_office(tmp_path)
    yield opened
    await opened.store.close()
