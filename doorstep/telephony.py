"""`doorstep calls`: the telephony's export, for the promise to answer calls in so many seconds on average.

All of a file is kept or nothing, and the same call twice is one. Who rang is read only to tell two calls apart.
"""

import asyncio
import csv
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from doorstep.configuration import Wrong, load
from doorstep.opening import open_store
from doorstep.settings import Settings
from store import calls
from store.calls import Call
from store.database import Store

COLUMNS = ("started_at", "caller", "rang_seconds", "answered", "queue")
ANSWERS = {"yes": True, "no": False}
#: a caller does not hear it ring for longer, in seconds
LONGEST = 4 * 60 * 60
#: complaints that are written out
MOST = 20


def load_calls(settings: Settings, file: Path, dry_run: bool, console: Console) -> None:
    """Keep the calls of an export. Raises `Wrong`: file, line, and what to write instead."""
    zone = load(settings.config).zone
    found = read(file, zone)
    asyncio.run(_keep(open_store(settings), found, dry_run, console))


async def _keep(store: Store, found: list[Call], dry_run: bool, console: Console) -> None:
    try:
        if dry_run:
            new = len(found) - len(await store.read(calls.known, found))
            console.print(f"{len(found)} calls can be read, {new} of them new. Nothing was kept.", highlight=False)
        else:
            new = await store.write(calls.add, found, logged=False)
            console.print(f"{new} calls kept, {len(found) - new} were there before.", highlight=False)
    finally:
        await store.close()


def read(file: Path, zone: ZoneInfo) -> list[Call]:
    """The calls of a file; times without a zone are those of `zone`. Raises `Wrong` with a line for each mistake."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            lines = csv.DictReader(opened)
            _check_columns(file, lines.fieldnames or ())
            return _calls(file, lines, zone)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Wrong(f"{file}: it cannot be read ({error}). Give a CSV file in UTF-8.") from error


def _check_columns(file: Path, names: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Wrong(f"{file}:1: no column {', '.join(missing)}. Write in the first line: {','.join(COLUMNS)}")


def _calls(file: Path, lines: "csv.DictReader[str]", zone: ZoneInfo) -> list[Call]:
    found, wrong = [], []
    seen: Counter[str] = Counter()
    for line in lines:
        try:
            found.append(_call(line, zone, seen))
        except ValueError as error:
            wrong.append(f"{file}:{lines.line_num}: {error}")
    if wrong:
        left = [f"and {len(wrong) - MOST} more like these"] if len(wrong) > MOST else []
        raise Wrong("\n".join([*wrong[:MOST], *left, "Nothing was kept."]))
    return found


def _call(line: Mapping[str, str | None], zone: ZoneInfo, seen: Counter[str]) -> Call:
    """One call. Its key says what the line says, and which of several lines that say the same it is."""
    written = [(line.get(name) or "").strip() for name in COLUMNS]
    started_at, _, rang, answered, queue = written
    if answered.lower() not in ANSWERS:
        raise ValueError(f"answered is {answered!r}; write yes or no")
    at = _instant(started_at, zone)
    same = "\x1f".join([at.isoformat(), *written[1:]])
    seen[same] += 1
    key = hashlib.sha256(f"{same}\x1f{seen[same]}".encode()).hexdigest()
    return Call(key, at, _seconds(rang), ANSWERS[answered.lower()], queue)


def _instant(written: str, zone: ZoneInfo) -> datetime:
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise ValueError(f"started_at is {written!r}; write 2026-11-27 09:05:30") from error
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _seconds(written: str) -> int:
    if not written.isascii() or not written.isdigit() or int(written) > LONGEST:
        raise ValueError(f"rang_seconds is {written!r}; write whole seconds, such as 42")
    return int(written)
