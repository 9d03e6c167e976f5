"""Members of staff in the database: joined, found for signing in, and what they carry."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict, Unpack

from model.colleague import Colleague
from model.ids import public_id
from store import rows
from store.db import Db, to_json


class Joining(TypedDict):
    """What is known of a colleague who joins; a table of `config/colleagues.demo.toml` and a password's hash."""

    name: str
    email: str
    #: in the form of argon2id; empty for one who cannot sign in yet
    password_hash: str
    teams: Sequence[str]
    roles: NotRequired[Sequence[str]]
    skills: NotRequired[Mapping[str, int]]
    capacity: NotRequired[int]
    languages: NotRequired[Sequence[str]]


def add(db: Db, **joining: Unpack[Joining]) -> int:
    """Add a colleague, or bring the one with this email up to date, all but the password; their id."""
    added: int = db.colleague_add(
        public_id=public_id(),
        name=joining["name"],
        email=joining["email"].strip().lower(),
        password_hash=joining["password_hash"],
        teams=to_json(sorted(joining["teams"])),
        roles=to_json(sorted(joining.get("roles", ["colleague"]))),
        skills=to_json(dict(joining.get("skills", {}))),
        languages=to_json(sorted(joining.get("languages", ["en"]))),
        capacity=joining.get("capacity", 6),
    )
    return added


def set_password(db: Db, colleague: int, password_hash: str) -> None:
    """Change the password; every session begun with the old one ends."""
    db.colleague_set_password(id=colleague, password_hash=password_hash)
    db.session_end_all(colleague=colleague)


def everybody(db: Db) -> list[Colleague]:
    return [rows.colleague(row) for row in db.colleague_everybody()]
