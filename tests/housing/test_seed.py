"""What is true of the demo landlord's data."""

import re
import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import date, timedelta

import pytest

from housing import ledger, seed
from housing.days import is_working_day
from housing.reference import is_reference
from model.housing import Tenure

TODAY = date(2026, 11, 25)
#: columns that hold dates, or text made of them
DATES = {
    "day",
    "started_on",
    "born",
    "breathing_space_until",
    "as_at",
    "next_charge_on",
    "reported_at",
    "due_on",
    "slot",
}


@pytest.fixture
def ask(shared):
    """All rows of a query."""
    return lambda query: shared.reading.execute(query).fetchall()


def one(rows):
    return [row[0] for row in rows]


def tables(connection):
    """All that is in a demo landlord, by table."""
    names = one(connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall())
    return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def filled(today):
    """All that the seed makes on a day."""
    with closing(sqlite3.connect(":memory:")) as memory:
        seed.fill(memory, today)
        return tables(memory)


@pytest.fixture(scope="module")
def dated(shared):
    """Where dates stand: pairs of table and place."""
    cursors = {name: shared.reading.execute(f"SELECT * FROM {name}") for name in tables(shared.reading)}
    return {
        (name, place)
        for name, cursor in cursors.items()
        for place, column in enumerate(cursor.description)
        if column[0] in DATES
    }


def undated(data, dated):
    """The same, where a date is only there or not."""
    return {
        name: [
            tuple(value is not None if (name, place) in dated else value for place, value in enumerate(row))
            for row in rows
        ]
        for name, rows in data.items()
    }


def test_the_same_day_gives_the_same_data_within_three_seconds(shared):
    began = time.process_time()
    again = filled(TODAY)
    assert time.process_time() - began < 3
    assert again == tables(shared.reading)


def test_another_day_changes_nothing_but_dates(shared, dated):
    assert undated(filled(date(2027, 1, 1)), dated) == undated(tables(shared.reading), dated)


def test_there_are_two_thousand_homes_of_one_tenancy_each(ask):
    assert ask("SELECT count(*), count(DISTINCT home) FROM tenancy") == [(2_000, 2_000)]
    assert ask("SELECT count(*) FROM home") == [(2_000,)]


def test_eight_in_ten_are_tenants_and_the_rest_own_their_home_or_a_share(ask):
    mix = dict(ask("SELECT tenure, count(*) FROM tenancy GROUP BY tenure"))
    assert mix == {"tenant": 1_600, "shared_owner": 200, "leaseholder": 200}


def test_leaseholders_live_in_flats(ask):
    lines = one(ask("SELECT line FROM home JOIN tenancy ON home = uprn WHERE tenure = 'leaseholder'"))
    assert all(line.startswith("Flat ") for line in lines)


def test_no_address_is_there_twice(ask):
    assert one(ask("SELECT count(*) FROM home GROUP BY line, town HAVING count(*) > 1")) == []
    assert one(ask("SELECT count(DISTINCT uprn) FROM home")) == [2_000]


def test_every_postcode_is_well_formed_and_lies_where_nobody_lives(ask):
    for postcode in one(ask("SELECT DISTINCT postcode FROM home")):
        assert re.fullmatch(r"(SY|HR|WR)99 [1-9][ABD-HJLNP-UW-Z]{2}", postcode)


def test_a_postcode_lies_in_one_town(ask):
    assert max(one(ask("SELECT count(DISTINCT town) FROM home GROUP BY postcode"))) == 1


def test_every_reference_has_its_check_digit(ask):
    assert all(is_reference(reference) for reference in one(ask("SELECT reference FROM tenancy")))


def test_every_mobile_is_one_that_nobody_can_have(ask):
    mobiles = one(ask("SELECT mobile FROM holder WHERE mobile IS NOT NULL"))
    assert all(re.fullmatch(r"\+447700900\d{3}", mobile) for mobile in mobiles)
    assert 850 < len(mobiles) < 1_000


def test_the_last_ten_numbers_and_the_first_belong_to_nobody(ask):
    held = set(one(ask("SELECT mobile FROM holder")))
    assert not held & {"+447700900000", *(f"+447700900{number}" for number in range(990, 1_000))}


def test_a_few_numbers_are_shared_by_two_people_of_two_tenancies(ask):
    shared = ask(
        "SELECT count(*), count(DISTINCT tenancy) FROM holder WHERE mobile > '' GROUP BY mobile HAVING count(*) > 1"
    )
    assert 10 <= len(shared) <= 15
    assert set(shared) == {(2, 2)}


def test_every_mailbox_is_an_example_and_one_persons(ask):
    emails = one(ask("SELECT email FROM holder WHERE email IS NOT NULL"))
    assert all(re.fullmatch(r"[a-z-]+(\.[a-z-]+)+\d*@example\.org", email) for email in emails)
    assert len(set(emails)) == len(emails) > 1_000


def test_some_hold_their_home_together_under_different_names(ask):
    sizes = Counter(one(ask("SELECT count(DISTINCT name) FROM holder GROUP BY tenancy")))
    assert set(sizes) == {1, 2}
    assert 400 < sizes[2] < 700


def test_every_holder_was_grown_up_when_the_tenancy_began(ask):
    days = ask("SELECT started_on, born FROM holder JOIN tenancy ON reference = tenancy")
    ages = [date.fromisoformat(start) - date.fromisoformat(born) for start, born in days]
    assert min(ages) >= timedelta(days=18 * 365)


def test_the_old_are_marked_as_such_and_nobody_else(ask):
    born = "SELECT tenancy FROM holder GROUP BY tenancy HAVING min(born) <= '1956-11-25'"
    assert ask("SELECT tenancy FROM vulnerability WHERE kind = 'over_70' ORDER BY 1") == ask(f"{born} ORDER BY 1")


def test_every_vulnerability_has_a_reason(ask):
    kinds = ask("SELECT kind, min(length(reason)) FROM vulnerability GROUP BY kind")
    assert {"respiratory", "over_70", "under_5"} <= {kind for kind, _ in kinds}
    assert all(shortest > 5 for _, shortest in kinds)


def test_breathing_space_is_for_those_who_owe_and_lasts_sixty_days_at_most(ask):
    until = one(ask("SELECT breathing_space_until FROM tenancy WHERE breathing_space_until IS NOT NULL"))
    assert 10 < len(until) < 50
    assert all(TODAY < date.fromisoformat(day) <= TODAY + timedelta(days=60) for day in until)


def test_a_few_must_be_contacted_with_care(ask):
    assert 5 < one(ask("SELECT sum(safe_contact) FROM tenancy"))[0] < 30


def test_every_patch_has_an_officer_and_every_officer_a_patch(ask):
    assert ask("SELECT count(DISTINCT officer) FROM patch") == [(len(seed.OFFICERS),)]
    assert ask("SELECT count(DISTINCT patch) FROM home") == ask("SELECT count(*) FROM patch")


# rent


def test_every_line_is_dated_within_the_quarter_and_none_in_the_future(ask):
    ((first, last),) = ask("SELECT min(day), max(day) FROM entry")
    assert date.fromisoformat(first) >= TODAY - timedelta(days=125)
    assert date.fromisoformat(last) <= TODAY


def test_every_account_opens_with_what_was_owed_before(ask):
    assert ask("SELECT DISTINCT description FROM entry WHERE number = 1") == [("Balance brought forward",)]


def test_tenants_are_charged_on_thirteen_mondays_and_owners_on_three_firsts(ask):
    tenants = "SELECT count(*), day FROM entry WHERE description = 'Rent' GROUP BY day"
    assert [date.fromisoformat(day).weekday() for _, day in ask(tenants)] == [0] * 13
    owners = "SELECT DISTINCT day FROM entry WHERE description = 'Rent on the share we own'"
    assert one(ask(owners)) == ["2026-09-01", "2026-10-01", "2026-11-01"]


def test_leaseholders_pay_a_service_charge_and_no_rent(ask):
    charged = "SELECT DISTINCT description FROM charge JOIN tenancy ON reference = tenancy WHERE tenure = 'leaseholder'"
    assert one(ask(charged)) == ["Service charge"]


def test_the_next_charge_is_the_next_monday_or_first(ask):
    assert set(ask("SELECT every, next_charge_on FROM rent_account")) == {
        ("week", "2026-11-30"),
        ("month", "2026-12-01"),
    }


def test_most_owe_nothing_and_some_owe_a_lot(ask):
    balances = one(ask("SELECT sum(pence) FROM entry GROUP BY tenancy"))
    assert 300 < sum(balance > 0 for balance in balances) < 700
    assert 300 < sum(balance < 0 for balance in balances) < 700
    assert 100_000 < max(balances) < 1_000_000


def test_a_balance_is_what_was_owed_and_charged_less_what_was_paid():
    due = [ledger.Charge("Rent", 10_000), ledger.Charge("Service charge", 500)]
    days = ledger.charge_days("week", TODAY)
    lines = ledger.lines(due, days, ledger.Habit(opening=2, missed=3, share=50))
    assert sum(line.pence for line in lines) == 2 * 10_500 + 13 * 10_500 - 10 * 5_250


def test_universal_credit_pays_four_weeks_in_arrears():
    days = ledger.charge_days("week", TODAY)
    lines = ledger.lines([ledger.Charge("Rent", 10_000)], days, ledger.Habit("Universal Credit", together=4))
    assert [(line.day, line.pence) for line in lines if line.pence < 0] == [
        (days[week], -40_000) for week in (3, 7, 11)
    ]


@pytest.mark.parametrize("today", [date(2026, 11, 30), date(2026, 12, 6), date(2027, 1, 1), date(2028, 2, 29)])
def test_the_last_charge_day_is_not_after_today_and_the_next_one_is(today):
    for tenure in Tenure:
        every = ledger.period(tenure)
        last = ledger.charge_days(every, today)[-1]
        assert last <= today < ledger.next_charge_day(every, last)


# repairs


def test_repairs_are_done_booked_waiting_and_cancelled(ask):
    status = dict(ask("SELECT status, count(*) FROM repair GROUP BY status"))
    assert status == {"completed": 900, "cancelled": 50, "scheduled": 151, "reported": 101}


def test_some_open_repairs_are_late(ask):
    assert len(ask(f"SELECT id FROM repair WHERE status = 'reported' AND due_on < '{TODAY}'")) == 41


def test_appointments_are_on_working_days_and_only_open_ones_lie_ahead(ask):
    for status, slot in ask("SELECT status, slot FROM repair WHERE slot IS NOT NULL"):
        day = date.fromisoformat(slot[:8])
        assert is_working_day(day)
        assert (day > TODAY) == (status == "scheduled")


def test_no_visit_comes_before_the_report(ask):
    assert ask("SELECT id FROM repair WHERE substr(replace(reported_at, '-', ''), 1, 8) > substr(slot, 1, 8)") == []


def test_owners_have_only_what_is_shared_repaired(ask):
    rooms = "SELECT DISTINCT summary FROM repair JOIN tenancy ON reference = tenancy WHERE tenure <> 'tenant'"
    assert {summary.split(":")[0] for summary in one(ask(rooms))} == {"Stairs", "Entrance", "Roof", "Bin store"}


def test_repairs_are_numbered_as_they_came(ask):
    days = one(ask("SELECT substr(reported_at, 1, 10) FROM repair ORDER BY id"))
    assert days == sorted(days)
