"""Real servers for tests and benchmarks: PostgreSQL and Redis, each in a process and a folder of its own, on a free port.

Whoever is root has PostgreSQL run as another user, since it refuses to run as root. What is begun here is ended here.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Self

import psycopg

from tests.running import free_port

READY_SECONDS = 60.0
STOP_SECONDS = 30.0
#: users that PostgreSQL may run as where we are root, the first that exists
USERS = ("postgres", "nobody")


class NotInstalled(Exception):
    """The server's program is not on this machine; the text says what to install."""


class Server(ABC):
    """One server. Use it as a context manager; its folder goes with it. Stopped and started again, it is the same one."""

    #: what asks it to stop in good order
    stopping = signal.SIGTERM

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(mkdtemp(prefix=f"{type(self).__name__.lower()}-"))
        self._process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def address(self) -> str:
        """How a client reaches it."""

    @abstractmethod
    def _command(self) -> list[str]: ...

    @abstractmethod
    def _ready(self) -> bool: ...

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Returns once it answers. Raises `RuntimeError` with the end of its log."""
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, user=self._user()
            )
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            if self._ready():
                return
            time.sleep(0.02)
        raise RuntimeError(f"not ready: {(self.folder / 'log.txt').read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """In good order: what is committed is kept."""
        self._end(self.stopping)

    def kill(self) -> None:
        """As a power cut does."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def pids(self) -> list[int]:
        """Its processes at present, the first one first."""
        if self._process is None:
            return []
        first = self._process.pid
        with suppress(OSError):
            return [first, *map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split())]
        return []

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.send_signal(number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _user(self) -> str | None:
        """Whom it runs as; None, whoever we are."""
        return None


class Postgres(Server):
    """PostgreSQL with an empty database. Not `durable`, it is quicker and a power cut may cost it everything."""

    stopping = signal.SIGINT

    def __init__(self, durable: bool = False, settings: Mapping[str, str] | None = None) -> None:
        self._programs = _postgres_programs()
        super().__init__()
        self._data = self.folder / "data"
        self._count = 0
        switch = "on" if durable else "off"
        self._settings = {
            "fsync": switch,
            "synchronous_commit": switch,
            "full_page_writes": switch,
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            **(settings or {}),
        }
        if (user := self._user()) is not None:
            os.chown(self.folder, pwd.getpwnam(user).pw_uid, -1)
        self._initialise()

    @property
    def address(self) -> str:
        return self._address("postgres")

    def fresh(self) -> str:
        """The address of a new, empty database of this server."""
        self._count += 1
        name = f"fresh_{self._count}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._address(name)

    def kill(self) -> None:
        """As a power cut does: no checkpoint, its processes gone at once."""
        self._end(signal.SIGQUIT)

    def _address(self, name: str) -> str:
        return f"postgresql://doorstep@127.0.0.1:{self.port}/{name}"

    def _initialise(self) -> None:
        program = str(self._programs / "initdb")
        options = ["-U", "doorstep", "--auth=trust", "--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8", "--no-sync"]
        subprocess.run(
            [program, "-D", str(self._data), *options],
            check=True,
            capture_output=True,
            cwd=self.folder,
            user=self._user(),
        )

    def _command(self) -> list[str]:
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self._programs / "postgres"), "-D", str(self._data), *settings]

    def _ready(self) -> bool:
        try:
            psycopg.connect(self.address, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _user(self) -> str | None:
        if os.geteuid() != 0:
            return None
        known = {entry.pw_name for entry in pwd.getpwall()}
        return next(user for user in USERS if user in known)


class Redis(Server):
    """Redis that keeps nothing: restarted, it has lost everything, as it may at any time."""

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def _command(self) -> list[str]:
        program = shutil.which("redis-server")
        if program is None:
            raise NotInstalled("install redis-server")
        port = ["--port", str(self.port), "--bind", "127.0.0.1"]
        return [program, *port, "--save", "", "--appendonly", "no", "--dir", str(self.folder)]

    def _ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _postgres_programs() -> Path:
    """The newest that is installed. Raises `NotInstalled`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    program = shutil.which("postgres")
    if program is None:
        raise NotInstalled("install postgresql")
    return Path(program).resolve().parent
