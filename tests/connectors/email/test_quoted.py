"""What is new in an answer, as people write answers."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.email.quoted import MOST, MOST_HEARD, new_and_left_out

US = ("enquiries@homes.example.org", "Homes")


def new_in(text: str, us: tuple[str, ...] = ()) -> str:
    return new_and_left_out(text, us=us)[0]


def left_out(text: str, us: tuple[str, ...] = ()) -> str:
    return new_and_left_out(text, us=us)[1]


def test_an_answer_below_what_it_answers_is_found():
    assert new_in("On Monday Homes wrote:\n> When?\n> Which day?\n\nOn Thursday.") == "On Thursday."


def test_answers_between_the_lines_are_found():
    text = "On Monday Homes wrote:\n> When?\nThursday.\n> Which room?\nThe bath."
    assert new_in(text) == "Thursday.\nThe bath."


def test_a_signature_is_left_out():
    assert new_in("The tap drips.\n-- \nAda Moss\n+447700900123") == "The tap drips."


def test_a_line_that_begins_with_on_is_no_quotation():
    assert new_in("On Monday the tap began to drip.\nNow it runs.") == "On Monday the tap began to drip.\nNow it runs."


def test_a_mail_of_nothing_but_a_quotation_is_kept():
    assert new_in("> When?\n> Which day?\n> Which room?") == "> When?\n> Which day?\n> Which room?"


def test_outlook_in_polish_is_known():
    text = "Tak.\n\nOd: Homes\nWysłano: 23 listopada 2026\nDo: Ada\nTemat: Kran\n\nKiedy?"
    assert new_in(text, US) == "Tak."


def test_what_is_left_out_as_a_signature_is_heard():
    text = "The tap drips.\n-- \nAda Moss\nthere is a smell of gas"
    assert new_in(text) == "The tap drips."
    assert left_out(text) == "-- \nAda Moss\nthere is a smell of gas"


def test_what_is_too_long_for_a_signature_or_stands_above_it_is_none():
    long = "Hello,\n--\n" + "a line\n" * 9
    assert new_in(long) == long.strip()
    assert new_in("Hello,\n--\nstrong smell of gas\n--\nJane") == "Hello,\n--\nstrong smell of gas"


def test_what_is_written_below_a_telephones_line_is_read():
    assert new_in("Hi\n\nSent from my iPhone\n\nThere is gas in my hall") == "Hi\n\nThere is gas in my hall"


def test_words_that_look_like_an_introduction_are_read():
    text = "Hi,\nOn Monday the engineer came and wrote:\nGas leak, do not use"
    assert new_in(text) == text
    assert "Gas leak" in left_out(text, US)


OUTLOOK = "From: Homes <enquiries@homes.example.org>\nSent: Monday\nTo: Ada\nSubject: Tap\n\n"


def test_where_none_of_ours_is_answered_only_marked_lines_are_left_out():
    text = f"See below.\n\n{OUTLOOK}When?\nNOW, I SMELL GAS\n> marked"
    assert new_in(text) == text.removesuffix("\n> marked")


def test_what_others_wrote_is_heard_and_what_we_wrote_is_not():
    neighbour = "From: Neighbour <n@example.org>\nSent: Sunday\nTo: Ada\nSubject: Tap\n\n"
    text = f"See below.\n\n{neighbour}I smell gas\n\n{OUTLOOK}If you smell gas, go outside."
    assert new_in(text, US) == "See below."
    assert "I smell gas" in left_out(text, US)
    assert "go outside" not in left_out(text, US)


OURS_QUOTED = [
    f"{OUTLOOK}If you smell gas, go outside.",
    "On Monday, Homes <enquiries@homes.example.org> wrote:\n> If you smell gas, go outside.",
    "On Monday, Homes <enquiries@homes.example.org> wrote:\n\nIf you smell gas, go outside.",
    "On Monday, Homes <enquiries@homes.example.org>\nwrote:\n\nIf you smell gas, go outside.",
    "________________________________\nVon: Homes\nGesendet: Montag\nAn: Ada\nBetreff: Hahn\n\nIf you smell gas, go outside.",
]


@pytest.mark.parametrize("ours", OURS_QUOTED)
@pytest.mark.parametrize("own", ["Thank you.\n\n", "", "Thank you.\n-- \nAda\n\n"])
def test_what_we_said_of_danger_is_none(ours, own):
    for said in new_and_left_out(own + ours, us=US):
        assert "smell gas" not in said


def test_words_to_us_are_no_quotation_of_ours():
    text = "Dear Homes:\nOn Monday the engineer came and wrote:\nGas leak, do not use"
    assert "Gas leak" in left_out(text, US)


def test_what_is_signed_below_a_marked_quotation_is_heard():
    text = "On Monday, Homes wrote:\n> When?\n\nNow.\n-- \nAda, who smells gas"
    assert "smells gas" in left_out(text, US)


@pytest.mark.parametrize("us", [(), US])
def test_danger_is_heard_far_down(us):
    assert "smell of gas" in left_out("x" * 70 + "\n" + "words and words\n" * 10_000 + "a smell of gas", us)
    assert "smell of gas" in "".join(
        new_and_left_out("Hi\n> a\n> b\n> c\n" + "a line\n" * 400 + "a smell of gas", us=us)
    )
    assert len(left_out("words \n" * MOST_HEARD, us)) <= MOST_HEARD


def test_one_long_line_is_heard_to_its_end():
    assert left_out("x " * MOST + "a smell of gas").endswith("a smell of gas")


@pytest.mark.parametrize(
    "text",
    [
        "On " * 400_000,
        "Am schrieb " * 100_000,
        "From: a\nSent: b\n" * 60_000,
        "> a\nb\n" * 100_000,
        "Homes:\n" * 100_000,
        "a: b\n" * 200_000,
    ],
)
def test_no_text_takes_for_ever(text):
    began = time.process_time()
    new_in(text)
    new_in(text, US)
    assert time.process_time() - began < 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("> On wrote:\nFrom: Sent: a-_\u2060"), max_size=200))
def test_something_is_always_left_of_something(text):
    assert bool(new_in(text)) or not text.replace("\u2060", "").strip()
