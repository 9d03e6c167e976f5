"""The rate of a channel that several processes keep to together, in a real Redis; and what they do while it is away."""

import pytest
from redis.asyncio import Redis as Client

from doorstep.rate import Rate
from doorstep.shared_rate import SharedRate
from tests.fakes import FakeClock
from tests.servers import Redis

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server():
    with Redis() as server:
        yield server


@pytest.fixture
async def processes(server, request):
    """Two processes that send on one channel at ten a second, two of them kept for what is urgent."""
    client = Client.from_url(server.address, protocol=2, socket_timeout=1, socket_connect_timeout=1)
    yield [SharedRate(client, request.node.name, Rate(10, 0.2, FakeClock())) for _ in range(2)]
    await client.aclose()


async def test_two_processes_send_no_more_than_the_rate_together(processes):
    assert [await one.reserve(urgent=True, most=8) for one in processes] == [8, 2]


async def test_a_share_is_left_for_what_is_urgent_in_any_process(processes):
    first, second = processes
    assert [await first.reserve(urgent=False, most=8), await second.reserve(urgent=False, most=8)] == [8, 0]
    assert await second.reserve(urgent=True, most=8) == 2


async def test_what_did_not_go_may_go_in_another_process(processes):
    first, second = processes
    await first.reserve(urgent=True, most=10)
    await first.give_back(4)
    assert await second.reserve(urgent=True, most=10) == 4


async def test_while_redis_is_away_each_keeps_to_its_own(server):
    client = Client(port=1, socket_timeout=1, socket_connect_timeout=1)
    alone = SharedRate(client, "away", Rate(10, 0.2, FakeClock()))
    assert [await alone.reserve(urgent=True, most=8), await alone.reserve(urgent=True, most=8)] == [8, 2]
    await client.aclose()
