"""Lanes: threads that carry out units of work. A lane takes all that waits, so that many callers share one commit.

A unit of work for many at once is called with a list of items and gives a result, or an exception, for each. Its
callers hand in one item each and see nothing of that.
"""

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from store.db import Announcements

log = logging.getLogger(__name__)


class Closed(Exception):
    """The store was closed before this could be written; nothing of it was kept."""


class Job:
    """One caller's unit of work and what becomes of it."""

    __slots__ = ("announced", "args", "error", "future", "kwargs", "loop", "result", "together", "work")

    def __init__(self, work: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], together: bool) -> None:
        self.work, self.args, self.kwargs, self.together = work, args, kwargs, together
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.announced = Announcements()


#: runs a batch of jobs and leaves result or error in each
Run = Callable[[list[Job]], None]
Listener = Callable[[Announcements], None]
Waiting = queue.SimpleQueue[Job | None]


class Lane:
    """One thread with a queue of its own, or one that it shares with others."""

    def __init__(
        self, run: Run, answer: Callable[[list[Job]], None], most: int, waiting: "Waiting | None" = None
    ) -> None:
        self._run, self._answer, self._most = run, answer, most
        self.waiting: Waiting = waiting or queue.SimpleQueue()
        self.thread = threading.Thread(target=self._live, name="lane", daemon=True)
        self.thread.start()

    def put(self, job: Job) -> None:
        self.waiting.put(job)

    def stop(self) -> None:
        """Let it finish what was handed in; to be awaited with `thread.join`."""
        self.waiting.put(None)

    def _live(self) -> None:
        """What nobody foresaw ends the process: callers would wait for ever on a dead lane."""
        try:
            while batch := self._batch():
                self._run(batch)
                self._answer(batch)
        except BaseException:
            log.critical("a lane failed", exc_info=True)
            os.abort()

    def _batch(self) -> list[Job]:
        """All that waits, at most so many; empty when it is time to stop."""
        first = self.waiting.get()
        batch = [first] if first else []
        while batch and len(batch) < self._most:
            try:
                following = self.waiting.get_nowait()
            except queue.Empty:
                break
            if following is None:
                self.waiting.put(None)
                break
            batch.append(following)
        return batch


class Answers:
    """Gives callers their results in their event loop, and tells the listeners what was announced."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def give(self, batch: list[Job]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        for job in batch:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, jobs in by_loop.items():
            loop.call_soon_threadsafe(self.settle, jobs)

    def settle(self, jobs: list[Job]) -> None:
        """In the callers' event loop."""
        announced = Announcements()
        # those of one group share what they announce
        for one in {id(job.announced): job.announced for job in jobs if job.error is None}.values():
            announced.merge(one)
        for job in jobs:
            if job.future.cancelled():
                continue
            if job.error is None:
                job.future.set_result(job.result)
            else:
                job.future.set_exception(job.error)
        self.tell(announced)

    def tell(self, announced: Announcements) -> None:
        """Tell the listeners, where there is anything to tell."""
        if announced:
            for listener in self.listeners:
                listener(announced)


def groups(batch: Sequence[Job]) -> Iterator[list[Job]]:
    """Jobs as they are run: all of one work that does many at once, every other job alone; in order of arrival."""
    found: dict[object, list[Job]] = {}
    for job in batch:
        found.setdefault(job.work if job.together else job, []).append(job)
    yield from found.values()


def call(group: Sequence[Job], db: Any) -> None:
    """Run a group on a connection that is in a transaction, and keep the results. Raises what the work raises."""
    first = group[0]
    db.announce = announced = Announcements()
    if not first.together:
        first.result = first.work(db, *first.args, **first.kwargs)
        first.announced = announced
        return
    for job, result in zip(group, first.work(db, [job.args[0] for job in group]), strict=True):
        if isinstance(result, BaseException):
            job.error = result
        else:
            job.result = result
            job.announced = announced
