"""`doorstep colleague`: staff who sign in to the desk are added and given passwords from the command line."""

import secrets

from desk.passwords import hash_password
from doorstep.configuration import Wrong, load
from doorstep.opening import open_store
from doorstep.settings import Settings
from model.colleague import Role
from store import colleagues
from store.db import Db

SHORTEST = 12


async def add(settings: Settings, email: str, name: str, teams: list[str], roles: list[str]) -> str:
    """Add a colleague, or bring the one with this email up to date with a new password; the password."""
    known = load(settings.config).teams
    for team in teams:
        if team not in known:
            raise Wrong(f"There is no team {team!r}; choose one of {', '.join(known)}.")
    for role in roles:
        if role not in [one.value for one in Role]:
            raise Wrong(f"There is no role {role!r}; choose one of {', '.join(Role)}.")
    if "@" not in email or not name.strip():
        raise Wrong("Give an email address and a name.")
    password = secrets.token_urlsafe(SHORTEST)

    def join(db: Db) -> None:
        hashed = hash_password(password)
        fields = {"name": name.strip(), "email": email, "password_hash": hashed, "teams": teams, "roles": roles}
        colleague = colleagues.add(db, **fields)  # type: ignore[arg-type]
        colleagues.set_password(db, colleague, hashed)

    store = open_store(settings)
    try:
        await store.write(join)
    finally:
        await store.close()
    return password
