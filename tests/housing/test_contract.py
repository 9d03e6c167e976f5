"""What every adapter of `model.ports.Landlord` must do. `conftest.records` says which there are."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from model.housing import Facts, RepairPriority
from model.ports import LandlordDown, Refused

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
NOBODY = "0000000"


def facts_of(person, **other):
    return Facts(**({"reference": person.reference, "born": person.born, "postcode": person.postcode} | other))


@pytest.fixture
async def repair(fresh, request_of):
    """An open repair of the tenant who is alone."""
    return await fresh.landlord.create_repair("the repair", request_of(fresh.alone.reference))


@pytest.fixture
async def slots(fresh, repair):
    return await fresh.landlord.slots(repair.reference, TODAY)


# health


async def test_records_that_can_be_asked_say_so_and_since_when(records):
    health = await records.landlord.health()
    assert health.up
    assert health.as_at <= NOW


async def test_records_that_are_down_say_so_without_raising(fresh):
    fresh.faults.down = True
    health = await fresh.landlord.health()
    assert not health.up
    assert health.detail


# who is held at an address


@pytest.mark.parametrize("channel", ["sms", "whatsapp", "phone"])
async def test_a_held_mobile_names_its_tenancy(records, channel):
    found = await records.landlord.tenancies_at(channel, records.alone.number)
    assert [one.reference for one in found] == [records.alone.reference]


async def test_a_shared_mobile_names_every_tenancy(records):
    found = await records.landlord.tenancies_at("sms", records.sharing.number)
    assert len(found) == 2
    assert records.sharing.reference in {one.reference for one in found}


async def test_a_held_mailbox_names_its_tenancy_in_capitals_too(records):
    held = await records.landlord.tenancy(records.alone.reference)
    found = await records.landlord.tenancies_at("email", held.emails[0].upper())
    assert found == [held]


@pytest.mark.parametrize(
    ("channel", "address"),
    [("sms", "+447700900999"), ("sms", ""), ("sms", "'; --"), ("email", "nobody@example.org"), ("webchat", "c-1")],
)
async def test_an_address_that_is_not_held_names_nobody(records, channel, address):
    assert list(await records.landlord.tenancies_at(channel, address)) == []


async def test_a_mobile_is_not_held_as_a_web_chat(records):
    assert list(await records.landlord.tenancies_at("webchat", records.alone.number)) == []


# matching


@pytest.mark.parametrize("dropped", ["reference", "born", "postcode", None])
async def test_two_facts_of_one_holder_fit_one_tenancy(records, dropped):
    facts = facts_of(records.alone, **({dropped: None} if dropped else {}))
    assert await records.landlord.fitting(facts, None) == [records.alone.reference]


@pytest.mark.parametrize("kept", ["reference", "born", "postcode"])
async def test_one_fact_fits_everybody_who_shares_it(records, kept):
    facts = Facts(**{kept: getattr(records.alone, kept)})
    assert records.alone.reference in await records.landlord.fitting(facts, None)
    assert await records.landlord.fitting(facts, [records.alone.reference]) == [records.alone.reference]


async def test_no_fact_fits_nobody(records):
    assert await records.landlord.fitting(Facts(), None) == []


@pytest.mark.parametrize("wrong", [{"reference": NOBODY}, {"born": date(1901, 1, 1)}, {"postcode": "SY99 9ZZ"}])
async def test_one_wrong_fact_of_three_spoils_the_match(records, wrong):
    assert await records.landlord.fitting(facts_of(records.alone, **wrong), None) == []


async def test_facts_of_two_tenancies_do_not_add_up(records):
    facts = facts_of(records.alone, born=records.joint.born, postcode=None)
    assert await records.landlord.fitting(facts, None) == []


@pytest.mark.parametrize("empty", [{"reference": ""}, {"postcode": ""}, {"reference": " - "}, {"postcode": "É\ud800"}])
async def test_an_empty_or_strange_fact_is_a_wrong_one(records, empty):
    assert await records.landlord.fitting(facts_of(records.alone, **empty), None) == []


async def test_either_joint_tenant_fits(records):
    tenancy = await records.landlord.tenancy(records.joint.reference)
    assert len(tenancy.holders) == 2
    assert await records.landlord.fitting(facts_of(records.joint), None) == [tenancy.reference]


async def test_the_match_is_looked_for_only_among_those_named(records):
    fitting, alone, joint = records.landlord.fitting, records.alone, records.joint
    assert await fitting(facts_of(alone), [joint.reference, alone.reference]) == [alone.reference]
    assert await fitting(facts_of(alone), [joint.reference]) == []
    assert await fitting(facts_of(alone), []) == []


@pytest.mark.parametrize(
    "write", [str.lower, lambda code: code.replace(" ", ""), lambda code: f" {code}. ", "{:^9}".format]
)
async def test_a_postcode_may_be_written_as_people_write_it(records, write):
    facts = facts_of(records.alone, postcode=write(records.alone.postcode), reference=None)
    assert await records.landlord.fitting(facts, None) == [records.alone.reference]


@pytest.mark.parametrize("write", ["{0}", " {0} ", "ref {0}", "No. {0}", "T{0}", "tenancy no {0}."])
async def test_a_reference_may_be_written_as_people_write_it(records, write):
    facts = facts_of(records.alone, reference=write.format(records.alone.reference), postcode=None)
    assert await records.landlord.fitting(facts, None) == [records.alone.reference]


async def test_a_reference_may_be_written_in_groups(records):
    known = records.alone.reference
    facts = facts_of(records.alone, reference=f"{known[:3]}-{known[3:5]} {known[5:]}", postcode=None)
    assert await records.landlord.fitting(facts, None) == [known]


# the tenancy


async def test_a_tenancy_says_who_lives_where_and_who_their_officer_is(records):
    tenancy = await records.landlord.tenancy(records.alone.reference)
    assert tenancy.holders == (records.alone.name,)
    assert tenancy.address.postcode == records.alone.postcode
    assert tenancy.mobiles == (records.alone.number,)
    assert tenancy.officer
    assert tenancy.started_on < TODAY


@pytest.mark.parametrize("reference", [NOBODY, "", "' OR 1=1 --"])
async def test_an_unknown_reference_has_no_tenancy(records, reference):
    assert await records.landlord.tenancy(reference) is None


# the rent account


async def test_a_rent_account_says_when_its_figure_was_true_and_what_comes_next(records):
    account = await records.landlord.rent_account(records.alone.reference)
    assert account.as_at.utcoffset() == timedelta(0)
    assert account.as_at <= NOW
    assert account.next_charge > 0
    assert account.next_charge_on > TODAY


async def test_a_balance_is_the_sum_of_the_accounts_lines(records):
    account = await records.landlord.rent_account(records.alone.reference)
    lines = await records.landlord.transactions(records.alone.reference, 1_000)
    assert sum(line.pence for line in lines) == account.balance


async def test_the_latest_lines_come_first_and_no_more_than_asked_for(records):
    every = await records.landlord.transactions(records.alone.reference, 1_000)
    assert [line.on for line in every] == sorted((line.on for line in every), reverse=True)
    assert await records.landlord.transactions(records.alone.reference, 3) == every[:3]
    assert list(await records.landlord.transactions(records.alone.reference, 0)) == []


async def test_payments_are_negative_and_charges_positive(records):
    lines = await records.landlord.transactions(records.alone.reference, 1_000)
    assert {line.pence > 0 for line in lines if line.description == "Rent"} == {True}
    assert {line.pence < 0 for line in lines if line.description == "Standing order"} == {True}


# repairs


async def test_a_repair_that_was_raised_is_on_the_books(fresh, repair):
    assert repair.status == "reported"
    assert repair.reported_at == NOW
    assert repair.due_on == date(2026, 12, 23)
    assert repair.priority is RepairPriority.ROUTINE
    assert repair.summary == "Kitchen: tap will not stop dripping"
    assert repair in await fresh.landlord.repairs(fresh.alone.reference, open_only=True)


async def test_the_newest_repair_comes_first(fresh, repair, request_of):
    second = await fresh.landlord.create_repair("another", request_of(fresh.alone.reference, problem="no light"))
    assert (await fresh.landlord.repairs(fresh.alone.reference, open_only=False))[:2] == [second, repair]


async def test_a_repair_can_be_raised_for_somebody_unproven(fresh, request_of):
    repair = await fresh.landlord.create_repair("unproven", request_of(None, address="14 Osier Bank, Corvestoke"))
    assert repair.status == "reported"
    assert await fresh.landlord.slots(repair.reference, TODAY)


async def test_a_repair_for_an_unknown_tenancy_is_refused_and_leaves_its_key_free(fresh, request_of):
    with pytest.raises(Refused):
        await fresh.landlord.create_repair("k", request_of(NOBODY))
    assert await fresh.landlord.create_repair("k", request_of(fresh.alone.reference))


# slots


async def test_slots_are_on_ten_working_days_from_tomorrow(slots):
    days = sorted({slot.on for slot in slots})
    assert days[0] > TODAY
    assert days[-1] <= date(2026, 12, 9)
    assert all(day.weekday() < 5 for day in days)


async def test_slots_come_in_order_and_say_their_hours(slots):
    assert [slot.on for slot in slots] == sorted(slot.on for slot in slots)
    assert {slot.hours for slot in slots} == {"8am to 12 noon", "9.30am to 2.30pm", "12 noon to 5pm"}
    assert {slot.part for slot in slots} == {"morning", "school_run", "afternoon"}
    assert len({slot.id for slot in slots}) == len(slots)


async def test_nobody_comes_on_a_bank_holiday(fresh, repair):
    days = {slot.on for slot in await fresh.landlord.slots(repair.reference, date(2026, 12, 24))}
    # Boxing Day 2026 is a Saturday, kept on the Monday
    assert not days & {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    assert {date(2026, 12, 24), date(2026, 12, 29)} <= days


async def test_slots_begin_on_the_day_asked_for(fresh, repair):
    slots = await fresh.landlord.slots(repair.reference, date(2026, 12, 12))
    assert slots[0].on == date(2026, 12, 14)


@pytest.mark.parametrize("earliest", [date(2028, 1, 1), date.max])
async def test_far_beyond_the_diary_there_are_no_slots(fresh, repair, earliest):
    assert list(await fresh.landlord.slots(repair.reference, earliest)) == []


async def test_a_completed_repair_has_no_slots(fresh):
    with pytest.raises(Refused):
        await fresh.landlord.slots(fresh.completed, TODAY)


# appointments


async def test_a_booked_repair_is_scheduled_for_its_slot(fresh, repair, slots):
    booked = await fresh.landlord.book("b", repair.reference, slots[0].id)
    assert booked.status == "scheduled"
    assert booked.appointment == slots[0]
    assert booked in await fresh.landlord.repairs(fresh.alone.reference, open_only=True)


async def test_booking_again_moves_the_appointment(fresh, repair, slots):
    await fresh.landlord.book("b1", repair.reference, slots[0].id)
    moved = await fresh.landlord.book("b2", repair.reference, slots[-1].id)
    assert moved.appointment == slots[-1]


async def test_an_appointment_can_be_booked_onto_itself(fresh, repair, slots):
    first = await fresh.landlord.book("b1", repair.reference, slots[0].id)
    assert await fresh.landlord.book("b2", repair.reference, slots[0].id) == first


@pytest.mark.parametrize(
    "slot",
    [
        "",
        "?",
        "20261125.morning",
        "20261024.morning",
        "20261128.morning",
        "20261225.morning",
        "20261126.night",
        "20281124.morning",
    ],
)
async def test_a_slot_that_is_not_offered_is_refused(fresh, repair, slot):
    with pytest.raises(Refused):
        await fresh.landlord.book("b", repair.reference, slot)


async def test_a_completed_repair_cannot_be_booked_or_cancelled(fresh, slots):
    with pytest.raises(Refused):
        await fresh.landlord.book("b", fresh.completed, slots[0].id)
    with pytest.raises(Refused):
        await fresh.landlord.cancel_repair("c", fresh.completed)


async def test_a_cancelled_repair_is_no_longer_open(fresh, repair, slots):
    await fresh.landlord.book("b", repair.reference, slots[0].id)
    cancelled = await fresh.landlord.cancel_repair("c", repair.reference)
    assert cancelled.status == "cancelled"
    assert cancelled.appointment is None
    assert cancelled in await fresh.landlord.repairs(fresh.alone.reference, open_only=False)
    assert cancelled not in await fresh.landlord.repairs(fresh.alone.reference, open_only=True)


async def test_a_cancelled_repair_can_be_cancelled_again_but_not_booked(fresh, repair, slots):
    first = await fresh.landlord.cancel_repair("c1", repair.reference)
    assert await fresh.landlord.cancel_repair("c2", repair.reference) == first
    with pytest.raises(Refused):
        await fresh.landlord.book("b", repair.reference, slots[0].id)


# contacts


async def test_each_contact_has_a_reference_of_its_own(fresh):
    log, known = fresh.landlord.log_contact, fresh.alone.reference
    assert await log("n1", known, "asked for the balance") != await log("n2", known, "asked for the balance")


# writes are idempotent by key


def every_write(records, repair, slots, request_of):
    landlord, known = records.landlord, records.alone.reference
    return {
        "create_repair": lambda key: landlord.create_repair(key, request_of(known)),
        "book": lambda key: landlord.book(key, repair.reference, slots[0].id),
        "cancel_repair": lambda key: landlord.cancel_repair(key, repair.reference),
        "log_contact": lambda key: landlord.log_contact(key, known, "said hello"),
    }


WRITES = ["create_repair", "book", "cancel_repair", "log_contact"]


@pytest.mark.parametrize("name", WRITES)
async def test_the_same_key_gives_the_first_answer(fresh, repair, slots, request_of, name):
    write = every_write(fresh, repair, slots, request_of)[name]
    assert await write("same") == await write("same")


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_whose_answer_was_lost_was_carried_out_once(fresh, repair, slots, request_of, name):
    write = every_write(fresh, repair, slots, request_of)[name]
    fresh.faults.lost_answers = 1
    with pytest.raises(LandlordDown):
        await write("same")
    before = await fresh.landlord.repairs(fresh.alone.reference, open_only=False)
    answer = await write("same")
    assert await write("same") == answer
    assert await fresh.landlord.repairs(fresh.alone.reference, open_only=False) == before


@pytest.mark.parametrize("name", WRITES)
async def test_a_key_serves_one_call_only(fresh, repair, slots, request_of, name):
    writes = every_write(fresh, repair, slots, request_of)
    await writes[name]("same")
    for other in set(WRITES) - {name}:
        with pytest.raises(Refused):
            await writes[other]("same")


async def test_the_same_key_gives_the_first_answer_after_a_crash(fresh, request_of):
    first = await fresh.landlord.create_repair("same", request_of(fresh.alone.reference))
    again = fresh.after_a_crash()
    assert await again.create_repair("same", request_of(fresh.alone.reference)) == first
    assert await again.repairs(fresh.alone.reference, open_only=False) == [first]


async def test_the_first_answer_stands_whatever_is_asked_under_its_key_later(fresh, repair, request_of):
    other = request_of(fresh.alone.reference, problem="something else")
    assert await fresh.landlord.create_repair("the repair", other) == repair


async def test_the_first_answer_stands_whatever_has_happened_since(fresh, repair, slots):
    first = await fresh.landlord.book("b1", repair.reference, slots[0].id)
    await fresh.landlord.book("b2", repair.reference, slots[1].id)
    assert await fresh.landlord.book("b1", repair.reference, slots[0].id) == first
    later = await fresh.landlord.book("b2", repair.reference, slots[1].id)
    assert later.appointment == slots[1]


async def test_one_key_asked_many_times_at_once_writes_once(fresh, request_of):
    wanted = request_of(fresh.alone.reference)
    answers = await asyncio.gather(*(fresh.landlord.create_repair("same", wanted) for _ in range(20)))
    assert len({one.reference for one in answers}) == 1
    assert len(await fresh.landlord.repairs(fresh.alone.reference, open_only=True)) == 1


# what is unknown, down or slow


def every_call(landlord, tenancy, repair, slot, request_of):
    return {
        "tenancies_at": lambda: landlord.tenancies_at("sms", "+447700900001"),
        "fitting": lambda: landlord.fitting(Facts(reference=tenancy, postcode="SY99 1AA"), None),
        "tenancy": lambda: landlord.tenancy(tenancy),
        "rent_account": lambda: landlord.rent_account(tenancy),
        "transactions": lambda: landlord.transactions(tenancy, 5),
        "repairs": lambda: landlord.repairs(tenancy, open_only=True),
        "create_repair": lambda: landlord.create_repair("k1", request_of(tenancy)),
        "slots": lambda: landlord.slots(repair, TODAY),
        "book": lambda: landlord.book("k2", repair, slot),
        "cancel_repair": lambda: landlord.cancel_repair("k3", repair),
        "log_contact": lambda: landlord.log_contact("k4", tenancy, "said hello"),
    }


UNKNOWN = [(NOBODY, "R999999"), ("", ""), ("' --", "R"), ("É", "R" + "9" * 40), ("R1", "x200001"), ("1²", "R²")]
#: these say in another way that nothing was found
LENIENT = {"tenancies_at", "fitting", "tenancy"}


@pytest.mark.parametrize(("tenancy", "repair_reference"), UNKNOWN)
async def test_what_is_unknown_is_refused(fresh, request_of, tenancy, repair_reference):
    calls = every_call(fresh.landlord, tenancy, repair_reference, "20261126.morning", request_of)
    for name in calls.keys() - LENIENT:
        with pytest.raises(Refused):
            await calls[name]()


async def test_every_call_says_when_the_records_are_down(fresh, repair, slots, request_of):
    calls = every_call(fresh.landlord, fresh.alone.reference, repair.reference, slots[0].id, request_of)
    fresh.faults.down = True
    for call in calls.values():
        with pytest.raises(LandlordDown):
            await call()
    fresh.faults.down = False
    for call in calls.values():
        await call()


async def test_every_call_can_be_slow_and_be_given_up(fresh, repair, slots, request_of):
    fresh.faults.delay = 3_600
    for call in every_call(fresh.landlord, fresh.alone.reference, repair.reference, slots[0].id, request_of).values():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001):
                await call()


async def test_every_process_that_asks_the_records_finds_them_as_another_was_told(fresh):
    other = fresh.after_a_crash()
    fresh.faults.down = True
    with pytest.raises(LandlordDown):
        await other.tenancy(fresh.alone.reference)
    assert not (await other.health()).up
    fresh.faults.down = False
    assert await other.tenancy(fresh.alone.reference)


async def test_an_answer_is_lost_by_whoever_writes_next_and_by_nobody_else(fresh):
    first, second = fresh.landlord, fresh.after_a_crash()
    fresh.faults.lost_answers = 1
    with pytest.raises(LandlordDown):
        await second.log_contact("k1", fresh.alone.reference, "said hello")
    assert await first.log_contact("k2", fresh.alone.reference, "said hello")
    assert await second.log_contact("k3", fresh.alone.reference, "said hello")


async def test_a_write_that_was_given_up_can_be_asked_again(fresh, request_of):
    wanted = request_of(fresh.alone.reference)
    given_up = asyncio.create_task(fresh.landlord.create_repair("same", wanted))
    await asyncio.sleep(0)
    given_up.cancel()
    first = await fresh.landlord.create_repair("same", wanted)
    assert await fresh.landlord.repairs(fresh.alone.reference, open_only=True) == [first]
