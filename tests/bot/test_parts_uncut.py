"""What a split never cuts: emojis of any length, characters of two units, links."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.parts import fitting, split
from bot.segments import segments
from connectors.sms import Sms
from model.channel import Capabilities, Layout

SMS = fitting(Sms.capabilities)
ONE_SEGMENT = fitting(Capabilities(Layout.SMS, 1, segments=True))
FAMILY = "👨‍👩‍👧‍👦"
CLUSTERS = [FAMILY, "👍🏽", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🇬🇧", "e\u0301", "❤️", "1️⃣", "a", "€", "Ж", "👩🏾‍❤️‍💋‍👨🏻"]
LINK = "https://homes.example.org/repairs/R-12345?token="

clustered = st.lists(st.sampled_from(CLUSTERS), min_size=1, max_size=120).map("".join)


def seen(text):
    """The characters as a reader sees them."""
    return [cluster for cluster in regex.findall(r"\X", text) if not cluster.isspace()]


@given(st.lists(clustered, min_size=1, max_size=4).map(" ".join))
def test_no_emoji_and_no_accent_is_cut(text):
    parts = split(text, ONE_SEGMENT)
    assert [one for part in parts for one in seen(part)] == seen(text)
    assert all(segments(part) == 1 for part in parts)


@given(st.integers(0, 700), st.text("abc. ", max_size=300), st.text("xyz.! ", max_size=300))
def test_a_link_is_never_cut(length, before, after):
    link = LINK + "f" * length
    parts = split(f"{before} {link} {after}", SMS)
    assert sum(link in part for part in parts) == 1
    assert all(SMS(part) for part in parts if part != link)


def test_a_link_that_is_longer_than_a_message_stands_alone():
    link = LINK + "f" * 600
    assert split(f"Pay here: {link} by Friday.", SMS) == ("Pay here:", link, "by Friday.")


def test_a_pile_of_accents_that_fits_nowhere_is_cut_since_it_must_be():
    text = "a" + "\u0301" * 200
    parts = split(text, ONE_SEGMENT)
    assert "".join(parts) == text
    assert all(segments(part) == 1 for part in parts)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        # the escape and its character go into the next segment together
        ("a" * 152 + "€" + "a" * 152, 3),
        ("a" * 151 + "€" + "a" * 153, 2),
        # and so do the two halves of an emoji
        ("Ж" * 66 + "🏠" + "Ж" * 66, 3),
        ("Ж" * 65 + "🏠" + "Ж" * 67, 2),
        ("[" * 76 + "a" + "[" * 76, 2),
        ("[" * 77 + "[" * 76, 3),
    ],
)
def test_what_takes_two_units_goes_whole_into_one_segment(text, count):
    assert segments(text) == count


runs = st.tuples(st.sampled_from("aЖ€[🏠"), st.integers(0, 250)).map(lambda run: run[0] * run[1])


@given(st.lists(runs, max_size=6).map("".join))
def test_segments_are_counted_as_they_would_be_packed(text):
    assert segments(text) == packed(text)


def packed(text):
    """Another way to count: the segments themselves."""
    plain = set(text) <= set("aé€[\n")
    sizes = [2 if (c in "€[" if plain else ord(c) > 0xFFFF) else 1 for c in text]
    if sum(sizes) <= (160 if plain else 70):
        return 1
    filled = [0]
    for size in sizes:
        if filled[-1] + size > (153 if plain else 67):
            filled.append(0)
        filled[-1] += size
    return len(filled)
