"""A log line says where an error arose and what it is, never what a row, a mail or an address held."""

import json
import logging
import sqlite3

import psycopg
import pytest

from doorstep.logs import JsonLines
from store.turns import Fenced


def logged(error):
    try:
        raise error
    except Exception:  # noqa: BLE001 - whatever was given
        record = logging.getLogger("test").makeRecord("test", logging.ERROR, "", 0, "it failed", (), None)
        record.exc_info = (type(error), error, error.__traceback__)
    return json.loads(JsonLines().format(record))["error"]


@pytest.mark.parametrize("kind", [psycopg.errors.UniqueViolation, sqlite3.IntegrityError, ValueError, KeyError])
def test_the_words_of_an_error_that_is_not_ours_are_left_out(kind):
    told = logged(kind("Key (address)=(ann@example.org) already exists"))
    assert "example.org" not in told
    assert kind.__name__ in told
    assert "test_logs.py" in told


def test_our_own_words_and_the_systems_are_told():
    assert "Fenced: decided again" in logged(Fenced("decided again"))
    assert "No such file" in logged(FileNotFoundError(2, "No such file or directory"))


def test_what_an_error_arose_from_is_told_without_its_words():
    error = Fenced("decided again")
    error.__cause__ = ValueError("ann@example.org")
    assert "ValueError" in logged(error)
    assert "example.org" not in logged(error)
