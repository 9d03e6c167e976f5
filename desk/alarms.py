"""Emergencies that nobody has in hand yet."""

from typing import Any

from aiohttp import web

from desk import gate, instants
from desk.door import me
from desk.means import DESK, Desk
from desk.refusal import Refusal
from desk.row import heading, person
from model.colleague import Colleague
from store import desk as store
from store import rows
from store.db import Db, Row


async def seen(request: web.Request) -> web.Response:
    """I have this emergency in hand. Answers the alarms that are left."""
    desk = request.app[DESK]
    return web.json_response(await desk.store.write(_seen, me(request), desk, request.match_info["id"]))


def _seen(db: Db, colleague: Colleague, desk: Desk, public_id: str) -> dict[str, Any]:
    row = db.desk_alarm(public_id=public_id)
    noun = rows.enquiry(db.enquiry_by_id(id=row["enquiry"])) if row else None
    if noun is None or not gate.may_see(colleague, noun, desk.topics):
        raise Refusal(404, "This alarm is not here, or not yours to see.")
    store.see_alarm(db, public_id, colleague)
    return {"alarms": shown(db, colleague, desk)}


def shown(db: Db, colleague: Colleague, desk: Desk) -> list[dict[str, Any]]:
    """The alarms that a colleague may see, danger to life first."""
    return [_alarm(row, colleague, desk) for row in store.alarms(db, gate.sight(colleague, desk.topics))]


def _alarm(row: Row, colleague: Colleague, desk: Desk) -> dict[str, Any]:
    named = heading(row, desk)
    return {
        "id": row["public_id"],
        "enquiry": row["enquiry"],
        "reference": row["reference"],
        "label": named["emergency_label"] or named["topic_label"],
        "level": row["level"],
        "raised_at": instants.stored(row["raised_at"]),
        "why": row["why"],
        "person": person(row, colleague),
    }


ROUTES = (web.post("/api/alarms/{id}/seen", seen),)
