"""The books: clean after the real line has worked, and each thing that can be wrong is said."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from housing.demo import open_demo
from model.channel import Channel
from model.colleague import Presence
from model.message import Delivery, Receipt
from store import colleagues, receipts, routing
from store.books import RULES, History, Taking, check_books
from store.db import Db
from tests.fakes import FakeClock
from tests.play import Stage, build
from tests.plays.people import BETHAN, KIERAN, STRANGER

pytestmark = pytest.mark.asyncio(loop_scope="module")

WEIGHTS = {"sms": 1, "webchat": 2}
CHAT = "a-chat"


class Undone(Exception):
    """Ends a transaction so that nothing of it is kept."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__()
        self.complaints = complaints


@dataclass
class Day:
    """A day at the front door, and what the outside world saw of it."""

    stage: Stage
    answered: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    taken: dict[str, list[Taking]] = field(default_factory=dict)

    async def text(self, number: str, text: str) -> None:
        self.stage.clock.forward(seconds=7)
        provider_id = f"SMin{len(self.answered)}"
        await self.stage.phone(number).writes(text, provider_id)
        self.answered[provider_id] = (self.stage.clock.at, self.stage.clock.at)
        self.stage.clock.forward(seconds=1)
        before = len(self.stage.sms.sent)
        await self.stage.system.settle()
        for place, sent in enumerate(self.stage.sms.sent[before:], start=before + 1):
            self.taken[sent.public_id] = [Taking(f"SM{place}", self.stage.clock.at)]

    @property
    def first(self) -> str:
        """The public id of the first reply."""
        return next(iter(self.taken))

    def history(self, **other: Any) -> History:
        seen = {"answered": self.answered, "taken": self.taken, "weights": WEIGHTS}
        return History(Channel.SMS, **{**seen, **other})

    async def complaints(self, broken: str = "", **other: Any) -> list[str]:
        """What is wrong after this statement, or where the outside world saw something else; nothing of it is kept."""

        def break_and_check(db: Db) -> None:
            if broken:
                db.ask(broken)
            raise Undone(check_books(db, self.history(**other)))

        with pytest.raises(Undone) as undone:
            await self.stage.system.parts.store.write(break_and_check)
        return undone.value.complaints


async def join(stage: Stage, name: str, team: str, skills: dict[str, int]) -> int:
    store = stage.system.parts.store
    given = {"email": f"{name}@example.org", "password_hash": "", "teams": [team], "skills": skills, "capacity": 9}
    joined = await store.write(colleagues.add, name=name, **given)
    await store.write(routing.set_presence, joined, Presence.AVAILABLE)
    return joined


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def day(tmp_path_factory, configuration, demo_file):
    """The same day for every test: what they break is undone."""
    folder = tmp_path_factory.mktemp("books")
    (folder / "housing.sqlite").write_bytes(demo_file.read_bytes())
    clock = FakeClock()
    landlord = open_demo(folder / "housing.sqlite", clock.at.date(), clock)
    stage = build(folder, configuration, landlord, clock=clock)
    day = await lived(stage)
    yield day
    await stage.system.parts.store.close()
    landlord.close()


async def lived(stage: Stage) -> Day:
    """Somebody of every kind wrote, and colleagues were about."""
    store = stage.system.parts.store
    day = Day(stage)
    priya = await join(stage, "Priya", "repairs", {"repairs": 3})
    await join(stage, "Marek", "customer", {})
    await day.text(BETHAN, "how much rent do i owe")
    for line in ("my kitchen tap is dripping", "two weeks", "just me", "yes"):
        await day.text(KIERAN, line)
    await day.text(BETHAN, "can i talk to someone please")
    await day.text(STRANGER, "smell gas in the hall")
    await day.text(KIERAN, "STOP")
    await stage.system.watch.step()
    await stage.system.router.step()
    [gas] = await stage.query("SELECT id FROM enquiry WHERE emergency = 'gas'")
    await store.write(routing.take, gas["id"], priya, by_hand=True)
    await day.text(STRANGER, "the blue door")
    chat = stage.phone(CHAT)
    chat.channel = Channel.WEB_CHAT
    await chat.says("can i talk to someone please")
    await stage.system.router.step()
    await store.together(receipts.settle, Receipt(Channel.SMS, "SM1", Delivery.DELIVERED, day.first, ""))
    stage.clock.forward(minutes=2)
    await stage.system.watch.step()
    return day


async def test_the_books_of_the_real_line_are_clean(day):
    assert await day.complaints() == []


async def test_every_rule_has_something_to_look_at(day):
    for table in {table for table, _, _ in RULES} - {"receipt"}:
        assert await day.stage.query(f"SELECT id FROM {table}"), table
    assert await day.stage.query("SELECT id FROM seal")
    assert await day.stage.query("SELECT id FROM offer WHERE outcome = 'open'")


#: the newest text of somebody who wrote before
LATER = "(SELECT MAX(m.id) FROM message m JOIN conversation c ON c.id = m.conversation WHERE c.address = '+447700900001' AND m.direction = 'in')"
EARLIER = LATER.replace("MAX", "MIN")
GAS = "(SELECT MIN(id) FROM enquiry WHERE emergency = 'gas')"
OFFERED = "(SELECT MIN(id) FROM enquiry WHERE state = 'offered')"
CLOCK = "(SELECT MIN(id) FROM clock WHERE promise = 'acknowledge')"
HOUR = 3_600_000_000

BREAKS = {
    "books_no_turn": ("UPDATE message SET handled_at = NULL WHERE id = 1", "message 1 has had no turn"),
    "books_not_claimed": ("UPDATE message SET attempts = 0 WHERE id = 1", "message 1 was handled and never claimed"),
    "books_second_turn": (
        "UPDATE message SET handled_at = handled_at + 1 WHERE id = 1",
        "reply 1 was not written by the turn of message 1",
    ),
    "books_opened_by_none": ("UPDATE message SET enquiry = NULL WHERE id = 1", "enquiry 1 was opened by no message"),
    "books_opened_twice": (
        "UPDATE enquiry SET (person, conversation, started_at) ="
        " (SELECT e.person, e.conversation, e.started_at FROM enquiry e WHERE e.id = 1) WHERE id = 2",
        "message 1 opened 2 enquiries",
    ),
    "books_somebody_elses": (
        f"UPDATE message SET enquiry = {GAS} WHERE id = 1",
        "message 1 belongs to enquiry",
    ),
    "books_not_advised": ("UPDATE reply SET cause = NULL WHERE urgent", "is an emergency that got no advice"),
    "books_out_of_order": (
        f"UPDATE message SET handled_at = handled_at + {HOUR} WHERE id = {EARLIER}",
        "had its turn before message 1, which came before it",
    ),
    "books_not_flagged_late": (
        f"UPDATE message SET at = at - {HOUR} WHERE id = {LATER}",
        "came after a later one had its turn and is not flagged late",
    ),
    "books_flagged_late": ("UPDATE message SET late = TRUE WHERE id = 1", "message 1 is flagged late and no later one"),
    "books_not_rising": (
        f"UPDATE message SET seq = 0 WHERE id = {LATER}",
        "has a lower number in conversation 1 than an older one",
    ),
    "books_number_behind": ("UPDATE conversation SET seq = 1 WHERE id = 1", "conversation 1 counts fewer messages"),
    "books_parts": ("UPDATE reply SET part = 2 WHERE id = 1", "does not have each of its parts once"),
    "books_astray": (
        "UPDATE reply SET conversation = (SELECT MAX(id) FROM conversation) WHERE id = 1",
        "reply 1 is not where its message is",
    ),
    "books_same_text": (
        "UPDATE reply SET provider_id = 'SM1' WHERE id = 2",
        "reply 2 goes by the same provider's id as reply 1",
    ),
    "books_not_sent": ("UPDATE reply SET state = 20 WHERE id = 1", "reply 1 is still on its way, in state 20"),
    "books_held": ("UPDATE reply SET state = 5 WHERE id = 1", "reply 1 is held for a number that has not opted out"),
    "books_receipt_left": (
        "INSERT INTO receipt (channel, provider_id, state, error, at) VALUES ('sms', 'SM2', 60, '', 1)",
        "was not applied to reply 2",
    ),
    "books_effect_open": ("UPDATE effect SET state = 'delayed' WHERE id = 1", "effect 1 is not over"),
    "books_leased": (
        f"UPDATE conversation SET lease_until = last_in_at + {24 * HOUR} WHERE id = 1",
        "conversation 1 is held by a lease",
    ),
    "books_clock_lost": (
        f"UPDATE clock SET promise = 'first_answer' WHERE id = {CLOCK}",
        "enquiry 1 has no clock that runs from its first message",
    ),
    "books_clock_moved": (f"UPDATE clock SET due_at = due_at + 1 WHERE id = {CLOCK}", "of enquiry 1 was moved"),
    "books_met_by_none": (
        f"UPDATE reply SET state = 50 WHERE id = (SELECT met_reply FROM clock WHERE id = {CLOCK})",
        "of enquiry 1 is met by no reply that was accepted",
    ),
    "books_met_too_early": (
        f"UPDATE clock SET met_at = started_at - 1 WHERE id = {CLOCK}",
        "of enquiry 1 was met before it could be",
    ),
    "books_not_met": (
        f"UPDATE clock SET met_at = NULL, met_reply = NULL WHERE id = {CLOCK}",
        "of enquiry 1 is not met although reply 1 was accepted",
    ),
    "books_mute_clock": (
        "UPDATE clock SET alarm_at = NULL WHERE met_at IS NULL",
        "runs and will never ring",
    ),
    "books_offers": ("UPDATE offer SET outcome = 'lapsed' WHERE outcome = 'open'", "is offered and has 0 open offers"),
    "books_owner": (f"UPDATE enquiry SET owner = 1 WHERE id = {OFFERED}", "is offered and its owner says otherwise"),
    "books_never_took": (f"UPDATE enquiry SET owner = 2 WHERE id = {GAS}", "is with a colleague who never took it"),
    "books_not_opened": (
        "UPDATE audit SET what = 'closed' WHERE enquiry = 1 AND seq = 1",
        "enquiry 1 has an audit that does not begin with its opening",
    ),
    "books_seal_ahead": ("UPDATE enquiry SET sealed_seq = 99 WHERE id = 1", "enquiry 1 is sealed further"),
    "loads": (f"UPDATE enquiry SET state = 'waiting' WHERE id = {OFFERED}", "and is reckoned to carry"),
    "audit": (
        "UPDATE audit SET why = 'changed' WHERE enquiry = 1 AND seq = 2",
        "the audit of enquiry 1 is broken at line 2",
    ),
    "audit cut": (
        f"DELETE FROM audit WHERE enquiry = {GAS} AND seq = (SELECT audit_seq FROM enquiry WHERE id = {GAS})",
        "is broken at line",
    ),
    "seal": ("UPDATE seal SET at = at + 1 WHERE id = 1", "seal 1 does not follow from the one before"),
    "a seal gone": ("DELETE FROM seal WHERE id = 1", "seal 2 does not follow from the one before"),
    "sealed heads": (
        "UPDATE audit SET hash = 'another' WHERE enquiry = 1",
        "seal 1 does not fit the audit of enquiry 1",
    ),
    "sealed as far": ("UPDATE enquiry SET sealed_seq = 1 WHERE id = 1", "enquiry 1 is not sealed as far as it says"),
}
#: the database itself forbids it
FORBIDDEN = {"books_same_number"}


async def test_every_rule_is_broken_once():
    assert {query for _, query, _ in RULES} - FORBIDDEN <= set(BREAKS)


@pytest.mark.parametrize("broken", BREAKS)
async def test_what_is_broken_is_said(day, broken):
    statement, said = BREAKS[broken]
    assert any(said in complaint for complaint in await day.complaints(statement))


async def test_a_message_that_was_answered_and_has_no_row_is_said(day):
    answered = {**day.answered, "SMlost": (day.stage.clock.at, day.stage.clock.at)}
    lost = "the message with the provider's id SMlost was answered 200 and has no row"
    assert await day.complaints(answered=answered) == [lost]


async def test_a_message_that_was_received_at_another_time_is_said(day):
    answered = {**day.answered, "SMin0": (day.stage.clock.at, day.stage.clock.at)}
    assert await day.complaints(answered=answered) == ["message 1 was not received when it says"]


async def test_a_reply_that_the_provider_took_twice_must_have_been_in_doubt(day):
    twice = {**day.taken, day.first: day.taken[day.first] * 2}
    assert await day.complaints(taken=twice) == ["reply 1 was taken 2 times and in doubt 0 times"]
    assert await day.complaints("UPDATE reply SET doubts = 1 WHERE id = 1", taken=twice) == []


async def test_a_reply_that_the_provider_never_had_is_said(day):
    never = {public_id: takings for public_id, takings in day.taken.items() if public_id != day.first}
    assert "reply 1 counts as accepted and the provider never had it" in await day.complaints(taken=never)


async def test_a_reply_that_counts_as_accepted_too_early_is_said(day):
    later = {**day.taken, day.first: [Taking("SM1", day.stage.clock.at + timedelta(seconds=1))]}
    assert await day.complaints(taken=later) == ["reply 1 counts as accepted before the provider had it"]


async def test_a_reply_that_goes_by_anothers_id_is_said(day):
    another = {**day.taken, day.first: [Taking("SM999", day.taken[day.first][0].at)]}
    assert await day.complaints(taken=another) == ["reply 1 goes by a provider's id that is another's"]


async def test_a_reply_that_the_provider_has_and_the_row_does_not_know_is_said(day):
    complaints = await day.complaints("UPDATE reply SET accepted_at = NULL WHERE id = 1")
    assert "reply 1 was taken by the provider and does not count as accepted" in complaints


async def test_a_call_without_a_row_is_said(day):
    taken = {**day.taken, "nobody": [Taking("SM1000", day.stage.clock.at)]}
    said = "the provider took the reply with the public id nobody, which has no row"
    assert await day.complaints(taken=taken) == [said]


async def test_an_instant_that_is_no_integer_is_said(day):
    broken = "ALTER TABLE enquiry ALTER COLUMN waiting_since TYPE double precision"
    if day.stage.system.parts.store.alone:
        broken = "UPDATE enquiry SET waiting_since = '2026-11-27' WHERE waiting_since IS NOT NULL"
    assert any("enquiry.waiting_since are no integers" in complaint for complaint in await day.complaints(broken))


async def test_many_complaints_about_one_rule_are_counted(day):
    calls = {f"nobody-{number}": [Taking("SM1000", day.stage.clock.at)] for number in range(50)}
    complaints = await day.complaints(taken={**day.taken, **calls})
    assert len(complaints) == 21
    assert complaints[-1] == "and 30 more like these"
