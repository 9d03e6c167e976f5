"""The router loop, step by step on a real database."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from doorstep.configuration import Configuration, Wrong, load
from doorstep.routing import LEASE, Router, rules_of
from doorstep.settings import ROOT
from model.channel import Channel
from model.colleague import Presence, Role
from model.enquiry import Priority, State
from store import routing
from tests.store.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    opened = open_office(tmp_path)
    yield opened
    await opened.store.close()


@pytest.fixture
def router(office: Office, configuration: Configuration) -> Router:
    return Router(office.store, configuration, office.clock)


def test_the_rules_come_from_the_configuration(configuration):
    rules = rules_of(configuration)
    assert rules.weights["webchat"] > rules.weights["sms"]
    assert rules.permitted["domestic_abuse"] == {Role.SAFEGUARDING}
    assert "repair_report" not in rules.permitted
    assert rules.overflow == {"customer": timedelta(minutes=20)}


async def test_what_waits_is_offered_with_its_reasons(office, router):
    priya, noun = await office.joins("Priya Shah"), await office.enquiry()
    await office.joins("Ines Income", teams=["income"])
    assert await router.step() == 1
    assert await office.offers_of(noun) == [(priya, "open")]
    (row,) = await office.query("SELECT reasons FROM offer")
    reasons = json.loads(row["reasons"])
    assert (reasons["chosen"], reasons["candidates"][0]["name"]) == ("Priya Shah", "Priya Shah")
    assert reasons["excluded"] == [{"name": "Ines Income", "because": "is not in the repairs team"}]
    assert (await office.audit_of(noun))[-1] == ("router", "offered to Priya Shah", "best placed of 1")


async def test_offers_are_made_until_nobody_is_free(office, router):
    await office.joins("Priya", capacity=2)
    await office.joins("Sam", capacity=3)
    for _ in range(9):
        await office.enquiry()
    assert await router.step() == 5
    assert await router.step() == 0


async def test_an_emergency_is_offered_though_nobody_is_free(office, router):
    priya = await office.joins("Priya", capacity=0)
    await office.enquiry()
    urgent = await office.enquiry(priority=Priority.EMERGENCY)
    assert await router.step() == 1
    assert await office.offers_of(urgent) == [(priya, "open")]


async def test_an_offer_that_is_not_taken_goes_to_the_next(office, router, configuration):
    first, second = await office.joins("Priya"), await office.joins("Sam")
    noun = await office.enquiry()
    await router.step()
    office.clock.forward(seconds=configuration.routing.offer_seconds)
    assert await router.step() == 1
    assert await office.offers_of(noun) == [(first, "lapsed"), (second, "open")]


async def test_the_work_of_whoever_goes_off_is_offered_again(office, router):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await router.step()
    await office.store.write(routing.take, noun.id, priya, False)
    sam = await office.joins("Sam")
    await office.store.write(routing.set_presence, priya, Presence.OFF)
    assert await router.step() == 1
    assert (await office.offers_of(noun))[-1] == (sam, "open")


async def test_what_all_refused_goes_to_a_supervisor_and_then_on_record(office, router):
    people = [await office.joins("Priya"), await office.joins("Sue", roles=["supervisor"], teams=["housing"])]
    noun = await office.enquiry()
    for who in people:
        assert await router.step() == 1
        await office.store.write(routing.decline, noun.id, who, "no")
    assert await router.step() == 0
    assert await router.step() == 0
    troubles = await office.query("SELECT kind, detail, enquiry FROM trouble")
    assert troubles == [
        {
            "kind": "nobody_can_take",
            "detail": "everybody who may take it refused it before",
            "enquiry": noun.id,
        }
    ]


async def test_the_same_colleague_gets_the_persons_next_enquiry(office, router):
    await office.joins("Sam")
    priya, address = await office.joins("Priya"), "+447700900001"
    await office.store.write(routing.take, (await office.enquiry(address=address)).id, priya, True)
    noun = await office.enquiry(address=address)
    await router.step()
    assert await office.offers_of(noun) == [(priya, "open")]


async def test_a_web_chat_counts_for_more(office, router):
    await office.joins("Priya", capacity=5)
    for _ in range(4):
        await office.enquiry(Channel.WEB_CHAT)
    assert await router.step() == 2


async def test_only_one_router_leads_and_another_takes_over_when_it_falls_silent(office, router, configuration):
    await office.joins("Priya", capacity=9)
    another = Router(office.store, configuration, office.clock)
    await office.enquiry()
    assert await router.step() == 1
    await office.enquiry()
    assert await another.step() == 0
    office.clock.at += LEASE
    assert timedelta(seconds=5) > LEASE
    assert await another.step() == 1
    await office.enquiry()
    assert await router.step() == 0
    assert await another.step() == 1


async def test_a_deposed_router_stops_offering_at_once(office, router, configuration):
    await office.joins("Priya")
    await router.step()
    office.clock.at += LEASE
    await Router(office.store, configuration, office.clock).step()
    office.clock.at -= LEASE
    await office.enquiry()
    assert await router.step() == 0
    assert await office.query("SELECT id FROM offer") == []


async def test_a_nudge_wakes_it_and_a_stop_lets_another_lead(office, router, configuration):
    priya = await office.joins("Priya")
    running = asyncio.create_task(router.run())
    offered = asyncio.Event()
    office.store.listen(lambda announced: offered.set() if announced.desk else None)
    noun = await office.enquiry()
    await office.store.write(routing.freed, priya)
    async with asyncio.timeout(1.5):
        await offered.wait()
    assert (await office.now(noun)).state is State.OFFERED
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await office.enquiry()
    assert await Router(office.store, configuration, office.clock).step() == 1


async def test_it_carries_on_after_a_stumble(office, configuration, caplog):
    instants = iter([None])
    router = Router(office.store, configuration, lambda: next(instants, office.clock()), every_seconds=0.01)
    await office.joins("Priya")
    noun = await office.enquiry()
    offered = asyncio.Event()
    office.store.listen(lambda announced: offered.set() if announced.desk else None)
    running = asyncio.create_task(router.run())
    async with asyncio.timeout(2):
        await offered.wait()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    assert (await office.now(noun)).state is State.OFFERED
    assert "the router stumbled" in caplog.text


async def test_a_change_between_decision_and_offer_is_left_for_the_next_round(office, configuration):
    """The enquiry is taken by hand after the router has read it."""
    sam = await office.joins("Sam")

    class Slow(Router):
        async def _carry_out(self, match, fence):
            with suppress(routing.Taken):
                await self.store.write(routing.take, match.waiting.enquiry, sam, True)
            return await super()._carry_out(match, fence)

    noun = await office.enquiry()
    assert await Slow(office.store, configuration, office.clock).step() == 0
    assert (await office.now(noun)).owner == sam


@pytest.mark.parametrize("line", ["plumbers_after_minutes = 20", "customer = 20", 'customer_after_minutes = "soon"'])
def test_an_overflow_that_says_nothing_is_refused_with_its_line(tmp_path, line):
    folder = shutil.copytree(ROOT / "config", tmp_path / "config")
    teams = folder / "teams.toml"
    teams.write_text(teams.read_text().replace("customer_after_minutes = 20", line))
    with pytest.raises(Wrong, match=rf"teams\.toml:\d+: overflow\.{line.split(' ')[0]}: "):
        load(folder)
