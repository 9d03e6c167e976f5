"""What counts as an answer."""

import pytest

from bot.answers import Heard, OneOf, PlaceToFind, Since, Words, YesNo
from model.talk import Choice
from model.understanding import Understanding


def heard(text, topic="out_of_scope", confidence=0.1):
    return Heard(text, Understanding(text, topic, confidence))


@pytest.mark.parametrize(
    "text", ["yes", "Y", "1", "yeah", "yep thats right", "ok", "aye go on", "👍", "YES PLEASE", "1.", "yes thank you"]
)
def test_a_yes(text):
    assert YesNo().read(heard(text)) is True


@pytest.mark.parametrize("text", ["no", "N", "2", "nope", "nah ur alright", "no its the bathroom", "👎", "no thanks"])
def test_a_no(text):
    assert YesNo().read(heard(text)) is False


@pytest.mark.parametrize("text", ["what?", "maybe", "yes but the other one", "", "3", "the tap"])
def test_neither(text):
    assert YesNo().read(heard(text)) is None


def test_what_the_classifier_takes_for_a_yes_is_one():
    assert YesNo().read(heard("tht wud b grand", "yes", 0.9)) is True


ROOM = OneOf(
    (Choice("kitchen", "Kitchen"), Choice("bath", "Bathroom")), {"kitchen": ["kitchen"], "bath": ["loo", "shower"]}
)


@pytest.mark.parametrize(
    ("text", "room"), [("1", "kitchen"), ("Bathroom", "bath"), ("in the loo", "bath"), ("3", None)]
)
def test_a_choice_by_number_label_or_word(text, room):
    assert ROOM.read(heard(text)) == room


def test_of_two_places_the_first_counts():
    assert ROOM.spot("the shower above the kitchen") == "bath"


@pytest.mark.parametrize(
    "text", ["since tuesday", "for about two weeks", "yesterday", "a couple of days ago", "since last night"]
)
def test_since_when_is_found_in_a_sentence(text):
    assert Since().spot(f"the tap drips {text} and it is loud") is not None


@pytest.mark.parametrize(
    ("text", "found"), [("12 Sheep Lane SY99 1AB", True), ("flat 2 heron house", True), ("here", False)]
)
def test_an_address_has_a_number_and_a_name(text, found):
    assert (PlaceToFind().read(heard(text)) is not None) is found


@pytest.mark.parametrize("text", ["", "?", "🏠", "1"])
def test_a_symbol_is_no_words(text):
    assert Words().read(heard(text)) is None
