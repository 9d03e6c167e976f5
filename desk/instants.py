"""Instants as the API writes them: ISO 8601 in UTC with a Z."""

from datetime import UTC, datetime

from store.db import instant


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def stored(micros: int) -> str:
    """A stored instant."""
    return written(instant(micros))


def maybe(micros: int | None) -> str | None:
    return None if micros is None else stored(micros)
