"""The embedded engine as it was trained at set-up: what it must know, and that no text upsets it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engines.embedded import Embedded
from doorstep.settings import from_environment
from doorstep.understanding import open_engine
from model.understanding import Understanding


@pytest.fixture(scope="module")
def engine(configuration) -> Embedded:
    return open_engine(from_environment({}), configuration)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how much rent do i owe", "rent_balance"),
        ("wots my balence", "rent_balance"),
        ("my kitchen tap is dripping", "repair_report"),
        ("the bathroom light wont come on", "repair_report"),
        ("what time do you shut on friday", "opening_hours"),
        ("can i talk to someone", "human"),
        ("nobody came to mend the door, i waited in all day", "repair_appointment"),
        ("theres black mould all over the bedroom wall", "damp_mould"),
        ("i want to make a formal complaint", "complaint"),
        ("thanks", "thanks"),
        ("hello", "greeting"),
        ("never mind", "cancel"),
        ("yes please", "yes"),
        ("who won the match last night", "out_of_scope"),
    ],
)
def test_it_knows_what_a_plain_message_is_about(engine, text, topic):
    assert engine.understand(text).topic == topic


def test_it_raises_an_emergency_that_no_list_of_words_would_find(engine):
    emergency = engine.understand("i just dont want to be here anymore, nobody would notice").emergency
    assert emergency is not None
    assert emergency.because.startswith("classifier")


@pytest.mark.parametrize(
    "text",
    [
        "can i change my direct debit to the 28th",
        "my kitchen tap is dripping",
        "how much rent do i owe",
        "gas engineer coming thursday, can i move it",
        "the bathroom light wont come on",
        "can i talk to someone",
        "my gas bill is huge this month",
        "roof leak when it rains, bucket in loft",
    ],
)
def test_an_ordinary_message_is_no_emergency(engine, text):
    assert engine.understand(text).emergency is None


def test_it_says_how_sure_it_is(engine):
    sure, unsure = engine.understand("how much rent do i owe"), engine.understand("the thing with the thing")
    assert 0 <= unsure.confidence < sure.confidence <= 1


@pytest.mark.parametrize("text", ["", " ", "🏠", "?!", "\x00", "\ud83d hello", "a" * 1_000_000, "ﷺ" * 500])
def test_odd_texts_are_taken_as_they_are(engine, text):
    assert isinstance(engine.understand(text), Understanding)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=300))
def test_no_text_upsets_it(engine, text):
    assert isinstance(engine.understand(text), Understanding)
