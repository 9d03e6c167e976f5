"""What is new in an answer, as people write answers."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.email.quoted import new_in


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
    assert new_in(text) == "Tak."


@pytest.mark.parametrize(
    "text",
    ["On " * 400_000, "Am schrieb " * 100_000, "From: a\nSent: b\n" * 60_000, "> a\nb\n" * 100_000, "a: b\n" * 200_000],
)
def test_no_text_takes_for_ever(text):
    began = time.process_time()
    new_in(text)
    assert time.process_time() - began < 1


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("> On wrote:\nFrom: Sent: a-_\u2060"), max_size=200))
def test_something_is_always_left_of_something(text):
    assert bool(new_in(text)) or not text.replace("\u2060", "").strip()
