"""The embedded database: one SQLite file, one connection that writes, with group commit, and readers of their own.

Every unit of work that waits is run in the event loop, each in a savepoint, for the short time that it takes. A commit
for all of them waits for the disk in a thread; then all are answered. So many callers share one sync, and what comes
meanwhile makes the next batch. An error inside one unit of work rolls back its savepoint and is its caller's alone; one
that ends the outer transaction, or a failed commit, fails every unit of the batch.
"""

import asyncio
import fcntl
import logging
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Concatenate, ParamSpec, TypeVar

from model.ports import Now
from store.database import Store
from store.db import Db
from store.lanes import Job, call, groups
from store.migrations import migrate
from store.sqlite_dialect import DIALECT

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: how many units of work one commit carries at most
BATCH = 256
#: seconds between the beginnings of two batches at least, after one of so many units of work
PACE = 0.003
MANY = 4
#: pages are cached per connection: 64 MiB
CACHE_KIB = 65_536
READERS = 2


class Occupied(Exception):
    """Another process has this database open."""


class SqliteStore(Store):
    """One file, which no other process can have open."""

    alone = True

    def __init__(self, path: Path, now: Now) -> None:
        super().__init__()
        self.path = path
        self._now = now
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _claim_file(path)
        migrate(f"sqlite:///{path}", "sqlite")
        self._db = Db(_connect(path, query_only=False), DIALECT, self.process)
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._reading: list[sqlite3.Connection] = []
        self._listing = threading.Lock()
        self._committer = ThreadPoolExecutor(1, "committer")
        self._waiting: deque[Job] = deque()
        self._under_way = False
        self._begun_at = 0.0
        self._many = False
        self._at_rest: asyncio.Event | None = None

    async def read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns from a snapshot; it must not write."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self._read(work, *args, **kwargs))

    def _put(self, job: Job) -> None:
        self._waiting.append(job)
        if not self._under_way:
            self._under_way = True
            self._schedule(job.loop)

    def _schedule(self, loop: asyncio.AbstractEventLoop) -> None:
        """The next batch begins when what is ready now has run. Where many come, it does not begin too soon after the
        one before, so that more is committed together; somebody who comes alone does not wait."""
        wait = self._begun_at + PACE - loop.time() if self._many else 0.0
        if wait > 0:
            loop.call_later(wait, self._begin)
        else:
            loop.call_soon(self._begin)

    def _begin(self) -> None:
        """Run all that waits; what is committed is answered later. What nobody foresaw ends the process: callers would
        wait for ever."""
        batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        loop = asyncio.get_running_loop()
        self._begun_at, self._many = loop.time(), len(batch) >= MANY
        try:
            self._run_all(batch)
            committing = loop.run_in_executor(self._committer, self._commit, batch)
            committing.add_done_callback(lambda done: self._committed(batch, done))
        except BaseException:
            log.critical("a batch could not be run", exc_info=True)
            os.abort()

    def _committed(self, batch: list[Job], done: asyncio.Future[None]) -> None:
        """Answer the batch and go on with the next, also where a listener fails."""
        if (error := done.exception()) is not None:
            log.critical("a batch could not be committed", exc_info=error)
            os.abort()
        try:
            self._answers.settle(batch)
        finally:
            self._under_way = bool(self._waiting)
            if self._under_way:
                self._schedule(asyncio.get_running_loop())
            elif self._at_rest is not None:
                self._at_rest.set()

    async def _end(self) -> None:
        if self._under_way:
            self._at_rest = asyncio.Event()
            await self._at_rest.wait()
        self._committer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        # whoever closes last writes the log back into the file and removes it: the one that may write
        for connection in (*self._reading, self._db.connection):
            connection.close()
        self._lock.close()

    def _read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = Db(self._reader(), DIALECT)
        db.now = self._now()
        db.connection.execute("BEGIN")
        try:
            return work(db, *args, **kwargs)
        finally:
            db.connection.execute("ROLLBACK")

    def _reader(self) -> sqlite3.Connection:
        connection = _connect(self.path, query_only=True)
        with self._listing:
            self._reading.append(connection)
        return connection

    def _run_all(self, batch: list[Job]) -> None:
        self._db.now = self._now()
        try:
            self._db.connection.execute("BEGIN IMMEDIATE")
            for group in groups(batch):
                self._run(group)
        except Exception as error:  # noqa: BLE001 - the whole batch is answered with it
            self._failed(batch, error)

    def _commit(self, batch: list[Job]) -> None:
        """In a thread of its own, since it waits for the disk."""
        try:
            if self._db.connection.in_transaction:
                self._db.connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - the whole batch is answered with it
            self._failed(batch, error)

    def _failed(self, batch: list[Job], error: Exception) -> None:
        if self._db.connection.in_transaction:
            self._db.connection.execute("ROLLBACK")
        _stop_on_lost_disk(error)
        for job in batch:
            job.error = error

    def _run(self, group: list[Job]) -> None:
        connection = self._db.connection
        connection.execute("SAVEPOINT job")
        try:
            call(group, self._db)
            connection.execute("RELEASE job")
        except Exception as error:  # noqa: BLE001 - belongs to the callers of this unit of work
            if not connection.in_transaction:
                raise
            connection.execute("ROLLBACK TO job")
            connection.execute("RELEASE job")
            if len(group) == 1:
                group[0].error = error
            else:
                for job in group:
                    self._run([job])


def _stop_on_lost_disk(error: Exception) -> None:
    """After a failed sync the kernel may have dropped pages: nothing read since can be trusted, so stop at once."""
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR_FSYNC"):
        os.abort()


def _connect(path: Path, query_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE_KIB}",
        "busy_timeout=5000",
        "temp_store=MEMORY",
        f"query_only={'ON' if query_only else 'OFF'}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    # SQLite's own knows ASCII alone
    connection.create_function("lower", 1, _lower, deterministic=True)
    return connection


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()


def _claim_file(path: Path) -> IO[str]:
    lock = open(path.with_suffix(".lock"), "w")  # noqa: SIM115 - held for as long as the store is open
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Occupied(f"{path} is in use by another Doorstep; stop that one first") from error
    return lock
