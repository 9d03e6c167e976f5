"""The demo landlord as a file: made once, whole or not at all, used again, brought up to today; its cast and faults."""

import asyncio
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from housing.changes import TEXT, once
from housing.database import WrongFile
from housing.demo import open_demo
from housing.faults import Faults
from housing.personas import STRANGER, personas
from housing.slots import CREWS
from model.housing import Tenure
from model.ports import LandlordDown, Refused

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
LATER = TODAY + timedelta(days=40)

#: opens a demo landlord, logs a contact and is killed before it can tidy up
KILLED = """
import asyncio, os, signal, sys
from datetime import date
from pathlib import Path
from housing.demo import open_demo
landlord = open_demo(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
print(asyncio.run(landlord.log_contact("same", sys.argv[3], "said hello")), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
#: opens a demo landlord and logs a contact for every key it is given, one a line; says what became of each
LOGGING = """
import asyncio, sys
from datetime import date
from pathlib import Path
from housing.demo import open_demo
from model.ports import LandlordDown
landlord = open_demo(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
print("open", flush=True)
for key in sys.stdin:
    try:
        print(asyncio.run(landlord.log_contact(key, sys.argv[3], "said hello")), flush=True)
    except LandlordDown as error:
        print(error, flush=True)
"""


class Another:
    """Another process that has the demo landlord open."""

    def __init__(self, path, tenancy):
        words = [sys.executable, "-c", LOGGING, path, str(TODAY), tenancy]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ready(self):
        assert self.process.stdout.readline() == "open\n"

    def logs(self, key):
        print(key, file=self.process.stdin, flush=True)
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.communicate()


@pytest.fixture
def others(path, cast):
    """Two more processes over the file of `demo`."""
    others = [Another(path, cast["001"].reference) for _ in range(2)]
    for one in others:
        one.ready()
    yield others
    for one in others:
        one.close()


@pytest.fixture
def cast(demo):
    """The personas by the last digits of their numbers."""
    return {one.number[-3:]: one for one in personas(demo)}


def balances(landlord):
    return landlord.reading.execute("SELECT tenancy, sum(pence) FROM entry GROUP BY tenancy").fetchall()


# the file


def test_what_a_crash_left_of_making_one_is_cleared_away(tmp_path):
    for left in ("demo.db.new", "demo.db-wal", "demo.db-shm"):
        (tmp_path / left).write_bytes(b"half of something")
    with closing(open_demo(tmp_path / "demo.db", TODAY)) as landlord:
        assert len(personas(landlord)) == 10
    assert not (tmp_path / "demo.db.new").exists()


def test_several_may_open_a_missing_file_in_a_missing_folder_at_once(tmp_path):
    with ThreadPoolExecutor(3) as pool:
        opened = list(pool.map(lambda _: open_demo(tmp_path / "folder" / "demo.db", TODAY), range(3)))
    assert opened[0].reading.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len({str(balances(landlord)) for landlord in opened}) == 1
    for landlord in opened:
        landlord.close()


async def test_what_was_written_is_there_when_the_file_is_opened_again(path, demo, cast, request_of):
    repair = await demo.create_repair("k", request_of(cast["001"].reference))
    demo.close()
    with closing(open_demo(path, TODAY)) as again:
        assert await again.repairs(cast["001"].reference, open_only=True) == [repair]


async def test_a_write_survives_the_process_being_killed(path, demo, cast):
    known = cast["001"].reference
    killed = subprocess.run([sys.executable, "-c", KILLED, path, str(TODAY), known], capture_output=True, text=True)  # noqa: ASYNC221
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert await demo.log_contact("same", known, "said hello") == killed.stdout.strip()


@pytest.mark.parametrize("content", [b"", b"something else altogether" * 100])
def test_a_file_that_is_no_demo_landlord_is_left_alone(tmp_path, content):
    path = tmp_path / "demo.db"
    path.write_bytes(content)
    with pytest.raises(WrongFile, match="delete it"):
        open_demo(path, TODAY)
    assert path.read_bytes() == content


def test_a_landlord_of_another_version_is_left_alone(path):
    with closing(sqlite3.connect(path)) as older:
        older.execute("PRAGMA user_version = 0")
    with pytest.raises(WrongFile, match="this version"):
        open_demo(path, TODAY)


# some days later


@pytest.fixture(scope="module")
def later(made, tmp_path_factory):
    """The landlord of `TODAY`, opened again forty days later, to read from."""
    path = shutil.copy(made, tmp_path_factory.mktemp("later") / "demo.db")
    with closing(open_demo(path, LATER)) as landlord:
        yield landlord


def test_days_later_everybody_stands_as_before(shared, later):
    assert balances(later) == balances(shared)


async def test_days_later_the_next_charge_lies_ahead(later):
    for one in personas(later)[:-1]:
        account = await later.rent_account(one.reference)
        assert LATER < account.next_charge_on <= LATER + timedelta(days=31)
        assert account.as_at == datetime(2027, 1, 4, tzinfo=UTC)


async def test_days_later_what_fell_due_was_charged_and_paid(later):
    lines = await later.transactions(personas(later)[0].reference, 12)
    mondays = [date(2026, 11, 30) + timedelta(weeks=week) for week in range(6)]
    assert [line.on for line in reversed(lines)] == [day for day in mondays for _ in range(2)]
    assert {line.description for line in lines} == {"Rent", "Payment received"}
    assert sum(line.pence for line in lines) == 0


async def test_days_later_those_who_were_to_come_have_come(later):
    booked = "SELECT count(*) FROM repair WHERE status = 'scheduled'"
    assert later.reading.execute(booked).fetchone() == (0,)


@pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=40)])
def test_the_same_day_again_or_an_earlier_one_changes_nothing(shared, path, day):
    everything = "SELECT * FROM rent_account JOIN entry USING (tenancy)"
    with closing(open_demo(path, day)) as landlord:
        assert landlord.reading.execute(everything).fetchall() == shared.reading.execute(everything).fetchall()


# the cast


def test_every_persona_but_the_stranger_can_prove_who_they_are(cast):
    known = [one for one in cast.values() if one is not STRANGER]
    assert len(known) == 9
    assert all(one.reference and one.born and one.postcode and one.about for one in known)


async def test_the_number_of_every_persona_is_held_and_the_strangers_is_not(demo, cast):
    for one in cast.values():
        held = {tenancy.reference for tenancy in await demo.tenancies_at("sms", one.number)}
        assert (one.reference in held) == (one is not STRANGER)


async def test_the_cast_owes_what_its_lines_say(demo, cast):
    credit = await demo.rent_account(cast["001"].reference)
    arrears = await demo.rent_account(cast["002"].reference)
    assert credit.balance == -3 * credit.next_charge
    assert arrears.balance == arrears.next_charge
    assert [(await demo.rent_account(cast[last].reference)).balance for last in ("003", "005", "006")] == [0, 0, 0]


async def test_the_cast_lives_as_its_lines_say(demo, cast):
    tenancies = {last: await demo.tenancy(one.reference) for last, one in cast.items() if one.reference}
    assert len(await demo.tenancies_at("sms", cast["003"].number)) == 2
    assert tenancies["004"].holders == ("Agnieszka Nowak", "Tomasz Nowak")
    assert tenancies["005"].tenure is Tenure.LEASEHOLDER
    assert tenancies["006"].tenure is Tenure.SHARED_OWNER
    assert "respiratory" in tenancies["008"].vulnerabilities
    assert "Uses oxygen at home: needs power" in tenancies["008"].care
    assert [last for last, one in tenancies.items() if one.safe_contact] == ["009"]


async def test_one_of_the_cast_waits_for_a_late_repair_and_one_has_an_appointment(demo, cast):
    (late,) = await demo.repairs(cast["007"].reference, open_only=True)
    (booked,) = await demo.repairs(cast["004"].reference, open_only=True)
    assert late.status == "reported"
    assert late.due_on < TODAY
    assert booked.appointment.on > TODAY


def test_a_namesake_of_the_cast_does_not_get_its_post(demo):
    query = "SELECT count(*) FROM holder WHERE email IN (SELECT email FROM holder JOIN persona ON holder = id)"
    assert demo.reading.execute(query).fetchone() == (9,)


# as it runs


async def test_a_balance_takes_much_less_than_a_millisecond(demo, cast):
    began = time.process_time()
    for _ in range(500):
        await demo.rent_account(cast["001"].reference)
    assert (time.process_time() - began) / 500 < 0.000_5


async def test_a_read_sees_what_was_just_written(demo, cast, request_of):
    for number in range(5):
        await demo.create_repair(f"k{number}", request_of(cast["001"].reference))
        assert len(await demo.repairs(cast["001"].reference, open_only=True)) == number + 1


async def test_a_slot_is_full_when_every_crew_is_out(demo, request_of):
    raised = [await demo.create_repair(f"r{number}", request_of(None, "14 Osier Bank")) for number in range(CREWS + 1)]
    far = (await demo.slots(raised[0].reference, TODAY + timedelta(days=30)))[0]
    for one in raised[:CREWS]:
        await demo.book(f"b{one.reference}", one.reference, far.id)
    with pytest.raises(Refused, match="taken"):
        await demo.book("late", raised[-1].reference, far.id)
    await demo.cancel_repair("c", raised[0].reference)
    assert (await demo.book("late", raised[-1].reference, far.id)).appointment == far


async def test_a_file_that_another_holds_too_long_is_down_and_nothing_is_half_written(path, demo, cast, request_of):
    demo._writing.execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LandlordDown, match="locked"):
            await demo.create_repair("k", request_of(cast["001"].reference))
        assert await demo.rent_account(cast["001"].reference)
        other.execute("ROLLBACK")
    await demo.create_repair("k", request_of(cast["001"].reference))
    assert len(await demo.repairs(cast["001"].reference, open_only=True)) == 1


def test_a_change_that_fails_halfway_leaves_nothing_behind(demo, cast):
    @once(TEXT)
    def log_and_fail(connection, now, reference):
        connection.execute("INSERT INTO contact (tenancy, summary, at) VALUES (?, 'hello', ?)", (reference, str(now)))
        raise Refused("no")

    with pytest.raises(Refused):
        log_and_fail(demo.reading, "k", NOW, cast["001"].reference)
    assert demo.reading.execute("SELECT * FROM contact").fetchall() == []


async def test_only_as_many_answers_are_lost_as_was_asked(demo, cast):
    demo.faults.lost_answers = 2
    answers = [demo.log_contact(f"k{number}", cast["001"].reference, "hello") for number in range(3)]
    results = await asyncio.gather(*answers, return_exceptions=True)
    assert [type(result) for result in results] == [LandlordDown, LandlordDown, str]


def test_a_process_that_has_the_landlord_open_obeys_at_once_and_until_told_otherwise(demo, others):
    assert others[0].logs("k1").startswith("C")
    demo.faults.down = True
    assert [others[0].logs(key) for key in ("k2", "k3")] == ["the demo landlord was told to be down"] * 2
    demo.faults.down = False
    assert others[0].logs("k2").startswith("C")


def test_processes_that_write_at_the_same_time_lose_as_many_answers_as_was_asked(demo, others):
    demo.faults.lost_answers = 13
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(lambda one: [one.logs(f"{id(one)}{number}") for number in range(10)], others))
    assert sum("lose this answer" in one for each in said for one in each) == 13
    assert demo.faults.lost_answers == 0
    assert demo.reading.execute("SELECT count(*) FROM contact").fetchone() == (20,)


class Overtaken:
    """A connection whose process is held up after each look at the file, while another one writes."""

    def __init__(self, connection, meanwhile):
        self.connection = connection
        self.meanwhile = meanwhile

    def execute(self, query):
        cursor = self.connection.execute(query)
        if not query.startswith("SELECT"):
            return cursor
        found = Found(cursor.fetchone())
        self.meanwhile()
        return found


class Found:
    """What a query found."""

    def __init__(self, row):
        self.row = row

    def fetchone(self):
        return self.row


def test_an_answer_that_another_process_has_just_lost_is_not_lost_again(demo):
    demo.faults.lost_answers = 1

    def lose():
        with pytest.raises(LandlordDown):
            Faults(demo.reading).after_write()

    Faults(Overtaken(demo.reading, lose)).after_write()
    assert demo.faults.lost_answers == 0


async def test_what_was_told_is_kept_when_the_landlord_is_closed(path, demo, cast):
    demo.faults.down = True
    demo.close()
    with closing(open_demo(path, TODAY)) as again:
        assert not (await again.health()).up


async def test_who_waits_for_a_slow_landlord_hears_that_it_is_down_by_now(demo, cast):
    demo.faults.delay = 0.01
    asked = asyncio.create_task(demo.tenancy(cast["001"].reference))
    await asyncio.sleep(0)
    demo.faults.down = True
    with pytest.raises(LandlordDown):
        await asked


async def test_a_landlord_that_is_down_writes_nothing(demo, cast, request_of):
    demo.faults.down = True
    with pytest.raises(LandlordDown):
        await demo.create_repair("k", request_of(cast["001"].reference))
    demo.faults.down = False
    assert await demo.repairs(cast["001"].reference, open_only=False) == []
