"""The made-up colleagues fit the configuration that is shipped, and join as they are written."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from model.colleague import Role
from store import colleagues
from tests.desk.house import House

CONFIG = Path(__file__).parents[2] / "config"


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CONFIG / f"{name}.toml").read_text("utf-8"))


PEOPLE = table("colleagues.demo")["colleague"]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["name"])
def test_every_made_up_colleague_fits_the_configuration(person: dict[str, Any]) -> None:
    assert set(person["teams"]) <= set(table("teams"))
    assert {Role(role) for role in person["roles"]}
    assert set(person["skills"]) <= {topic["skill"] for topic in table("topics").values() if "skill" in topic}
    assert person["email"].endswith("@example.org")


def test_every_team_and_every_role_has_somebody() -> None:
    assert {team for person in PEOPLE for team in person["teams"]} == set(table("teams")) - {"overflow"}
    assert {role for person in PEOPLE for role in person["roles"]} == {role.value for role in Role}


async def test_joining_twice_is_joining_once(house: House) -> None:
    for _ in range(2):
        for person in PEOPLE:
            await house.store.write(lambda db, person=person: colleagues.add(db, **person, password_hash="x"))
    joined = await house.store.read(colleagues.everybody)
    assert [colleague.name for colleague in joined] == sorted(person["name"] for person in PEOPLE)
    marek = next(colleague for colleague in joined if colleague.first_name == "Marek")
    assert (marek.languages, marek.skills["complaints"], marek.capacity) == (frozenset({"en", "pl"}), 2, 8)
