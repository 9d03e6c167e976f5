"""A house for each test, with its server started and closed in the end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.desk.house import House, build


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    built = build(tmp_path)
    await built.server.start_server()
    yield built
    await built.close()
