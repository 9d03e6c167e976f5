"""Logs as JSON lines: a constant message with ids beside it; never a tenant's words, address or a token."""

import json
import logging
import sys
from datetime import UTC, datetime

#: what every record has; anything else came in `extra`
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


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
            fields["error"] = self.formatException(record.exc_info)
        return json.dumps(fields, default=str)


def configure_logs(level: str = "WARNING") -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
