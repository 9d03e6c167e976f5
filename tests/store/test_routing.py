"""Offers and owners in a real database: who is quicker, what is on record, what waits again."""

import asyncio
import random
from dataclasses import replace
from datetime import timedelta

import pytest

from model.channel import Channel
from model.colleague import Presence
from model.enquiry import Priority, State
from model.promise import Clock
from model.understanding import Level
from router.line_up import in_line
from store import audit, clocks, leadership, loads, routing, waiting
from store.routing import Deposed, NotOffered, NotOpen, NotTheirs, Taken
from tests.store.at_once import meanwhile
from tests.store.office import EXPIRY, LAPSES, WEIGHTS, Office

MINUTE = timedelta(minutes=1)


async def take(office: Office, noun, colleague, by_hand=True):
    return await office.store.write(routing.take, noun.id, colleague, by_hand)


async def test_what_waits_is_read_with_what_routing_needs(office):
    noun = await office.enquiry(Channel.WEB_CHAT, priority=Priority.HIGH, language="pl", restricted=True)
    (found,) = await office.store.read(lambda db: list(waiting.in_line(db)))
    assert (found.enquiry, found.version, found.person) == (noun.id, noun.version, noun.person)
    assert (found.topic, found.team, found.skills) == ("repair_report", "repairs", frozenset({"repairs"}))
    assert (found.channel, found.priority, found.language, found.restricted) == ("webchat", Priority.HIGH, "pl", True)
    assert (found.waiting_since, found.due, found.tried) == (office.clock(), None, False)


async def test_its_due_is_the_earliest_of_the_clocks_that_are_not_met(office):
    noun, now = await office.enquiry(), office.clock()
    clock = Clock(0, noun.id, "first_answer", now, now + 9 * MINUTE, None)
    met = replace(clock, promise="acknowledge", due_at=now + MINUTE, met_at=now, met_by="bot")
    late = replace(clock, promise="next_answer", due_at=now + 8 * MINUTE, breached_at=now)
    for one in (clock, met, late):
        await office.store.write(clocks.add, [replace(one, enquiry=noun.id)])
    (found,) = await office.store.read(lambda db: list(waiting.in_line(db)))
    assert found.due == now + 8 * MINUTE


async def test_only_what_waits_is_read_and_only_one_band_if_asked(office):
    await office.enquiry(state=State.WITH_BOT)
    await office.enquiry()
    urgent = await office.enquiry(priority=Priority.EMERGENCY)
    found = await office.store.read(lambda db: list(waiting.in_line(db, priority=Priority.EMERGENCY)))
    assert [one.enquiry for one in found] == [urgent.id]
    assert len(await office.store.read(lambda db: list(waiting.in_line(db)))) == 2


async def test_the_line_is_read_in_the_order_that_the_router_gives_it(office):
    chance, now = random.Random(7), office.clock()
    for _ in range(60):
        noun = await office.enquiry(
            priority=chance.choice(list(Priority)),
            level=chance.choice([None, *Level]),
            unanswered_since=chance.choice([None, now - MINUTE, now - 2 * MINUTE]),
            waiting_since=chance.choice([None, now, now - 3 * MINUTE]),
        )
        for _ in range(chance.randrange(3)):
            clock = Clock(0, noun.id, "first_answer", now, now + chance.randrange(3) * MINUTE, None)
            await office.store.write(clocks.add, [replace(clock, enquiry=noun.id)])
    found = await office.store.read(lambda db: list(waiting.in_line(db)))
    assert len(found) == 60
    assert found == in_line(found)


async def test_each_kind_is_stood_for_by_its_oldest(office):
    since = office.clock()
    await office.enquiry()
    office.clock.forward(minutes=5)
    await office.enquiry(priority=Priority.HIGH)
    await office.enquiry(Channel.WEB_CHAT)
    kinds = await office.store.read(waiting.kinds)
    assert sorted((one.channel, one.waiting_since) for one in kinds.values()) == [
        ("sms", since),
        ("webchat", office.clock()),
    ]
    for kind in kinds:
        found = await office.store.read(lambda db, only=kind: list(waiting.in_line(db, {only})))
        assert {one.channel for one in found} == {kinds[kind].channel}


async def test_an_offer_is_on_record_with_its_reasons(office):
    priya, noun = await office.joins("Priya Shah"), await office.enquiry()
    assert await office.offers(noun, priya)
    assert (await office.now(noun)).state is State.OFFERED
    assert await office.offers_of(noun) == [(priya, "open")]
    assert await office.audit_of(noun) == [("router", "offered to Priya Shah", "")]
    (row,) = await office.query("SELECT reasons, expires_at - made_at AS lasts FROM offer")
    assert row == {"reasons": '{"chosen":"somebody","candidates":[],"excluded":[]}', "lasts": 90_000_000}


async def test_of_two_offers_of_one_enquiry_one_is_made(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    assert sorted(await asyncio.gather(office.offers(noun, priya), office.offers(noun, sam))) == [False, True]
    assert len(await office.offers_of(noun)) == 1


async def test_of_two_offers_for_the_last_free_place_one_is_made(office):
    priya = await office.joins("Priya", capacity=1)
    first, second = await office.enquiry(), await office.enquiry()
    made = await asyncio.gather(office.offers(first, priya), office.offers(second, priya))
    assert sorted(made) == [False, True]
    states = {(await office.now(noun)).state for noun in (first, second)}
    assert states == {State.OFFERED, State.WAITING}


@pytest.mark.parametrize("presence", [Presence.BUSY, Presence.AWAY, Presence.OFF])
async def test_nothing_is_offered_to_one_who_left_meanwhile(office, presence):
    priya, noun = await office.joins("Priya", presence), await office.enquiry()
    assert not await office.offers(noun, priya)


async def test_an_emergency_is_offered_to_the_full_and_the_busy_but_not_to_the_off(office):
    noun = await office.enquiry(priority=Priority.EMERGENCY)
    assert not await office.offers(noun, await office.joins("Olga", Presence.OFF))
    assert await office.offers(noun, await office.joins("Priya", Presence.BUSY, capacity=0))


async def test_a_deposed_leader_makes_no_offer(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    old = await office.leads()
    office.clock.forward(days=2)
    new = await office.store.write(leadership.lead, waiting.ROUTER, "another", office.clock() + MINUTE)
    with pytest.raises(Deposed):
        await office.offers(noun, priya, fence=old)
    assert await office.offers(noun, priya, fence=new)


async def test_an_offer_is_taken_by_whom_it_was_made_to(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await office.offers(noun, priya)
    taken = await take(office, noun, priya, by_hand=False)
    assert (taken.state, taken.owner, taken.waiting_since) == (State.WITH_COLLEAGUE, priya, None)
    assert taken == await office.now(noun)
    assert await office.offers_of(noun) == [(priya, "taken")]


async def test_without_an_offer_nothing_is_accepted(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    await office.offers(noun, sam)
    with pytest.raises(NotOffered):
        await take(office, noun, priya, by_hand=False)


async def test_of_two_who_pick_it_up_one_wins(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    results = await asyncio.gather(take(office, noun, priya), take(office, noun, sam), return_exceptions=True)
    won, lost = sorted(results, key=lambda result: isinstance(result, Taken))
    assert won.owner in (priya, sam)
    assert isinstance(lost, Taken)
    assert sorted([await office.load(priya), await office.load(sam)]) == [0, 1]


async def test_accepting_after_somebody_picked_it_up_is_too_late(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    await office.offers(noun, sam)
    await take(office, noun, priya)
    assert await office.offers_of(noun) == [(sam, "withdrawn"), (priya, "taken")]
    with pytest.raises(Taken):
        await take(office, noun, sam, by_hand=False)


async def test_taking_what_one_has_changes_nothing(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    taken = await take(office, noun, priya)
    assert await take(office, noun, priya) == taken
    assert await office.audit_of(noun) == [("Priya", "picked up by hand", "")]


async def test_it_can_be_picked_up_from_the_bot(office):
    priya, noun = await office.joins("Priya"), await office.enquiry(state=State.WITH_BOT)
    assert (await take(office, noun, priya)).owner == priya


async def test_what_is_closed_cannot_be_taken(office):
    priya, noun = await office.joins("Priya"), await office.enquiry(state=State.CLOSED)
    with pytest.raises(NotOpen):
        await take(office, noun, priya)


async def test_what_is_declined_waits_again_as_long_as_before(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await office.offers(noun, priya)
    office.clock.forward(seconds=30)
    declined = await office.store.write(routing.decline, noun.id, priya, "my lunch")
    assert (declined.state, declined.waiting_since) == (State.WAITING, noun.waiting_since)
    assert (await office.audit_of(noun))[-1] == ("Priya", "declined the offer", "my lunch")
    past = await office.store.read(waiting.past, noun.id, noun.person)
    assert past.refused == {priya: "declined"}


async def test_nobody_declines_for_another(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    await office.offers(noun, priya)
    with pytest.raises(NotOffered):
        await office.store.write(routing.decline, noun.id, sam, "")


async def test_what_is_put_back_begins_to_wait_and_is_not_offered_to_them_again(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await take(office, noun, priya)
    office.clock.forward(hours=1)
    put_back = await office.store.write(routing.release, noun.id, priya, "needs the gas team")
    assert (put_back.state, put_back.owner, put_back.waiting_since) == (State.WAITING, None, office.clock())
    past = await office.store.read(waiting.past, noun.id, noun.person)
    assert (past.refused, past.familiar) == ({priya: "released"}, None)


async def test_only_its_owner_puts_an_enquiry_back(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    await take(office, noun, priya)
    with pytest.raises(NotTheirs):
        await office.store.write(routing.release, noun.id, sam, "")


async def test_an_offer_lapses_when_its_time_is_over_and_not_before(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await office.offers(noun, priya)
    office.clock.at += EXPIRY - timedelta(microseconds=1)
    assert await office.lapses() == 0
    office.clock.at += timedelta(microseconds=1)
    assert await office.lapses() == 1
    assert (await office.now(noun)).state is State.WAITING
    assert (await office.audit_of(noun))[-1] == ("router", "offer lapsed", "Priya did not take it")


async def lapse(office: Office, colleague: int) -> None:
    await office.offers(await office.enquiry(), colleague)
    office.clock.at += EXPIRY
    await office.lapses()


async def test_whoever_lets_two_lapse_in_a_row_is_set_away(office):
    priya = await office.joins("Priya")
    await lapse(office, priya)
    assert await office.presence(priya) == "available"
    await lapse(office, priya)
    assert await office.presence(priya) == "away"


async def test_taking_or_declining_one_begins_the_count_anew(office):
    priya = await office.joins("Priya")
    await lapse(office, priya)
    await take(office, await office.enquiry(), priya)
    await lapse(office, priya)
    noun = await office.enquiry()
    await office.offers(noun, priya)
    await office.store.write(routing.decline, noun.id, priya, "")
    await lapse(office, priya)
    assert await office.presence(priya) == "available"


async def test_whoever_is_set_away_keeps_no_offer(office):
    priya = await office.joins("Priya")
    for _ in range(2):
        await office.offers(await office.enquiry(), priya)
    office.clock.at += EXPIRY / 2
    fresh = await office.enquiry()
    await office.offers(fresh, priya)
    office.clock.at += EXPIRY / 2
    assert await office.lapses() == 2
    assert await office.offers_of(fresh) == [(priya, "withdrawn")]
    assert (await office.now(fresh)).state is State.WAITING


async def test_an_offer_whose_enquiry_moved_on_is_withdrawn_and_not_held_against_anybody(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await office.offers(noun, priya)
    await office.store.write(lambda db: db.ask("UPDATE enquiry SET state = 'closed'") and None)
    assert await office.load(priya) == 0
    office.clock.at += EXPIRY
    assert await office.lapses() == 0
    assert await office.offers_of(noun) == [(priya, "withdrawn")]
    assert await office.query("SELECT lapses FROM colleague") == [{"lapses": 0}]


async def test_an_enquiry_that_waits_again_by_a_turn_can_be_offered_at_once(office):
    priya, sam, noun = await office.joins("Priya"), await office.joins("Sam"), await office.enquiry()
    await office.offers(noun, priya)
    await office.store.write(lambda db: db.ask("UPDATE enquiry SET state = 'waiting', version = version + 1") and None)
    assert await office.offers(await office.now(noun), sam)
    assert await office.offers_of(noun) == [(priya, "withdrawn"), (sam, "open")]


async def test_the_work_of_a_colleague_who_goes_off_waits_again(office):
    priya = await office.joins("Priya")
    owned, offered = await office.enquiry(), await office.enquiry()
    await take(office, owned, priya)
    await office.offers(offered, priya)
    office.clock.forward(minutes=5)
    gone = await office.store.write(routing.set_presence, priya, Presence.OFF)
    assert gone.presence is Presence.OFF
    assert [(await office.now(one)).state for one in (owned, offered)] == [State.WAITING, State.WAITING]
    assert ((await office.now(owned)).owner, await office.load(priya)) == (None, 0)
    assert (await office.now(owned)).waiting_since == office.clock()
    assert (await office.audit_of(owned))[-1] == ("Priya", "put back", "Priya went off")
    assert (await office.audit_of(offered))[-1] == ("router", "offer withdrawn", "Priya is off")


async def test_going_off_is_no_refusal(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await take(office, noun, priya)
    await office.store.write(routing.set_presence, priya, Presence.OFF)
    past = await office.store.read(waiting.past, noun.id, noun.person)
    assert (past.refused, past.familiar) == ({}, priya)


async def test_whoever_is_away_keeps_what_they_own(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await take(office, noun, priya)
    await office.store.write(routing.set_presence, priya, Presence.AWAY)
    assert (await office.now(noun)).owner == priya


async def test_idle_is_counted_from_when_a_colleague_came_or_put_down_the_last(office):
    priya = await office.joins("Priya")

    async def idle_since():
        ((colleague, _),) = await office.store.read(loads.of_all, WEIGHTS)
        return colleague.idle_since

    came = office.clock()
    assert await idle_since() == came
    office.clock.forward(minutes=1)
    await office.store.write(routing.set_presence, priya, Presence.AVAILABLE)
    assert await idle_since() == came
    first, second = await office.enquiry(), await office.enquiry()
    for noun in (first, second):
        await take(office, noun, priya)
    assert await idle_since() is None
    await office.store.write(routing.release, first.id, priya, "")
    assert await idle_since() is None
    office.clock.forward(minutes=1)
    await office.store.write(routing.release, second.id, priya, "")
    assert await idle_since() == office.clock()
    await office.store.write(routing.set_presence, priya, Presence.AWAY)
    assert await idle_since() is None


async def test_nobody_is_idle_who_is_not_there(office):
    priya = await office.joins("Priya", Presence.AWAY)
    await office.store.write(routing.freed, priya)
    assert await office.query("SELECT idle_since FROM colleague") == [{"idle_since": None}]


async def test_an_offer_that_is_picked_up_by_hand_is_taken(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await office.offers(noun, priya)
    await take(office, noun, priya, by_hand=True)
    assert await office.offers_of(noun) == [(priya, "taken")]
    assert (await office.audit_of(noun))[-1] == ("Priya", "took the offer", "")


async def test_a_web_chat_weighs_more_than_a_text(office):
    priya = await office.joins("Priya", capacity=9)
    await take(office, await office.enquiry(Channel.WEB_CHAT), priya)
    await office.offers(await office.enquiry(Channel.WEB_CHAT), priya, weight=2)
    await take(office, await office.enquiry(Channel.SMS), priya)
    assert await office.load(priya) == 5
    assert [load for _, load in await office.store.read(loads.of_all, WEIGHTS)] == [5]


async def test_the_last_to_deal_with_a_person_is_known_for_a_week(office):
    priya, address = await office.joins("Priya"), "+447700900001"
    first = await office.enquiry(address=address)
    await take(office, first, priya)
    await office.store.write(lambda db: db.ask("UPDATE enquiry SET state = 'closed'") and None)
    second = await office.enquiry(address=address)
    office.clock.forward(days=7, seconds=-1)
    assert (await office.store.read(waiting.past, second.id, second.person)).familiar == priya
    office.clock.forward(seconds=1)
    assert (await office.store.read(waiting.past, second.id, second.person)).familiar is None


async def test_whoever_has_another_open_enquiry_of_the_person_is_familiar_however_old_it_is(office):
    priya, address = await office.joins("Priya"), "+447700900001"
    await take(office, await office.enquiry(address=address), priya)
    office.clock.forward(days=60)
    second = await office.enquiry(address=address)
    assert (await office.store.read(waiting.past, second.id, second.person)).familiar == priya


async def test_what_nobody_can_take_is_a_trouble_once_until_somebody_has_it(office):
    noun = await office.enquiry()
    for _ in range(2):
        await office.store.write(waiting.nobody_can, noun.id, "nobody knows drains")
    assert await office.query("SELECT enquiry, detail FROM trouble WHERE settled_at IS NULL") == [
        {"enquiry": noun.id, "detail": "nobody knows drains"}
    ]
    assert await office.audit_of(noun) == [("router", "nobody can take it", "nobody knows drains")]
    await take(office, noun, await office.joins("Priya"))
    await office.lapses()
    assert await office.query("SELECT id FROM trouble WHERE settled_at IS NULL") == []


async def test_every_change_tells_the_desks_and_leaves_the_audit_whole(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    announced = []
    office.store.listen(announced.append)
    await office.offers(noun, priya)
    await office.store.write(routing.decline, noun.id, priya, "no")
    await take(office, noun, priya)
    await office.store.write(routing.release, noun.id, priya, "no")
    assert [one.desk for one in announced if one.desk or one.router] == [True] * 4
    assert len(await office.query("SELECT id FROM event WHERE kind = 'enquiry' AND enquiry = :id", id=noun.id)) == 4
    assert await office.store.read(audit.broken_at, noun.id) is None


async def test_one_leads_until_its_lease_runs_out(office):
    async def lead(holder: str) -> int | None:
        return await office.store.write(leadership.lead, "router", holder, office.clock() + MINUTE)

    assert await lead("one") == 1
    assert await lead("two") is None
    office.clock.forward(seconds=50)
    assert await lead("one") == 1
    office.clock.forward(seconds=50)
    assert await lead("two") is None
    office.clock.forward(seconds=10)
    assert await lead("two") == 2
    assert await lead("one") is None


async def test_whoever_resigns_is_followed_at_once(office):
    until = office.clock() + MINUTE
    await office.store.write(leadership.lead, "router", "one", until)
    await office.store.write(leadership.resign, "router", "one")
    assert await office.store.write(leadership.lead, "router", "two", until) == 2


async def test_an_offer_that_is_being_taken_does_not_lapse_and_sets_nobody_away(office):
    priya, noun = await office.joins("Priya"), await office.enquiry()
    await office.offers(noun, priya)
    await office.store.write(lambda db: db.count_lapses(id=priya, count=LAPSES))
    office.clock.at += EXPIRY

    def takes(db):
        routing.take(db, noun.id, priya, False)

    assert await meanwhile(office.store, takes, office.lapses) == 0
    assert await office.presence(priya) == "available"
    assert await office.offers_of(noun) == [(priya, "taken")]
    assert "offer lapsed" not in [what for _, what, _ in await office.audit_of(noun)]


async def test_an_offer_that_is_being_picked_up_by_another_is_not_withdrawn_from_who_goes_away(office):
    priya, sam = await office.joins("Priya"), await office.joins("Sam")
    noun = await office.enquiry()
    await office.offers(noun, priya)

    def picks_up(db):
        routing.take(db, noun.id, sam, True)

    await meanwhile(office.store, picks_up, lambda: office.store.write(routing.set_presence, priya, Presence.AWAY))
    assert "offer withdrawn" not in [what for _, what, _ in await office.audit_of(noun)]
    assert (await office.now(noun)).owner == sam
