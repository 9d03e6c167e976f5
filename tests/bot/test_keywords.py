"""Words that are a keyword when they are all of a text, and that are ordinary words in a sentence."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.keywords import Keyword, keyword

WORDS = tomllib.loads((Path(__file__).parents[2] / "config" / "landlord.toml").read_text())["keywords"]
STOP, START = frozenset(WORDS["stop"]), frozenset(WORDS["start"])


def read(text):
    return keyword(text, STOP, START)


@pytest.mark.parametrize("word", ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"])
@pytest.mark.parametrize("written", ["{}", " {}\n", "{}.", "{}!!", '"{}"', "{}🛑", "\u200e{}"])
def test_a_bare_word_opts_out_however_it_is_dressed(word, written):
    assert read(written.format(word)) is Keyword.STOP
    assert read(written.format(word.lower())) is Keyword.STOP


@pytest.mark.parametrize("word", ["START", "unstop", "Start."])
def test_a_bare_word_opts_in(word):
    assert read(word) is Keyword.START


@pytest.mark.parametrize("word", ["YES", "yes", "Yes."])
def test_a_bare_yes_is_told_apart_since_it_may_answer_a_question(word):
    assert read(word) is Keyword.YES


@pytest.mark.parametrize(
    "text",
    [
        "please stop",
        "stop the leak",
        "end of terrace",
        "STOP2",
        "stop999",
        "cancel it",
        "yes please",
        "HELP",
        "INFO",
        "stopp",
    ]
    + ["", "🛑", "стоп", "a" * 5000, "999", "no"],
)
def test_everything_else_is_an_ordinary_message(text):
    assert read(text) is None


@given(st.text(max_size=200))
def test_more_than_one_word_is_never_a_keyword(text):
    assert read(f"{text} stop") in (None, read("stop") if not text.split() else None)
