"""What the demo landlord is told from the command line."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from doorstep.landlord import tell
from doorstep.settings import WrongSettings, from_environment
from housing.demo import open_demo
from housing.personas import personas
from model.ports import LandlordDown

TODAY = date(2026, 11, 25)


@pytest.fixture
def settings(tmp_path):
    return from_environment({"DOORSTEP_DATA": str(tmp_path)})


@pytest.fixture
def demo(settings):
    with closing(open_demo(settings.data / "housing.sqlite", TODAY)) as demo:
        yield demo


async def test_a_landlord_that_is_told_to_be_down_is_down_until_it_is_told_to_be_well(settings, demo):
    assert tell(settings, slow=0, down=True, lose_answers=0) == "The demo landlord is down."
    assert not (await demo.health()).up
    assert tell(settings, slow=0, down=False, lose_answers=0) == "The demo landlord is well."
    assert (await demo.health()).up


async def test_a_landlord_loses_as_many_answers_as_it_is_told(settings, demo):
    said = tell(settings, slow=0, down=False, lose_answers=1)
    assert said == "The demo landlord carries out the next write and loses the answer."
    tenancy = personas(demo)[0].reference
    with pytest.raises(LandlordDown):
        await demo.log_contact("k", tenancy, "said hello")
    assert await demo.log_contact("k", tenancy, "said hello")


def test_what_is_told_takes_the_place_of_what_was_told_before(settings, demo):
    tell(settings, slow=0, down=True, lose_answers=2)
    said = tell(settings, slow=1.5, down=False, lose_answers=3)
    assert said == "The demo landlord takes 1.5 seconds longer, carries out the next 3 writes and loses the answer."
    assert (demo.faults.delay, demo.faults.down, demo.faults.lost_answers) == (1.5, False, 3)


def test_where_there_is_no_demo_landlord_one_is_told_where_it_was_looked_for(settings):
    with pytest.raises(WrongSettings, match="housing.sqlite"):
        tell(settings, slow=0, down=True, lose_answers=0)
    assert not (settings.data / "housing.sqlite").exists()


def test_a_demo_landlord_of_another_version_is_left_as_it_is(settings):
    with closing(sqlite3.connect(settings.data / "housing.sqlite")) as older:
        older.execute("PRAGMA user_version = 1")
    with pytest.raises(WrongSettings, match="delete it"):
        tell(settings, slow=0, down=True, lose_answers=0)


@pytest.mark.parametrize(("slow", "lose"), [(-1.0, 0), (float("nan"), 0), (float("inf"), 0), (0.0, -1)])
def test_what_cannot_be_counted_is_refused(settings, demo, slow, lose):
    with pytest.raises(WrongSettings, match="counted from 0"):
        tell(settings, slow=slow, down=False, lose_answers=lose)
