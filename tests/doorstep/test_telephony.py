"""The telephony's export: read whole or not at all, and counted for how soon calls are answered."""

import asyncio
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from doorstep import channels
from doorstep.configuration import Wrong
from doorstep.settings import ROOT, Settings, from_environment
from doorstep.telephony import load_calls, read
from model.channel import Channel
from store import calls
from store.calls import Call, Figures
from tests.fakes import FakeClock
from tests.stores import open_store

LONDON = ZoneInfo("Europe/London")
COLUMNS = "started_at,caller,rang_seconds,answered,queue\n"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def export(folder: Path, *lines: str) -> Path:
    file = folder / "calls.csv"
    file.write_text(COLUMNS + "".join(f"{line}\n" for line in lines), "utf-8")
    return file


def wrong(folder: Path, *lines: str) -> str:
    with pytest.raises(Wrong) as complaint:
        read(export(folder, *lines), LONDON)
    return str(complaint.value)


def keep(folder: Path, *files: Path, dry_run: bool = False) -> tuple[str, Figures]:
    """What is said when these are kept one after the other, and what is counted then."""
    settings: Settings = from_environment({"DOORSTEP_DATA": str(folder)})
    console = Console(record=True, width=200, file=(folder / "said").open("w", encoding="utf-8"))
    for file in files:
        load_calls(settings, file, dry_run, console)
    console.file.close()

    async def count() -> Figures:
        store = open_store(folder, FakeClock())
        try:
            return await store.read(calls.figures, LONG_AGO, 60)
        finally:
            await store.close()

    return console.export_text(), asyncio.run(count())


def test_a_time_without_a_zone_is_the_landlords(tmp_path):
    file = export(tmp_path, "2026-07-01 09:00:00,+447700900101,42,yes,Repairs", "2026-07-01T09:00:00Z,,7,NO,")
    assert [(call.started_at, call.rang_seconds, call.answered, call.queue) for call in read(file, LONDON)] == [
        (datetime(2026, 7, 1, 8, tzinfo=UTC), 42, True, "Repairs"),
        (datetime(2026, 7, 1, 9, tzinfo=UTC), 7, False, ""),
    ]


def test_who_rang_is_not_kept(tmp_path):
    [call] = read(export(tmp_path, "2026-07-01 09:00:00,+447700900101,42,yes,Repairs"), LONDON)
    assert "7700900101" not in repr(call)


def test_calls_of_one_second_are_told_apart_by_who_rang(tmp_path):
    lines = ("2026-07-01 09:00:00,+447700900101,42,yes,", "2026-07-01 09:00:00,+447700900102,42,yes,")
    assert len({call.key for call in read(export(tmp_path, *lines), LONDON)}) == 2


def test_each_mistake_is_told_with_its_line_and_what_to_write(tmp_path):
    said = wrong(tmp_path, "yesterday,,4,yes,", "2026-07-01 09:00:00,,4,yes,", "2026-07-01 09:00:00,,soon,maybe,")
    assert "calls.csv:2: started_at is 'yesterday'; write 2026-11-27 09:05:30" in said
    assert "calls.csv:4: answered is 'maybe'; write yes or no" in said
    assert "Nothing was kept." in said
    assert ":3:" not in said


def test_a_line_that_lacks_columns_is_told(tmp_path):
    assert "calls.csv:2: answered is ''" in wrong(tmp_path, "2026-07-01 09:00:00")


@pytest.mark.parametrize("seconds", ["-1", "4.5", "", "99999"])
def test_seconds_are_whole_and_not_too_many(tmp_path, seconds):
    assert "write whole seconds" in wrong(tmp_path, f"2026-07-01 09:00:00,,{seconds},yes,")


def test_a_file_without_the_columns_is_told_which(tmp_path):
    file = tmp_path / "calls.csv"
    file.write_text("when,caller\n", "utf-8")
    with pytest.raises(Wrong, match=r"calls\.csv:1: no column started_at, rang_seconds, answered, queue"):
        read(file, LONDON)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path, content):
    file = tmp_path / "calls.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Wrong, match="cannot be read"):
        read(file, LONDON)


@pytest.mark.sqlite
def test_the_same_export_twice_is_counted_once_and_one_that_overlaps_adds_what_is_new(tmp_path):
    line, other = "2026-11-02 09:00:00,+447700900101,30,yes,", "2026-11-02 09:01:00,,50,no,"
    first = export(tmp_path, line, line)
    second = first.rename(tmp_path / "first.csv")
    said, found = keep(tmp_path, second, second, export(tmp_path, line, line, other))
    assert said.splitlines() == [
        "2 calls kept, 0 were there before.",
        "0 calls kept, 2 were there before.",
        "1 calls kept, 2 were there before.",
    ]
    assert found == Figures(calls=3, answered=2, in_time=2, rang_seconds=60)


@pytest.mark.sqlite
def test_a_dry_run_keeps_nothing(tmp_path):
    said, found = keep(tmp_path, export(tmp_path, "2026-11-02 09:00:00,,30,yes,"), dry_run=True)
    assert (said.strip(), found.calls) == ("1 calls can be read, 1 of them new. Nothing was kept.", 0)


async def test_an_export_tells_of_every_call_so_that_logged_ones_are_not_counted_beside_it(tmp_path):
    store = open_store(tmp_path, FakeClock())
    now = FakeClock()()
    await store.write(calls.add, [Call("logged", now, 100, answered=True)], logged=True)
    before = await store.read(calls.figures, LONG_AGO, 60)
    await store.write(calls.add, [Call("a", now, 20, answered=True), Call("b", now, 9, answered=False)], logged=False)
    after = await store.read(calls.figures, LONG_AGO, 60)
    await store.close()
    assert (before.average_seconds, after.average_seconds, after.calls - after.answered) == (100, 20, 1)


def test_the_seconds_that_were_promised_are_a_whole_number():
    tables = tomllib.loads((ROOT / "config" / "channels.toml").read_text("utf-8"))
    assert channels.parse(tables)[Channel.PHONE].settings["answer_seconds"] == 60
    tables["phone"]["answer_seconds"] = "a minute"
    with pytest.raises(ValueError, match="phone.answer_seconds: write a whole number"):
        channels.parse(tables)
