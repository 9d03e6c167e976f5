"""Mounts the staff's and the public's side on the application: pages, API, live updates and the public chat."""

from datetime import timedelta

from aiohttp import web

from desk import (
    actions,
    alarms,
    chat,
    chat_socket,
    contacts,
    detail,
    headers,
    health,
    lists,
    live_socket,
    media,
    pages,
    people,
    public,
    replies,
    retries,
    sessions,
    trouble,
)
from desk.door import door
from desk.feed import Feed
from desk.flood import Flood
from desk.means import DESK, ROOMS, Desk, Rooms
from desk.refusal import answer_refusals
from desk.sockets import Sockets

#: of one chat, in a minute
MESSAGES = 30
#: new chats of one network address, in a minute; a council's office is one address
CHATS = 60
MINUTE = timedelta(minutes=1)
TYPING = timedelta(seconds=3)

PARTS = (
    actions,
    alarms,
    chat,
    chat_socket,
    contacts,
    detail,
    headers,
    health,
    lists,
    live_socket,
    media,
    pages,
    people,
    public,
    replies,
    retries,
    sessions,
    trouble,
)


def add_routes(app: web.Application, desk: Desk) -> None:
    """Everything but `/hooks` and `/sandbox`. To be called once, before the application starts."""
    app[DESK] = desk
    app[ROOMS] = Rooms(
        feed=Feed(desk.store.read),
        sockets=Sockets(),
        said=Flood(MESSAGES, MINUTE, desk.now),
        begun=Flood(CHATS, MINUTE, desk.now),
        typing=Flood(1, TYPING, desk.now),
    )
    app[pages.PAGES] = pages.Pages(desk.web)
    app[public.FIGURES] = public.Figures()
    app.middlewares.extend((headers.pack, answer_refusals, door))
    app.on_response_prepare.append(headers.secure)
    app.on_shutdown.append(app[ROOMS].sockets.close_all)
    desk.store.listen(desk.signals.hear)
    for part in PARTS:
        app.add_routes(part.ROUTES)
