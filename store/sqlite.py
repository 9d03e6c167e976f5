"""The embedded database: one SQLite file, one writer thread with group commit, readers of their own.

The writer takes every unit of work that waits, runs each in a savepoint, commits once and then answers all of them, so
that many callers share one sync to disk. An error inside one unit of work rolls back its savepoint and is its caller's
alone; an error that ends the outer transaction, or a failed commit, fails every unit of the batch.
"""

import asyncio
import fcntl
import logging
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Concatenate, ParamSpec, TypeVar

from model.ports import Now
from store.db import Announcements, Db
from store.migrations import migrate

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Listener = Callable[[Announcements], None]

#: how many units of work one commit carries at most
BATCH = 256
#: pages are cached per connection: 64 MiB
CACHE_KIB = 65_536
READERS = 2


class Occupied(Exception):
    """Another process has this database open."""


class Closed(Exception):
    """The store was closed before this could be written; nothing of it was kept."""


class _Job:
    __slots__ = ("announced", "args", "error", "future", "kwargs", "loop", "result", "work")

    def __init__(self, work: Callable[..., Any], args: Any, kwargs: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.work, self.args, self.kwargs, self.loop = work, args, kwargs, loop
        self.future: asyncio.Future[Any] = loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.announced = Announcements()


class SqliteStore:
    """`await store.write(work, ...)` runs `work(db, ...)` in a transaction; `await store.read(work, ...)` beside it."""

    driver = "sqlite3"

    def __init__(self, path: Path, now: Now) -> None:
        self.path = path
        self._now = now
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = _claim_file(path)
        migrate(f"sqlite:///{path}", "sqlite")
        self._db = Db(_connect(path, query_only=False), self.driver)
        self._listeners: list[Listener] = []
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._writer = threading.Thread(target=self._write_loop, name="writer", daemon=True)
        self._writer.start()

    def listen(self, listener: Listener) -> None:
        """Call `listener` in the event loop after each commit that announced something."""
        self._listeners.append(listener)

    async def write(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, once it is committed to disk. Raises what `work` raises; then nothing of it is kept."""
        if self._closed:
            raise Closed
        job = _Job(work, args, kwargs, asyncio.get_running_loop())
        self._jobs.put(job)
        result: T = await job.future
        return result

    async def read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns from a snapshot; it must not write."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self._read(work, *args, **kwargs))

    async def close(self) -> None:
        """Finish what was handed in, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        await asyncio.to_thread(self._writer.join)
        self._readers.shutdown(wait=True)
        self._lock.close()

    def _read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = Db(_connect(self.path, query_only=True), self.driver)
        db.now = self._now()
        db.connection.execute("BEGIN")
        try:
            return work(db, *args, **kwargs)
        finally:
            db.connection.execute("ROLLBACK")

    def _write_loop(self) -> None:
        """The writer's life. What nobody foresaw ends the process: callers would wait for ever on a dead writer."""
        try:
            self._write_batches()
        except BaseException:
            log.critical("the writer failed", exc_info=True)
            os.abort()

    def _write_batches(self) -> None:
        db = self._db
        while (job := self._jobs.get()) is not None:
            batch = [job]
            last = False
            while len(batch) < BATCH and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    last = True
                    break
                batch.append(following)
            db.now = self._now()
            _commit(db, batch)
            self._answer(batch)
            if last:
                break
        db.connection.close()

    def _answer(self, batch: list[_Job]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
        for job in batch:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, jobs in by_loop.items():
            loop.call_soon_threadsafe(self._settle, jobs)

    def _settle(self, jobs: list[_Job]) -> None:
        announced = Announcements()
        for job in jobs:
            if job.error is None:
                announced.merge(job.announced)
            if job.future.cancelled():
                continue
            if job.error is None:
                job.future.set_result(job.result)
            else:
                job.future.set_exception(job.error)
        for listener in self._listeners:
            listener(announced)


def _commit(db: Db, batch: list[_Job]) -> None:
    try:
        db.connection.execute("BEGIN IMMEDIATE")
        for job in batch:
            _run(db, job)
        db.connection.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - the whole batch is answered with it
        if db.connection.in_transaction:
            db.connection.execute("ROLLBACK")
        _stop_on_lost_disk(error)
        for job in batch:
            job.error = error


def _run(db: Db, job: _Job) -> None:
    db.announce = job.announced
    db.connection.execute("SAVEPOINT job")
    try:
        job.result = job.work(db, *job.args, **job.kwargs)
        db.connection.execute("RELEASE job")
    except Exception as error:  # noqa: BLE001 - belongs to the caller of this one unit of work
        if not db.connection.in_transaction:
            raise
        db.connection.execute("ROLLBACK TO job")
        db.connection.execute("RELEASE job")
        job.error = error


def _stop_on_lost_disk(error: Exception) -> None:
    """After a failed sync the kernel may have dropped pages: nothing read since can be trusted, so stop at once."""
    if getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR_FSYNC"):
        os.abort()


def _row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


def _connect(path: Path, query_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    connection.row_factory = _row
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
    return connection


def _claim_file(path: Path) -> IO[str]:
    lock = open(path.with_suffix(".lock"), "w")  # noqa: SIM115 - held for as long as the store is open
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise Occupied(f"{path} is in use by another Doorstep; stop that one first") from error
    return lock
