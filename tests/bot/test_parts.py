"""Long replies: in parts that fit, nothing lost, no word cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parts import fitting, split
from bot.segments import segments
from connectors.sms import Sms
from connectors.webchat import WebChat
from model.channel import Capabilities, Layout

TEN = fitting(Capabilities(Layout.CHAT, 10))
SMS = fitting(Sms.capabilities)

words = st.lists(st.text("abcde.!?£’", min_size=1, max_size=9), min_size=1, max_size=60)


def test_sentences_stay_together_as_long_as_they_fit():
    assert split("One. Two. Three and four.", fitting(Capabilities(Layout.CHAT, 16))) == (
        "One. Two.",
        "Three and four.",
    )


@given(words)
def test_every_part_fits_and_every_word_stays_whole(words):
    parts = split(" ".join(words), TEN)
    assert all(len(part) <= 10 for part in parts)
    assert " ".join(parts).split() == " ".join(words).split()


@given(st.text(max_size=3000))
def test_nothing_but_white_space_is_lost(text):
    assert "".join("".join(split(text, SMS)).split()) == "".join(text.split())


@given(words)
def test_a_text_message_is_never_longer_than_its_segments(words):
    for part in split(" ".join(words) * 20, SMS):
        assert segments(part) <= Sms.capabilities.length


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("🏠" * 35, 1),
        ("🏠" * 36, 2),
        ("", 1),
    ],
)
def test_segments_are_counted_as_carriers_count_them(text, count):
    assert segments(text) == count


def test_the_web_chat_counts_characters():
    assert len(split("word " * 500, fitting(WebChat.capabilities))) == 2
