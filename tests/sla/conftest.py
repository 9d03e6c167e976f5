"""The shipped configuration, as the tests of this room use it."""

import tomllib
from pathlib import Path

import pytest

from model.promise import Promise
from sla.calendar import Calendar
from sla.hours import calendars
from sla.promises import promises

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture(scope="session")
def hours() -> dict[str, Calendar]:
    return calendars(tomllib.loads((CONFIG / "hours.toml").read_text("utf-8")))


@pytest.fixture(scope="session")
def promised(hours) -> dict[str, Promise]:
    return promises(tomllib.loads((CONFIG / "promises.toml").read_text("utf-8")), hours)
