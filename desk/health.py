"""Whether the process lives, and whether it can do its work; in sentences for whoever runs it."""

import asyncio
from typing import Any

from aiohttp import web

from desk.means import DESK, Desk
from store.db import Db

PATIENCE = 3.0


async def alive(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def ready(request: web.Request) -> web.Response:
    """503 where messages could not be kept. What else is wrong is said, but the front door stays open."""
    desk = request.app[DESK]
    broken, wrong = await asyncio.gather(_store(desk), _records(desk))
    answer: dict[str, Any] = {"ready": not broken, "wrong": [*broken, *wrong, *desk.troubles()]}
    return web.json_response(answer, status=503 if broken else 200)


async def _store(desk: Desk) -> list[str]:
    try:
        async with asyncio.timeout(PATIENCE):
            await desk.store.write(_ask)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is wrong
        return [f"The database does not take writes ({type(error).__name__}). Look at its disk and its log."]
    return []


def _ask(db: Db) -> None:
    db.desk_cursor()


async def _records(desk: Desk) -> list[str]:
    try:
        async with asyncio.timeout(PATIENCE):
            health = await desk.landlord.health()
    except TimeoutError:
        return ["The landlord's records do not answer. Requests are kept until they do."]
    return [] if health.up else ["The landlord's records cannot be asked. Requests are kept until they can."]


ROUTES = (web.get("/healthz", alive), web.get("/readyz", ready))
