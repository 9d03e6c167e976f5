"""What most tests need: the shipped configuration, the demo landlord, a stage to play on."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from doorstep.configuration import Configuration, load
from doorstep.settings import ROOT
from housing.demo import DemoLandlord, open_demo
from tests.fakes import FakeClock
from tests.play import Stage, build
from tests.servers import Postgres
from tests.stores import Chosen, Databases

TODAY = date(2026, 11, 23)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a real PostgreSQL instead of SQLite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about SQLite alone is left out where another database was asked for."""
    if config.getoption("--postgres"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("sqlite")])
        items[:] = [item for item in items if not item.get_closest_marker("sqlite")]


@pytest.fixture(scope="session", autouse=True)
def databases(request: pytest.FixtureRequest) -> Iterator[None]:
    """The server that `--postgres` asks for."""
    if not request.config.getoption("--postgres"):
        yield
        return
    with Postgres() as server:
        Chosen.databases = Databases(server)
        yield


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    return load(ROOT / "config")


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("landlord") / "housing.sqlite"
    open_demo(path, TODAY).close()
    return path


@pytest.fixture
def landlord(demo_file: Path, tmp_path: Path) -> DemoLandlord:
    """The demo landlord, a copy of its own for each test."""
    copy = tmp_path / "housing.sqlite"
    copy.write_bytes(demo_file.read_bytes())
    opened = open_demo(copy, TODAY, FakeClock())
    yield opened
    opened.close()


@pytest.fixture
async def build_stage(
    tmp_path: Path, configuration: Configuration, landlord: DemoLandlord
) -> AsyncIterator[Callable[..., Stage]]:
    """Builds stages; what was built last is closed in the end."""
    built: list[Stage] = []

    def make(**given: object) -> Stage:
        built.append(build(tmp_path, configuration, given.pop("landlord", landlord), **given))
        return built[-1]

    yield make
    for stage in built:
        await stage.system.parts.store.close()


@pytest.fixture
async def stage(build_stage: Callable[..., Stage]) -> Stage:
    return build_stage()
