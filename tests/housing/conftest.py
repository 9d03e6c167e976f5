"""A demo landlord made once a session and copied for each test; the landlords that the contract is held against."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from housing.demo import DemoLandlord, open_demo
from housing.faults import Faults
from housing.personas import Persona, personas
from model.housing import RepairPriority, RepairRequest
from model.ports import Landlord

#: a Wednesday
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The file of a demo landlord made on `TODAY`; nobody writes to it."""
    path = tmp_path_factory.mktemp("made") / "demo.db"
    open_demo(path, TODAY).close()
    return path


@pytest.fixture
def path(made, tmp_path):
    """A copy of that file for one test, gone after it."""
    copy = shutil.copy(made, tmp_path / "demo.db")
    yield copy
    copy.unlink()


@pytest.fixture
def demo(path):
    """A demo landlord to write to."""
    landlord = open_demo(path, TODAY, lambda: NOW)
    yield landlord
    landlord.close()


@pytest.fixture(scope="session")
def shared(made):
    """A demo landlord to read from."""
    landlord = open_demo(made, TODAY, lambda: NOW)
    yield landlord
    landlord.close()


@pytest.fixture
def request_of():
    """Makes a request to repair a tap for this tenancy."""

    def make(tenancy, address="", problem="tap will not stop dripping"):
        return RepairRequest(
            tenancy=tenancy,
            address=address,
            place="Kitchen",
            problem=problem,
            description="it drips all night",
            priority=RepairPriority.ROUTINE,
            access="after four, mind the dog",
            due_on=date(2026, 12, 23),
            contact="+447700900001",
        )

    return make


@dataclass
class Records:
    """What the contract needs to know of an adapter: whom it holds, how to disturb it, how to begin again."""

    landlord: Landlord
    faults: Faults
    #: the same records asked by a new process, while the old one was never told to stop
    after_a_crash: Callable[[], Landlord]
    #: a tenant alone on the agreement, one of two joint tenants, one of two who share a mobile
    alone: Persona
    joint: Persona
    sharing: Persona
    #: reference of a repair that was completed
    completed: str


def _demo(path: Path, started: ExitStack) -> Records:
    def start() -> DemoLandlord:
        return started.enter_context(closing(open_demo(path, TODAY, lambda: NOW)))

    landlord = start()
    people = {one.number[-3:]: one for one in personas(landlord)}
    done = landlord.reading.execute("SELECT id FROM repair WHERE status = 'completed'").fetchone()
    return Records(landlord, landlord.faults, start, people["001"], people["004"], people["003"], f"R{done[0]}")


#: every adapter joins here: how it is started over the records in this file
ADAPTERS = {"demo": _demo}


@pytest.fixture(scope="session", params=ADAPTERS)
def adapter(request):
    return ADAPTERS[request.param]


@pytest.fixture(scope="session")
def records(adapter, made):
    """Records that tests only read."""
    with ExitStack() as started:
        yield adapter(made, started)


@pytest.fixture
def fresh(adapter, path):
    """Records of one test's own, to write to and to disturb."""
    with ExitStack() as started:
        yield adapter(path, started)
