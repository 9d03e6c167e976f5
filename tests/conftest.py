"""What most tests need: the shipped configuration, the demo landlord, a stage to play on."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import pytest

from doorstep.configuration import Configuration, load
from doorstep.settings import ROOT
from housing.demo import DemoLandlord, open_demo
from tests.fakes import FakeClock
from tests.play import Stage, build

TODAY = date(2026, 11, 23)


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
