"""The rules of replay."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.answers import Heard, Words
from bot.talk import SCRIPTS, RepeatedKey, Talk, World, perform
from model.talk import Run
from model.understanding import Understanding


class Nobody:
    """An identity that proves nothing."""

    proof = None
    failures = 0

    async def stage(self) -> str:
        return "facts"


WORLD = World(
    now=datetime(2026, 11, 23, 10, tzinfo=UTC),
    today=date(2026, 11, 23),
    channel="sms",
    address="+447700900123",
    held_address=True,
    identity=Nobody(),
    landlord=None,
    answered_by=lambda: "11am today",
    opening=dict,
    repair_due=lambda priority: date(2026, 12, 21),
)


@pytest.fixture
def plays():
    """Runs scripts of a test; forgets them in the end."""
    before = dict(SCRIPTS)

    def play(script: Callable) -> Callable:
        SCRIPTS["of the test"] = script

        async def turn(run: Run | None = None, text: str | None = None) -> Talk:
            run = run or Run("of the test", begun_by=7)
            heard = None if text is None else Heard(text, Understanding(text, "out_of_scope", 0.0))
            run = run if text is None else replace(run, heard=(*run.heard, text))
            return await perform(Talk(run, WORLD, heard, text=text or ""))

        return turn

    yield play
    SCRIPTS.clear()
    SCRIPTS.update(before)


async def two_questions(talk, landlord):
    talk.say("hello")
    colour = await talk.ask("colour", Words())
    shape = await talk.ask("shape", Words())
    talk.say("both", colour=colour, shape=shape)


def keys(talk):
    return [said.key for said in talk.said]


async def test_a_turn_ends_at_the_first_question_without_an_answer(plays):
    first = await plays(two_questions)(text="i want something")
    assert keys(first) == ["hello", "colour"]
    assert first.run.asking == "colour"


async def test_what_was_said_and_answered_is_not_said_or_asked_again(plays):
    turn = plays(two_questions)
    first = await turn(text="i want something")
    second = await turn(first.run, "green")
    assert keys(second) == ["shape"]
    third = await turn(second.run, "round")
    assert keys(third) == ["both"]
    assert third.said[0].values == {"colour": "green", "shape": "round"}
    assert third.outcome == "finished"


async def test_a_turn_without_a_message_repeats_nothing(plays):
    turn = plays(two_questions)
    first = await turn(text="i want something")
    assert keys(await turn(first.run)) == []


async def test_what_is_no_answer_leaves_the_question_open(plays):
    turn = plays(two_questions)
    first = await turn(text="i want something")
    second = await turn(first.run, "?")
    assert not second.understood
    assert second.question.key == "colour"


async def test_a_changed_script_asks_only_for_what_is_missing(plays):
    first = await plays(two_questions)(text="i want something")
    second = await plays(two_questions)(first.run, "green")

    async def another_question(talk, landlord):
        await talk.ask("size", Words())
        await two_questions(talk, landlord)

    third = await plays(another_question)(second.run, "round")
    assert keys(third) == ["size"]
    assert third.run.answers == {"colour": "green"}


async def test_a_key_used_twice_is_an_error(plays):
    async def twice(talk, landlord):
        talk.say("hello")
        talk.say("hello")

    with pytest.raises(RepeatedKey):
        await plays(twice)(text="hi")


async def orders(talk, landlord):
    repair = await talk.order("repair", "create_repair", {"place": "kitchen"}, delayed="kept")
    talk.say("done", reference=repair["reference"])


async def test_a_write_is_ordered_once_and_awaited(plays):
    turn = plays(orders)
    first = await turn(text="mend it")
    assert [(order.key, order.kind) for order in first.orders] == [("7:of the test:repair.0", "create_repair")]
    again = await turn(first.run)
    assert again.orders == []
    assert again.outcome == ""


async def test_a_write_that_is_delayed_is_told_once_and_goes_on_when_it_is_done(plays):
    turn = plays(orders)
    first = await turn(text="mend it")
    delayed = replace(first.run, effects={"repair.0": {"state": "delayed"}})
    second = await turn(delayed)
    assert keys(second) == ["kept"]
    assert keys(await turn(second.run)) == []
    done = replace(second.run, effects={"repair.0": {"state": "done", "result": {"reference": "R1"}}})
    assert keys(await turn(done)) == ["done"]


async def test_a_write_that_is_refused_goes_to_a_person(plays):
    turn = plays(orders)
    first = await turn(text="mend it")
    refused = await turn(replace(first.run, effects={"repair.0": {"state": "refused"}}))
    assert refused.handed_over != ""


async def test_a_script_cannot_catch_the_stop_at_a_question(plays):
    async def catches(talk, landlord):
        try:
            await talk.ask("colour", Words())
        except Exception:  # noqa: BLE001 - what a careless script might do
            talk.say("caught")

    assert keys(await plays(catches)(text="hi")) == ["colour"]
