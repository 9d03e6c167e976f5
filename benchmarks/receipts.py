"""Status callbacks a second: signed posts of a provider that says of each text that it was sent, then that it arrived.

Doorstep runs on one processor on the embedded database at synchronous=FULL with replies that are accepted already; the
provider's side has another processor to itself. Each callback moves a row on, and is on disk before its 200.
"""

import asyncio
import os
import time
from argparse import ArgumentParser, Namespace
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import uvloop
from twilio.request_validator import RequestValidator

from benchmarks import books, filling, wire
from benchmarks.cpu import Meter
from benchmarks.database import Database, Sqlite
from benchmarks.figures import Figures
from benchmarks.process import PROCESSORS
from benchmarks.provider import ACCOUNT, TOKEN
from benchmarks.stage import CALLERS
from benchmarks.staging import Plan, staged
from benchmarks.tenants import OWN_NUMBER, PUBLIC, Tenants
from benchmarks.wire import Caller

STATUS = "/hooks/sms/status?reply={reply}"
#: what Twilio says in turn, and the state that each leaves a reply in
JOURNEY = (("sent", 40), ("delivered", 60))
ACCEPTED = "UPDATE reply SET state = 30, channel = 'sms' WHERE id <= {count}"
REPLIES = "SELECT public_id, provider_id FROM reply ORDER BY id LIMIT {count}"
BEHIND = "SELECT COUNT(*) FROM reply WHERE id <= {count} AND state <> {state}"


def options(parser: ArgumentParser) -> None:
    parser.add_argument("--replies", type=int, default=10_000, help="each gets two callbacks")


def run(given: Namespace) -> Figures:
    """Callbacks a second, and microseconds of Doorstep's processor time for each."""
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, processors[-1:])
    with TemporaryDirectory(prefix="doorstep-") as folder:
        plan = Plan(Path(folder), environment={PROCESSORS: str(processors[0])})
        return uvloop.run(_measured(plan, given.replies))


async def _measured(plan: Plan, count: int) -> Figures:
    database = Sqlite(plan.folder)
    filling.fill(database, count)
    database.change(ACCEPTED.format(count=count))
    replies = [(str(public), str(sid)) for public, sid in database.rows(REPLIES.format(count=count))]
    seconds = 0.0
    async with staged(plan, database, Tenants(seed=1)) as stage:
        meter = Meter(stage.counted)
        for said, state in JOURNEY:
            callbacks = deque(_callbacks(replies, said))
            meter.begin()
            seconds += await _posted(stage.callers, callbacks)
            meter.end()
            _all_moved(database, count, state)
    database.close()
    posted = len(JOURNEY) * count
    return {
        "receipts_per_second": round(posted / seconds, 1),
        "cpu_us_per_receipt": round(meter.ns["doorstep"] / 1e3 / posted, 1),
        "receipts": posted,
        "seconds": round(seconds, 1),
        "processor_share_of_load": round(meter.here, 3),
        "processor_share_elsewhere": round(meter.elsewhere, 3),
    }


def _all_moved(database: Database, count: int, state: int) -> None:
    """Raises `books.Wrong` where a callback was answered and its reply did not move."""
    if behind := database.rows(BEHIND.format(count=count, state=state))[0][0]:
        raise books.Wrong(f"{behind} replies are not in state {state}")


async def _posted(callers: Sequence[Caller], callbacks: deque[bytes]) -> float:
    """The seconds until the last was answered; each caller has one under way."""

    async def call(caller: Caller) -> None:
        while callbacks:
            await caller.post(callbacks.popleft())

    began = time.perf_counter()
    await asyncio.gather(*(call(caller) for caller in callers[:CALLERS]))
    return time.perf_counter() - began


def _callbacks(replies: Iterable[tuple[str, str]], said: str) -> Iterable[bytes]:
    """Twilio, "Outbound message status in status callbacks"."""
    validator = RequestValidator(TOKEN)
    for public, sid in replies:
        path = STATUS.format(reply=public)
        fields = {
            "SmsSid": sid,
            "SmsStatus": said,
            "MessageStatus": said,
            "To": "+447700900123",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": OWN_NUMBER,
            "ApiVersion": "2010-04-01",
        }
        headers = {
            "Host": "homes.example.org",
            "User-Agent": "TwilioProxy/1.1",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": validator.compute_signature(PUBLIC + path, fields),
            "Accept": "*/*",
        }
        yield wire.request(path, headers, urlencode(fields).encode())
