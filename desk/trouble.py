"""What the system could not do: kept, and shown to those who may see what it is about."""

from typing import Any

from aiohttp import web

from desk import gate, instants
from desk.door import me
from desk.means import DESK
from store import desk as store
from store.db import Row


async def trouble(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    found = await desk.store.read(store.trouble, gate.sight(me(request), desk.topics))
    return web.json_response({"items": [_shown(row) for row in found]})


def _shown(row: Row) -> dict[str, Any]:
    detail = f"{row['channel']}: {row['detail']}" if row["channel"] else row["detail"]
    return {"at": instants.stored(row["at"]), "kind": row["kind"], "detail": detail, "enquiry": row["enquiry"]}


ROUTES = (web.get("/api/trouble", trouble),)
