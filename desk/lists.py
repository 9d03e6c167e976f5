"""The list of enquiries: a view, a search, a page of it, the counts, and the emergencies that nobody has in hand."""

import re
from typing import Any

from aiohttp import web

from desk import alarms, gate, instants, search
from desk.door import me
from desk.means import DESK, Desk
from desk.refusal import Refusal
from desk.row import enquiry_row
from model.colleague import Colleague
from store import desk as store
from store.db import Db
from store.desk import BEGINNING, Query

VIEWS = ("mine", "waiting", "all")
PAGE = 50
MOST_WORDS = 200
REFERENCE = re.compile(r"[a-z]{2}-?[0-9a-z]{6,8}", re.IGNORECASE)


async def enquiries(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    query = asked(dict(request.query), gate.may_see_records(me(request)))
    return web.json_response(await desk.store.read(_page, me(request), desk, query))


def asked(given: dict[str, str], by_number: bool) -> Query:
    """What the address asks for. Raises `Refusal`."""
    view = given.get("view") or "mine"
    if view not in VIEWS:
        raise Refusal(400, "Choose one of the views mine, waiting and all.")
    words = given.get("q", "").strip()[:MOST_WORDS]
    return Query(
        view=view,
        closed=given.get("closed") == "1" or REFERENCE.fullmatch(words) is not None,
        pattern=search.pattern(words),
        digits=search.digits(words) if by_number else None,
        after=_place(given.get("after")),
        most=PAGE + 1,
    )


def _page(db: Db, colleague: Colleague, desk: Desk, query: Query) -> dict[str, Any]:
    sight = gate.sight(colleague, desk.topics)
    found = store.page(db, sight, query)
    shown = found[:PAGE]
    return {
        "cursor": store.cursor(db)[1],
        "now": instants.written(desk.now()),
        "items": [enquiry_row(row, colleague, desk) for row in shown],
        "counts": store.counts(db, sight),
        "alarms": alarms.shown(db, colleague, desk),
        "next": _after(shown[-1]) if len(found) > PAGE else None,
    }


def _after(row: dict[str, Any]) -> str:
    return f"{row['band']}.{row['sort_due']}.{row['id']}"


def _place(cursor: str | None) -> tuple[int, int, int]:
    if not cursor:
        return BEGINNING
    try:
        band, due, last = (int(part) for part in cursor.split("."))
    except ValueError as error:
        raise Refusal(400, "This page of the list is not known. Begin with the first.") from error
    return band, due, last


ROUTES = (web.get("/api/enquiries", enquiries),)
