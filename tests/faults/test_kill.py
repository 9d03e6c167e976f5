"""Every message that was answered 200 has one row, one turn and its reply, whenever the process is killed."""

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from store.audit import link
from tests.faults.load import ACCOUNT, PUBLIC, TOKEN, Load
from tests.faults.provider import Provider
from tests.running import Running, free_port

pytestmark = pytest.mark.slow

KILLS = 10
SEED = 20261123
SETTLE_SECONDS = 60
ACCEPTED = 30


@pytest.fixture
def provider():
    provider = Provider()
    yield provider
    provider.close()


def start(folder: Path, port: int, provider: Provider) -> Running:
    environment = {
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API": provider.address,
        "DOORSTEP_PUBLIC_ADDRESS": PUBLIC,
    }
    return Running(folder, port, options=(), environment=environment)


def rows(folder: Path, query: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(folder / "doorstep.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(query).fetchall()


def wait_until_settled(folder: Path) -> None:
    """Until nothing waits for a turn or for the provider; a send that a kill cut off waits out its lease first."""
    unfinished = (
        "SELECT (SELECT COUNT(*) FROM message WHERE direction = 'in' AND handled_at IS NULL)"
        f" + (SELECT COUNT(*) FROM reply WHERE state < {ACCEPTED}) AS left"
    )
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end:
        if rows(folder, unfinished)[0]["left"] == 0:
            return
        time.sleep(0.2)
    raise AssertionError(f"{rows(folder, unfinished)[0]['left']} still unfinished")


def test_ten_kills_under_load_lose_nothing(tmp_path, provider):
    dice = random.Random(SEED)
    port = free_port()
    running = start(tmp_path, port, provider)
    load = Load(running.address)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.3, 1.5))
        running.kill()
        running = start(tmp_path, port, provider)
    time.sleep(0.5)
    load.stop()
    wait_until_settled(tmp_path)
    assert running.stop() < 10
    check_books(tmp_path, load, provider)


def check_books(folder: Path, load: Load, provider: Provider) -> None:
    assert len(load.accepted) > 50
    messages = rows(folder, "SELECT provider_id, handled_at, attempts FROM message WHERE direction = 'in'")
    known = {row["provider_id"] for row in messages}
    assert len(known) == len(messages)
    assert set(load.accepted) <= known
    assert all(row["handled_at"] is not None for row in messages)
    causes = [row["cause"] for row in rows(folder, "SELECT cause FROM reply")]
    assert len(causes) == len(set(causes)) == len(messages)
    for number in load.accepted.values():
        assert provider.taken[number] >= 1
    twice = sum(count - 1 for count in provider.taken.values())
    flagged = rows(folder, "SELECT SUM(attempts - 1) AS again FROM reply")[0]["again"]
    assert twice <= flagged


def test_the_audit_is_whole_after_a_kill(tmp_path, provider):
    port = free_port()
    running = start(tmp_path, port, provider)
    load = Load(running.address)
    for number in range(20):
        load.post(f"+447700901{number:03}", f"SMx{number}", "can i talk to someone please")
    running.kill()
    load.stop()
    running = start(tmp_path, port, provider)
    wait_until_settled(tmp_path)
    running.stop()
    heads: dict[int, str] = {}
    for row in rows(tmp_path, "SELECT * FROM audit ORDER BY enquiry, seq"):
        heads[row["enquiry"]] = link(
            heads.get(row["enquiry"], ""), row["seq"], row["at"], (row["who"], row["what"], row["why"])
        )
        assert heads[row["enquiry"]] == row["hash"]
    assert heads
