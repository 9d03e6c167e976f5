"""A Doorstep of its own for a test: the real command in a process, on a free port, with a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from doorstep.settings import ROOT

READY_SECONDS = 60
STOP_SECONDS = 12


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`doorstep run --demo --sandbox` in `folder`; the same folder again is the same Doorstep."""

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        options: tuple[str, ...] = ("--demo", "--sandbox"),
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "DOORSTEP_PORT": str(self.port),
            "DOORSTEP_DATA": str(folder),
            "DOORSTEP_UNDERSTANDING": str(ROOT / "var" / "understanding"),
            **(environment or {}),
        }
        self.log = (folder / "log.txt").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "doorstep", "run", *options],
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=self.log,
            stdin=subprocess.DEVNULL,
        )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"Doorstep ended: {(self.folder / 'log.txt').read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("Doorstep was not ready in time")

    def kill(self) -> None:
        """As a power cut does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(STOP_SECONDS)
        self.log.close()

    def stop(self) -> float:
        """Ask it to stop; the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(STOP_SECONDS)
        self.log.close()
        return time.monotonic() - began


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d{6}", text)
