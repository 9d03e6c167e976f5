"""What only a database that several processes share has to get right: locks, connections that break, events in order."""

import asyncio
import socket
import threading
import time
from datetime import timedelta

import psycopg
import pytest

from model.channel import Channel
from model.message import Inbound
from store import desk, intake, leadership, recovery, turns
from store.intake import Receiving
from store.postgres import PostgresStore
from store.postgres_connection import Away, connect
from tests.fakes import FakeClock
from tests.servers import Postgres
from tests.store.office import Office

pytestmark = pytest.mark.slow

SECONDS = 10.0


@pytest.fixture(scope="module")
def server():
    with Postgres() as server:
        yield server


@pytest.fixture
def address(server):
    return server.fresh()


@pytest.fixture
def clock():
    """The one that all processes go by."""
    return FakeClock()


@pytest.fixture
async def processes(address, clock):
    """Two processes on one database."""
    pair = [PostgresStore(address, FakeClock(), clock) for _ in range(2)]
    yield pair
    for store in pair:
        await store.close()


def received(number, text="hello", sender=None):
    sender = sender or f"+447700900{number % 1000:03}"
    return Receiving(Inbound(Channel.SMS, sender, f"SM{number}", text), None, history=False)


def note(db, text):
    db.add_trouble(at=db.now, kind="test", channel="", detail=text, raw=None, enquiry=None)


def notes(db):
    return sorted(row["detail"] for row in db.ask("SELECT detail FROM trouble"))


def end_all(address):
    """End every connection of this database."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


async def test_the_same_message_in_two_processes_at_once_is_one(processes):
    found = await asyncio.gather(*(store.together(intake.receive, received(1)) for store in processes * 20))
    assert sorted(one.new for one in found) == [False] * 39 + [True]
    assert len({(one.conversation, one.seq) for one in found}) == 1


async def test_messages_of_one_tenant_in_two_processes_get_numbers_of_their_own(processes):
    same = [received(number, sender="+447700900123") for number in range(60)]
    found = await asyncio.gather(*(processes[n % 2].together(intake.receive, one) for n, one in enumerate(same)))
    assert sorted(one.seq for one in found) == list(range(1, 61))


async def test_one_of_two_processes_gets_a_conversation(processes):
    await processes[0].together(intake.receive, received(1))
    claims = await asyncio.gather(*(store.together(turns.claim, 1) for store in processes * 10))
    assert sum(claimed is not None for claimed in claims) == 1


async def test_a_conversation_that_a_colleague_held_is_looked_at_afterwards(processes):
    office, line = Office(processes[0], FakeClock()), processes[1]
    noun = await office.enquiry(address="+447700900123")
    await line.together(intake.receive, received(1, sender="+447700900123"))
    woken, held, passed_over = [], asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def act(db):
        desk.hold(db, noun.public_id)
        loop.call_soon_threadsafe(held.set)
        passed_over.wait(SECONDS)

    processes[0].listen(lambda announced: woken.extend(announced.wake))
    acting = asyncio.ensure_future(processes[0].write(act))
    await held.wait()
    assert await line.together(turns.claim, noun.conversation) is None
    passed_over.set()
    await acting
    assert woken == [noun.conversation]
    assert await line.together(turns.claim, noun.conversation) is not None


async def test_of_two_that_wait_for_each_other_one_is_run_again(processes):
    for number in (1, 2):
        await processes[0].together(intake.receive, received(number))

    def lock(db, first, second):
        for id in (first, second):
            db.ask("SELECT id FROM conversation WHERE id = :id FOR UPDATE", id=id)
            time.sleep(0.2)
        note(db, f"{first} and {second}")

    await asyncio.gather(processes[0].write(lock, 1, 2), processes[1].write(lock, 2, 1))
    assert await processes[0].read(notes) == ["1 and 2", "2 and 1"]


async def test_an_error_in_a_batch_is_its_own_callers_alone(processes):
    def each(db, items):
        for item in items:
            note(db, str(item))
            if item % 5 == 0:
                raise ValueError(item)
        return items

    results = await asyncio.gather(*(processes[0].together(each, n) for n in range(20)), return_exceptions=True)
    assert sum(isinstance(result, ValueError) for result in results) == 4
    assert await processes[0].read(notes) == sorted(str(n) for n in range(20) if n % 5)


async def test_no_event_appears_behind_a_cursor(processes):
    """A transaction that began first and ends last has the lower ids: they are told after it, not before."""
    slow, quick = processes
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def long(db):
        db.event("slow")
        loop.call_soon_threadsafe(begun.set)
        time.sleep(0.5)

    under_way = asyncio.ensure_future(slow.write(long))
    await begun.wait()
    await quick.write(lambda db: db.event("quick"))
    told, cursor = await quick.read(desk.events_and_end, 0, 100)
    assert told == []
    await under_way
    told, _ = await quick.read(desk.events_and_end, cursor, 100)
    assert {one.kind for one in told} == {"slow", "quick"}


async def test_a_page_of_events_never_ends_within_a_transaction(processes):
    def many(db):
        for _ in range(7):
            db.event("many")

    for _ in range(3):
        await processes[0].write(many)
    cursor, seen = 0, []
    while page := (await processes[0].read(desk.events, cursor, 5)):
        seen += page
        cursor = page[-1].id
    assert len(seen) == 21


async def test_one_leads_and_another_takes_over_with_a_higher_token(processes, clock):
    one, two = processes
    until = one.now() + timedelta(seconds=3)
    first = await one.write(leadership.lead, "router", "one", until)
    assert await two.write(leadership.lead, "router", "two", until) is None
    clock.forward(seconds=3)
    assert await two.write(leadership.lead, "router", "two", until) == first + 1
    assert await one.write(leadership.lead, "router", "one", until + timedelta(seconds=9)) is None


@pytest.mark.parametrize("apart", [-3600, -4, 4, 3600])
async def test_hosts_whose_clocks_are_apart_agree_on_who_lives_and_who_leads(address, apart):
    here, there = FakeClock(), FakeClock()
    there.forward(seconds=apart)
    one, two = PostgresStore(address, here), PostgresStore(address, there)
    await one.write(recovery.beat, one.process)
    await two.write(recovery.beat, two.process)
    assert await one.write(leadership.lead, "watch", "one", here() + timedelta(seconds=60)) == 1
    assert await two.write(leadership.lead, "watch", "two", there() + timedelta(seconds=60)) is None
    assert await one.write(recovery.bury) == await two.write(recovery.bury) == []
    await one.write(leadership.resign, "watch", "one")
    assert await two.write(leadership.lead, "watch", "two", there() + timedelta(seconds=60)) == 2
    await one.close()
    await two.close()


async def test_the_dead_are_found_by_the_servers_clock(address):
    store = PostgresStore(address, FakeClock())
    await store.write(recovery.beat, "dead")
    await store.write(lambda db: db.ask("UPDATE process SET until = until - 4000000"))
    assert await store.write(recovery.bury) == ["dead"]
    await store.close()


async def test_after_its_connections_broke_a_process_goes_on_under_another_name(processes, address):
    store = processes[0]
    await asyncio.gather(*(store.write(note, "before") for _ in range(20)))
    name = store.process
    end_all(address)
    await asyncio.gather(*(store.write(note, "after") for _ in range(20)))
    assert await store.read(notes) == ["after"] * 20 + ["before"] * 20
    assert store.process != name


async def test_a_server_that_is_away_is_an_error_and_then_it_goes_on():
    with Postgres() as server:
        store = PostgresStore(server.address, FakeClock())
        server.stop()
        with pytest.raises(psycopg.OperationalError):
            await store.write(note, "lost")
        server.start()
        await store.write(note, "kept")
        assert await store.read(notes) == ["kept"]
        await store.close()


def patience(connection):
    """How soon this end gives up a host that has vanished, as the kernel has it: seconds, seconds, times, milliseconds."""
    with socket.socket(fileno=connection.fileno()) as ours:
        options = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT, socket.TCP_USER_TIMEOUT)
        found = [ours.getsockopt(socket.IPPROTO_TCP, option) for option in options]
        ours.detach()
        return found


async def test_a_host_that_vanished_is_given_up_within_seconds(processes):
    assert await processes[0].read(lambda db: patience(db.connection)) == [5, 2, 3, 10_000]


async def test_the_server_gives_up_as_soon_one_of_us_that_vanished(processes):
    def of_the_server(db):
        names = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout")
        return [db.ask("SELECT current_setting(:name) AS it", name=name)[0]["it"] for name in names]

    assert await processes[0].write(of_the_server) == ["5", "2", "3", "10000"]


def test_the_address_may_say_otherwise(address):
    with connect(f"{address}?keepalives_idle=60&options=-c%20tcp_keepalives_idle%3D70") as connection:
        assert patience(connection)[:2] == [60, 2]
        assert connection.execute("SHOW tcp_keepalives_idle").fetchone() == {"tcp_keepalives_idle": "70"}


class Refusing:
    """A server that ends whoever connects, and counts them."""

    def __init__(self):
        self.count = 0

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._end, "127.0.0.1", 0)
        self.address = f"postgresql://doorstep@127.0.0.1:{self._server.sockets[0].getsockname()[1]}/gone"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        await self._server.wait_closed()

    async def _end(self, reader, writer):
        self.count += 1
        writer.close()


async def test_while_the_server_is_away_nobody_waits_for_those_before_them(processes):
    store, begun, handed_in = processes[0], asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def each(db, items):
        if items == [0]:
            loop.call_soon_threadsafe(begun.set)
            handed_in.wait(SECONDS)
        else:
            db.ask("SELECT pg_terminate_backend(pg_backend_pid())")
        return items

    async with Refusing() as refusing:
        first = asyncio.ensure_future(store.together(each, 0))
        await begun.wait()
        store.address = refusing.address
        together = asyncio.gather(*(store.together(each, n) for n in range(1, 51)), return_exceptions=True)
        handed_in.set()
        assert await first == 0
        assert {type(result) for result in await together} == {Away}
        assert refusing.count == 1
        again = await asyncio.gather(*(store.together(each, n) for n in range(1, 51)), return_exceptions=True)
        assert {type(result) for result in again} == {Away}
        assert refusing.count == 2
