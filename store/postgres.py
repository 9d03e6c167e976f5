"""PostgreSQL, for several processes: each work that does many at once has a lane and a connection of its own, so that
one batch of it is under way at a time and whatever comes meanwhile makes the next; other works share a few lanes.

A unit of work is one transaction. Where PostgreSQL ends one for the sake of another (a deadlock, two who begin the same
conversation) it is run once more.
"""

import asyncio
import queue
import random
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure, UniqueViolation
from psycopg.types.numeric import Int8Dumper

from model.ports import Now
from store import recovery
from store.database import Store
from store.db import Db
from store.lanes import Job, Lane, Waiting, call
from store.migrations import migrate
from store.postgres_connection import Away, connect, server_now
from store.postgres_dialect import DIALECT

P = ParamSpec("P")
T = TypeVar("T")

#: units of work that one transaction carries at most
BATCH = 128
#: lanes for works that are done one by one, and readers
WRITERS = 3
READERS = 3
#: how often a unit of work is run that PostgreSQL ends for the sake of another
TRIES = 5
ENDED_FOR_ANOTHER = (DeadlockDetected, SerializationFailure, UniqueViolation)


class PostgresStore(Store):
    """A database that several processes share. `address` is a `postgresql://` address. `shared` is the clock that they
    all go by; without one, the server's."""

    alone = False

    def __init__(self, address: str, now: Now, shared: Now | None = None) -> None:
        super().__init__()
        self.address = address
        self._now = now
        self._clock = shared
        migrate(address.replace("postgresql://", "postgresql+psycopg://", 1), "postgres")
        self._connections: list[psycopg.Connection[dict[str, Any]]] = []
        self._listing = threading.Lock()
        self._forget_events_of_another_server()
        self._together: dict[object, Lane] = {}
        self._shared: Waiting = queue.SimpleQueue()
        self._writers = [Lane(_Writer(self).run, self._answers.give, 1, self._shared) for _ in range(WRITERS)]
        self._readers = ThreadPoolExecutor(READERS, "reader")
        self._local = threading.local()

    async def read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self._read(work, *args, **kwargs))

    def open(self, read_only: bool = False) -> Db:
        """A connection; transactions that only read see one snapshot. Raises `Away`."""
        connection = connect(self.address)
        connection.prepared_max = 400
        connection.adapters.register_dumper(int, Int8Dumper)
        if read_only:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        with self._listing:
            self._connections = [one for one in self._connections if not one.closed] + [connection]
        return Db(connection, DIALECT, self.process, self._clock or partial(server_now, connection))

    def now(self) -> Any:
        return self._now()

    def lost(self) -> None:
        """A connection broke. Nobody knows which leases were committed by then, so this process goes on under another
        name; what it held under the old one is freed like that of a dead process."""
        self.process = secrets.token_hex(4)

    def _forget_events_of_another_server(self) -> None:
        """After a restore elsewhere, transaction numbers begin anew: live events of before would come last for ever."""
        with connect(self.address) as connection:
            connection.execute("DELETE FROM event WHERE xact > pg_current_xact_id()")

    def _put(self, job: Job) -> None:
        if not job.together:
            self._shared.put(job)
            return
        lane = self._together.get(job.work)
        if lane is None:
            lane = self._together[job.work] = Lane(_Writer(self).run, self._answers.give, BATCH)
        lane.put(job)

    async def _end(self) -> None:
        lanes = [*self._writers, *self._together.values()]
        for lane in lanes:
            lane.stop()
        for lane in lanes:
            await asyncio.to_thread(lane.thread.join)
        self._readers.shutdown(wait=True)
        for connection in self._connections:
            connection.close()

    def _read(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Once more where the connection broke, most likely while nobody used it."""
        used: Db | None = getattr(self._local, "db", None)
        try:
            return self._read_once(work, *args, **kwargs)
        except psycopg.OperationalError:
            if used is None or self._local.db is not used or not used.connection.closed:
                raise
            return self._read_once(work, *args, **kwargs)

    def _read_once(self, work: Callable[Concatenate[Db, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        db: Db | None = getattr(self._local, "db", None)
        if db is None or db.connection.closed:
            db = self._local.db = self.open(read_only=True)
        db.now = self._now()
        try:
            return work(db, *args, **kwargs)
        finally:
            if not db.connection.closed:
                db.connection.rollback()


class _Writer:
    """One lane's connection."""

    def __init__(self, store: PostgresStore) -> None:
        self.store = store
        self._db: Db | None = None
        #: the name under which this lane has said that the process lives
        self._said = ""
        #: the last transaction was to be committed: whether it was, nobody knows if it failed
        self._committing = False

    def run(self, batch: list[Job]) -> None:
        """A transaction for the batch; where it fails, one for each job, so that an error is its own caller's alone."""
        try:
            self._commit(batch)
        except Exception as error:  # noqa: BLE001 - belongs to the caller, unless it can be helped
            if isinstance(error, Away):
                _fail(batch, error)
            elif len(batch) > 1:
                self._one_by_one(batch)
            elif isinstance(error, ENDED_FOR_ANOTHER) or self._found_broken():
                self._alone(batch[0])
            else:
                batch[0].error = error

    def _one_by_one(self, batch: list[Job]) -> None:
        """Once the server is away, it is away for all that are left: each would wait for it in vain."""
        for place, job in enumerate(batch):
            self._alone(job)
            if isinstance(job.error, Away):
                _fail(batch[place + 1 :], job.error)
                return

    def _alone(self, job: Job) -> None:
        for attempt in range(TRIES):
            try:
                self._commit([job])
            except ENDED_FOR_ANOTHER as error:
                job.error = error
                time.sleep(random.uniform(0, 0.01 * 2**attempt))
            except Exception as error:  # noqa: BLE001 - belongs to the caller of this one unit of work
                job.error = error
                return
            else:
                return

    def _commit(self, batch: list[Job]) -> None:
        for job in batch:
            job.error = None
        self._committing = False
        db = self._connected()
        db.now = self.store.now()
        db.process = self.store.process
        db.leasing = False
        try:
            call(batch, db)
            if db.leasing and db.process != self._said:
                # the leases of a name that never lived would not be freed
                recovery.beat(db, db.process)
                self._said = db.process
            self._committing = True
            db.connection.commit()
        except BaseException:
            self._said = ""
            self._undo(db)
            raise

    def _found_broken(self) -> bool:
        """The connection broke before anything was committed, most likely while nobody used it: nothing was done."""
        return self._db is None and not self._committing

    def _connected(self) -> Db:
        if self._db is None or self._db.connection.closed:
            self._db = self.store.open()
        return self._db

    def _undo(self, db: Db) -> None:
        try:
            db.connection.rollback()
        except psycopg.Error:
            db.connection.close()
        if db.connection.closed:
            self._db = None
            self.store.lost()


def _fail(batch: list[Job], error: Exception) -> None:
    for job in batch:
        job.error = error
