"""A demo landlord in a file of its own: `model.ports.Landlord` over made-up records, for trying out and for tests.

Reads run where they are asked, since they take microseconds; writes wait for the disk in a thread of their own, one
after the other.
"""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from housing import changes, matching, records, seed
from housing.catch_up import catch_up
from housing.database import connect
from housing.days import utc_now
from housing.faults import Faults
from model.housing import Facts, Health, RentAccount, Repair, RepairRequest, Slot, Tenancy, Transaction
from model.ports import Landlord, LandlordDown, Now

P = ParamSpec("P")
T = TypeVar("T")


class DemoLandlord(Landlord):
    """The demo landlord's records. May be shared by all coroutines of one event loop; `close` it in the end."""

    def __init__(self, path: Path, now: Now = utc_now) -> None:
        self.now = now
        self.reading = connect(path)
        self.faults = Faults(self.reading)
        self._writing = connect(path)
        self._writer = ThreadPoolExecutor(1, "demo-landlord")

    def close(self) -> None:
        """Waits for the writes under way and lets go of the file."""
        self._writer.shutdown()
        self._writing.close()
        self.reading.close()

    async def health(self) -> Health:
        try:
            return await self._read(records.health)
        except LandlordDown as error:
            return Health(up=False, detail=str(error))

    async def tenancies_at(self, channel: str, address: str) -> Sequence[Tenancy]:
        return await self._read(records.tenancies_at, channel, address)

    async def fitting(self, facts: Facts, among: Sequence[str] | None) -> Sequence[str]:
        with _reached():
            await self.faults.before()
            return matching.fitting(facts, self._candidates, among)

    async def tenancy(self, reference: str) -> Tenancy | None:
        return await self._read(records.tenancy, reference)

    async def rent_account(self, reference: str) -> RentAccount:
        return await self._read(records.rent_account, reference)

    async def transactions(self, reference: str, most: int) -> Sequence[Transaction]:
        return await self._read(records.transactions, reference, most)

    async def repairs(self, reference: str, open_only: bool) -> Sequence[Repair]:
        return await self._read(records.repairs, reference, open_only)

    async def create_repair(self, key: str, request: RepairRequest) -> Repair:
        return await self._write(key, changes.create_repair, request)

    async def slots(self, repair: str, earliest: date) -> Sequence[Slot]:
        return await self._read(records.slots, repair, earliest, self.now())

    async def book(self, key: str, repair: str, slot: str) -> Repair:
        return await self._write(key, changes.book, repair, slot)

    async def cancel_repair(self, key: str, repair: str) -> Repair:
        return await self._write(key, changes.cancel_repair, repair)

    async def log_contact(self, key: str, reference: str, summary: str) -> str:
        return await self._write(key, changes.log_contact, reference, summary)

    @cached_property
    def _candidates(self) -> list[matching.Candidate]:
        return records.candidates(self.reading)

    async def _read(self, ask: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with _reached():
            await self.faults.before()
            return ask(self.reading, *args, **kwargs)

    async def _write(self, key: str, change: changes.Keyed[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def carry_out() -> T:
            answer = change(self._writing, key, now, *args, **kwargs)
            Faults(self._writing).after_write()
            return answer

        with _reached():
            await self.faults.before()
            now = self.now()
            return await asyncio.get_running_loop().run_in_executor(self._writer, carry_out)


def open_demo(path: Path, today: date, now: Now = utc_now) -> DemoLandlord:
    """The demo landlord in this file, made as of `today` if there is none, else brought up to `today`.

    Several processes may open one file at once: the first makes it, whole or not at all. Raises `WrongFile` if another
    version made it.
    """
    with _alone(path):
        if not path.exists():
            _make(path, today)
        with closing(connect(path)) as connection:
            catch_up(connection, today)
    return DemoLandlord(path, now)


def _make(path: Path, today: date) -> None:
    unfinished = path.with_name(f"{path.name}.new")
    # an old log beside a new file would be read as if it was the new file's
    for left in (unfinished, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        left.unlink(missing_ok=True)
    with closing(sqlite3.connect(":memory:")) as memory, closing(sqlite3.connect(unfinished)) as file:
        seed.fill(memory, today)
        memory.backup(file)
    os.replace(unfinished, path)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keeps other processes from making the same file at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _reached() -> Iterator[None]:
    """Raises `LandlordDown` where the file cannot be asked: locked too long, a full disk."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LandlordDown(str(error)) from error
