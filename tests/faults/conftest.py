"""Servers for the trials, and the report of all of them."""

from collections.abc import Iterator

import pytest

from tests.faults import report
from tests.faults.trial import Outcome
from tests.servers import Postgres, Redis

OUTCOMES: list[Outcome] = []


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[Postgres, Redis]]:
    """A PostgreSQL that keeps what it committed, and a Redis that keeps nothing."""
    with Postgres(durable=True) as postgres, Redis() as redis:
        yield postgres, redis


@pytest.fixture
def outcomes() -> list[Outcome]:
    """Where what became of each trial is kept for the report."""
    return OUTCOMES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if OUTCOMES:
        path = report.keep(OUTCOMES)
        terminalreporter.write(report.written(OUTCOMES))
        terminalreporter.write_line(f"kept in {path}")
