"""The public page's facts: how to reach the landlord, when it is open, and how it keeps two promises: to acknowledge
every enquiry within the hour, and to answer calls in so many seconds on average."""

from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from desk.means import DESK, Desk
from store import calls
from store import desk as store

DAYS = 30
#: fewer enquiries make no fair figure
FAIR = 10
#: the figure is counted again after this
FRESH = timedelta(minutes=1)
PROMISE = "acknowledge"


class Figures:
    """The figures of the public page, counted at most once a minute however many ask."""

    def __init__(self) -> None:
        self._counted_at: datetime | None = None
        self._kept: dict[str, Any] = {}

    async def figures(self, desk: Desk) -> dict[str, Any]:
        now = desk.now()
        if self._counted_at is None or not timedelta() <= now - self._counted_at < FRESH:
            self._counted_at = now
            since, within = now - timedelta(days=DAYS), desk.answer_seconds
            kept = await desk.store.read(store.promise_kept, PROMISE, since)
            rung = await desk.store.read(calls.figures, since, within)
            self._kept = {"promise": _promise(*kept), "calls": _calls(rung, within)}
        return self._kept


def _promise(decided: int, kept: int, enquiries: int) -> dict[str, Any]:
    """A share of all that is decided: one that is late counts as soon as it is late, and for good."""
    share = kept / decided if decided >= FAIR else None
    return {"acknowledged_within_hour": share, "enquiries": enquiries, "days": DAYS}


def _calls(found: calls.Figures, within: int) -> dict[str, Any]:
    """The promise is about the average; the share and the lost calls say what an average hides."""
    fair = found.answered >= FAIR
    return {
        "average_seconds": found.average_seconds if fair else None,
        "promised_seconds": within,
        "answered_in_time": found.in_time / found.calls if fair else None,
        "lost": found.calls - found.answered,
        "calls": found.calls,
        "days": DAYS,
    }


async def facts(request: web.Request) -> web.Response:
    desk = request.app[DESK]
    return web.json_response(
        {
            "landlord": desk.name,
            "phone": desk.phone,
            "sms": desk.sms,
            **desk.opening(),
            **await request.app[FIGURES].figures(desk),
        }
    )


FIGURES = web.AppKey("figures", Figures)
ROUTES = (web.get("/api/public", facts),)
