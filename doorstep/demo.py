"""The demonstration: made-up colleagues with printed passwords, and who the sandbox's devices belong to."""

import tomllib
from collections.abc import Sequence
from typing import Any

from doorstep.sandbox.people import Owner
from doorstep.settings import Settings
from doorstep.system import System
from housing.demo import DemoLandlord
from housing.personas import personas
from store import colleagues
from store.db import Db

PASSWORD = "doorstep-demo"


def sign_ins(settings: Settings) -> list[dict[str, Any]]:
    """The made-up colleagues of `config/colleagues.demo.toml`."""
    data = tomllib.loads((settings.config / "colleagues.demo.toml").read_text("utf-8"))
    people: list[dict[str, Any]] = data["colleague"]
    return people


async def fill(system: System, password_hash: str) -> None:
    """Let the made-up colleagues join; those who have joined stay as they are."""
    people = sign_ins(system.parts.settings)

    def join(db: Db) -> None:
        for person in people:
            colleagues.add(db, **person, password_hash=password_hash)

    await system.parts.store.write(join)


def owners(landlord: DemoLandlord) -> Sequence[Owner]:
    """Whom one can be in the sandbox."""
    return [
        Owner(
            number=one.number,
            name=one.name,
            about=one.about,
            tenancy=one.reference or "",
            born=one.born.isoformat() if one.born else "",
            postcode=one.postcode or "",
            email=one.email or "",
        )
        for one in personas(landlord)
    ]
