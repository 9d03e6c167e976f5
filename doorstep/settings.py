"""Settings of one installation, from the environment: where it listens and keeps things, which accounts it uses."""

import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SANDBOX_ACCOUNT = "AC" + "5a" * 16
SANDBOX_TOKEN = "sandbox-token-of-the-demonstration"
SANDBOX_BOT = "5550000:sandbox-token-of-the-demonstration"


class WrongSettings(Exception):
    """The settings cannot be used; the text says what to set instead."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once, at the start."""

    host: str
    port: int
    data: Path
    #: a postgresql:// address; empty for the embedded database in `data`
    database: str
    #: a redis:// address, which several processes need; empty for one process
    redis: str
    config: Path
    web: Path
    #: the trained understanding
    understanding: Path
    #: how providers reach us, without a slash at the end
    public_address: str
    #: what the channels' settings that begin with `$` stand for; the sandbox stands in for the providers
    secrets: Mapping[str, str]
    #: proxies of ours in front, whose X-Forwarded-For is believed
    proxies: int
    #: made-up colleagues with printed passwords, made-up tenants
    demo: bool
    #: devices in a page
    sandbox: bool

    @property
    def loopback(self) -> bool:
        return self.host in LOOPBACK


def from_environment(environment: Mapping[str, str], demo: bool = False, sandbox: bool = False) -> Settings:
    """The settings. Raises `WrongSettings`; demo sign-ins and sandbox secrets are refused beyond this machine."""
    host = environment.get("DOORSTEP_HOST", "127.0.0.1")
    port = _port(environment.get("DOORSTEP_PORT", "8080"))
    data = Path(environment.get("DOORSTEP_DATA", ROOT / "var" / "demo" if demo else ROOT / "var" / "data"))
    local = f"http://127.0.0.1:{port}"
    public = environment.get("DOORSTEP_PUBLIC_ADDRESS", local).rstrip("/")
    if (demo or sandbox) and (host not in LOOPBACK or public != local):
        raise WrongSettings(
            "The demonstration's sign-ins and the sandbox's secrets are public, so they work on 127.0.0.1 only. "
            "Unset DOORSTEP_HOST and DOORSTEP_PUBLIC_ADDRESS, or run without --demo and --sandbox."
        )
    return Settings(
        host=host,
        port=port,
        data=data,
        database=_address(environment, "DOORSTEP_DATABASE", "postgresql://"),
        redis=_address(environment, "DOORSTEP_REDIS", "redis://", "rediss://", "unix://"),
        config=Path(environment.get("DOORSTEP_CONFIG", ROOT / "config")),
        web=ROOT / "web" / "dist",
        understanding=Path(environment.get("DOORSTEP_UNDERSTANDING", ROOT / "var" / "understanding")),
        public_address=public,
        secrets=sandbox_secrets(local) if sandbox else environment,
        proxies=_count(environment.get("DOORSTEP_PROXIES", "1" if public.startswith("https://") else "0")),
        demo=demo,
        sandbox=sandbox,
    )


def sandbox_secrets(local: str) -> dict[str, str]:
    """What providers would give, where the sandbox at this address stands in for them."""
    return {
        "TWILIO_ACCOUNT_SID": SANDBOX_ACCOUNT,
        "TWILIO_AUTH_TOKEN": SANDBOX_TOKEN,
        "TWILIO_API": f"{local}/sandbox/twilio",
        "TELEGRAM_TOKEN": SANDBOX_BOT,
        "TELEGRAM_API": f"{local}/sandbox/telegram",
        **_meta("MESSENGER", local),
        **_meta("INSTAGRAM", local),
        **_mail(),
    }


def _meta(channel: str, local: str) -> dict[str, str]:
    words = {name: f"sandbox-{name.lower()}-of-{channel.lower()}" for name in ("TOKEN", "SECRET", "VERIFY")}
    return {f"{channel}_{name}": value for name, value in words.items()} | {f"{channel}_API": f"{local}/sandbox/graph"}


def _mail() -> dict[str, str]:
    """A mailbox on this machine, on ports that are free now."""
    servers = {"HOST": "127.0.0.1", "TLS": "plain", "PASSWORD": SANDBOX_TOKEN}
    known = {f"DOORSTEP_{kind}_{name}": value for kind in ("IMAP", "SMTP") for name, value in servers.items()}
    imap, smtp = free_ports(2)
    return known | {
        "DOORSTEP_EMAIL_ADDRESS": "enquiries@example.com",
        "DOORSTEP_EMAIL_SECRET": SANDBOX_TOKEN,
        "DOORSTEP_AUTHENTICATION_RESULTS": "mx.example.com",
        "DOORSTEP_IMAP_PORT": str(imap),
        "DOORSTEP_SMTP_PORT": str(smtp),
    }


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on, all of them different."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def _count(written: str) -> int:
    if not written.isdigit():
        raise WrongSettings(
            f"DOORSTEP_PROXIES is {written!r}; write how many proxies of yours stand in front, such as 1."
        )
    return int(written)


def _address(environment: Mapping[str, str], name: str, *schemes: str) -> str:
    written = environment.get(name, "")
    if written and not written.startswith(schemes):
        raise WrongSettings(f"{name} must begin with {' or '.join(schemes)}; leave it out for one process on SQLite.")
    return written


def _port(written: str) -> int:
    if not written.isdigit() or not 0 < int(written) < 65_536:
        raise WrongSettings(f"DOORSTEP_PORT is {written!r}; write a number from 1 to 65535.")
    return int(written)
