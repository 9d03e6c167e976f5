"""Attachments that tenants sent, through the gate. What a stranger sent is never shown as a page of ours: pictures and
PDFs are shown, everything else is only saved."""

from aiohttp import web

from desk.detail import Asked, asked
from desk.refusal import Refusal
from desk.thread import may_see_message
from store.db import Db, Row

#: shown in the page; no SVG and no HTML, which can carry scripts
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"})
NOT_HERE = "This attachment is not here, or not yours to see."


async def media(request: web.Request) -> web.StreamResponse:
    these = asked(request)
    row = await these.desk.store.read(_find, these)
    path = these.desk.media_path(row["sha256"])
    if row["state"] != "kept" or not path.is_file():
        raise Refusal(404, NOT_HERE)
    shown = row["content_type"] in SHOWN
    kind = row["content_type"] if shown else "application/octet-stream"
    headers = {
        "Content-Type": kind,
        "Content-Disposition": "inline" if shown else 'attachment; filename="attachment"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
    }
    return web.FileResponse(path, headers=headers)


def _find(db: Db, asked: Asked) -> Row:
    row = db.desk_one_media(public_id=asked.id)
    if row is None or not may_see_message(row, None, asked.me, asked.desk):
        raise Refusal(404, NOT_HERE)
    return row


ROUTES = (web.get("/api/media/{id}", media),)
