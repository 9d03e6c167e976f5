"""Logs as JSON lines: a constant message with ids beside it; never a tenant's words, address or a token."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

#: what every record has; anything else came in `extra`
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


#: errors whose texts we write or the system does; any other may quote a row, a mail or an address
OURS = ("bot", "connectors", "desk", "doorstep", "housing", "model", "router", "sla", "store")


def told(error: BaseException | None) -> str:
    """Where an error arose, what it is, and what it arose from; its text only where that is ours or the system's."""
    chain: list[str] = []
    while error is not None:
        frames = "".join(traceback.format_tb(error.__traceback__))
        chain.append(f"{frames}{_named(error)}")
        error = error.__cause__ or error.__context__
    return "\narising from:\n".join(chain)


def _named(error: BaseException) -> str:
    kind = type(error)
    if kind.__module__.split(".")[0] in OURS or isinstance(error, OSError):
        return f"{kind.__name__}: {error}"
    state = getattr(error, "sqlstate", "") or getattr(error, "sqlite_errorname", "")
    return f"{kind.__module__}.{kind.__qualname__} {state}".strip()


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields = {"at": at, "level": record.levelname.lower(), "log": record.name, "message": record.getMessage()}
        fields |= {name: value for name, value in vars(record).items() if name not in USUAL}
        if record.name.startswith("aiohttp"):
            # a malformed request quotes what was sent: tokens and words
            fields = {"at": at, "level": fields["level"], "log": record.name, "message": "a request could not be read"}
        elif record.exc_info:
            fields["error"] = told(record.exc_info[1])
        return json.dumps(fields, default=str)


def configure_logs(level: str = "WARNING") -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
