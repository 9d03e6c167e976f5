"""A house for each test, with its server started and closed in the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from store.migrations import migrate
from tests.desk.house import House, build


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with its tables, made once: making them takes longer than most tests."""
    path = tmp_path_factory.mktemp("desk") / "doorstep.sqlite"
    migrate(f"sqlite:///{path}", "sqlite")
    return path.read_bytes()


@pytest.fixture
async def built(tmp_path: Path, empty_database: bytes) -> AsyncIterator[Callable[..., Awaitable[House]]]:
    """Builds houses of another kind; what was built is closed in the end."""
    houses: list[House] = []
    (tmp_path / "doorstep.sqlite").write_bytes(empty_database)

    async def make(**given: object) -> House:
        houses.append(build(tmp_path, **given))
        await houses[-1].server.start_server()
        return houses[-1]

    yield make
    for house in houses:
        await house.close()


@pytest.fixture
async def house(built: Callable[..., Awaitable[House]]) -> House:
    return await built()
