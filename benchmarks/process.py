"""A Doorstep of its own for a benchmark: a real process with real connectors, on chosen processors.

`python -m benchmarks.process` is what runs in it; it is told everything by the environment.
"""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import uvloop
from rich.console import Console

from benchmarks.canned import Canned
from benchmarks.provider import ACCOUNT, TOKEN
from benchmarks.tenants import OWN_NUMBER, PUBLIC
from doorstep.logs import configure_logs
from doorstep.serving import serve
from doorstep.settings import ROOT, from_environment
from doorstep.system import LOOPS
from tests.running import free_port

READY_SECONDS = 60.0
STOP_SECONDS = 15.0
MOST_COMPLAINTS = 3
#: variables that only this module reads
ENGINE, ONLY, PROCESSORS = "BENCHMARK_ENGINE", "BENCHMARK_ONLY", "BENCHMARK_PROCESSORS"
CANNED = "canned"
#: how fast a provider takes what is sent
RATE = re.compile(r"^per_second = .*\n", re.MULTILINE)
#: the last thing that a starting Doorstep says
READY = "Doorstep is ready"


class Process:
    """Doorstep in `folder`. `engine` is "canned" or "embedded"; `processors` are those it may use, all if empty."""

    def __init__(
        self, folder: Path, provider: str, engine: str = CANNED, more: Mapping[str, str] | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        environment = os.environ | {
            "DOORSTEP_PORT": str(self.port),
            "DOORSTEP_DATA": str(folder),
            "DOORSTEP_CONFIG": str(_own_configuration(folder)),
            "DOORSTEP_PUBLIC_ADDRESS": PUBLIC,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_API": provider,
            ENGINE: engine,
            **(more or {}),
        }
        self.log = folder / f"log-{self.port}.txt"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.process"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self.pid = self._process.pid

    def wait_until_ready(self) -> None:
        """Raises `RuntimeError` with the end of its log where it does not start."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            if READY in self.log.read_text():
                return
            time.sleep(0.05)
        raise RuntimeError(f"Doorstep did not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        """Also shows the first warnings and errors that it logged."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._complain()

    def _complain(self) -> None:
        said = [line for line in self.log.read_text().splitlines() if line.startswith(("{", "Traceback"))]
        for line in said[:MOST_COMPLAINTS]:
            Console(stderr=True).print(line[:2000], highlight=False, markup=False)


def _own_configuration(folder: Path) -> Path:
    """The landlord's configuration with a number that is none of the tenants', and a provider who takes any rate."""
    own = folder / "config"
    if not own.exists():
        shutil.copytree(ROOT / "config", own)
        channels = own / "channels.toml"
        written = channels.read_text().replace("+447700900000", OWN_NUMBER)
        channels.write_text(RATE.sub("", written))
    return own


def main() -> None:
    """Serve until told to stop."""
    if processors := os.environ.get(PROCESSORS):
        os.sched_setaffinity(0, {int(one) for one in processors.split(",")})
    configure_logs()
    settings = from_environment(os.environ)
    engine = Canned() if os.environ[ENGINE] == CANNED else None
    only = tuple(os.environ[ONLY].split(",")) if os.environ.get(ONLY) else LOOPS
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(settings, Console(stderr=True), engine, only))


if __name__ == "__main__":
    main()
