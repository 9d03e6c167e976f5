"""Channels are what `config/channels.toml` says; one that is half set up does not go unsaid."""

import logging

import pytest

from connectors.base import Around
from doorstep.channels import Entry, connectors, parse
from model.channel import Channel
from store.files import Files

TEXTS = {"number": "+447700900000", "account": "$ACCOUNT", "token": "$TOKEN"}


def made(tmp_path, **environment):
    around = Around(None, "https://homes.example.org", Files(tmp_path), environment)
    return connectors({Channel.SMS: Entry("sms", 1, 60, None, TEXTS)}, around)


def test_a_channel_with_all_that_it_needs_is_on(tmp_path):
    assert list(made(tmp_path, ACCOUNT="AC1", TOKEN="secret")) == [Channel.SMS]


def test_a_channel_that_nobody_has_begun_is_off_without_a_word(tmp_path, caplog):
    assert made(tmp_path) == {}
    assert caplog.records == []


def test_one_that_is_half_set_up_is_off_and_spoken_of(tmp_path, caplog):
    with caplog.at_level(logging.ERROR):
        assert made(tmp_path, ACCOUNT="AC1") == {}
    [record] = caplog.records
    assert "TOKEN" in record.why


@pytest.mark.parametrize(
    ("table", "told"),
    [({"weight": "much"}, "weight"), ({"weight": 1, "proof_minutes": 1, "per_second": 0}, "per_second")],
)
def test_a_table_that_makes_no_sense_is_refused(table, told):
    with pytest.raises(ValueError, match=told):
        parse({channel.value: table for channel in Channel})


def test_a_channel_that_is_none_is_refused():
    with pytest.raises(ValueError, match="there is no channel 'pigeon'"):
        parse({"pigeon": {}})
