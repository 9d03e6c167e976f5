"""Finding a caller: by name, number or tenancy, among those who wrote or rang before and in the landlord's records."""

import asyncio
from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.formats import international
from desk import gate, search
from desk.door import me
from desk.means import DESK, Desk
from desk.refusal import Refusal
from model.channel import Channel
from model.housing import Tenancy
from model.ports import LandlordDown, Refused
from store import contacts
from store.contacts import Known

#: seconds in which the records must have answered: somebody waits on the telephone
PATIENCE = 2.0
#: fewer characters fit too many
SHORTEST = 3
MOST_WORDS = 100
MOST = 8


async def people(request: web.Request) -> web.Response:
    """Who it may be (`Caller` of `docs/api.yaml`), those we know first."""
    desk = request.app[DESK]
    if not gate.may_see_records(me(request)):
        raise Refusal(403, "Only those who deal with tenants can look people up.")
    words = request.query.get("q", "").strip()[:MOST_WORDS]
    if len(words) < SHORTEST:
        return web.json_response({"people": [], "records_down": False})
    found = await desk.store.read(contacts.find, search.pattern(words) or "", search.digits(words))
    held, down = await _held(words, desk)
    shown = [_known(one) for one in found]
    there = {(one["name"], one["tenancy"]) for one in shown}
    shown += [one for one in _holders(held, words) if (one["name"], one["tenancy"]) not in there]
    return web.json_response({"people": shown[:MOST], "records_down": down})


def _known(one: Known) -> dict[str, Any]:
    numbers = [address for _, address in one.handles if address.startswith("+")]
    return {
        "person": one.person,
        "name": one.name,
        "tenancy": one.tenancy,
        "home": "",
        "number": numbers[0] if numbers else "",
        "channels": sorted({channel.value for channel, _ in one.handles}),
    }


async def _held(words: str, desk: Desk) -> tuple[list[Tenancy], bool]:
    """Tenancies of the landlord's records by number or reference, and whether the records could not be asked."""
    try:
        async with asyncio.timeout(PATIENCE):
            number = international(words)
            if number is not None:
                return list(await desk.landlord.tenancies_at(Channel.PHONE.value, number)), False
            found = await desk.landlord.tenancy(words.upper())
            return ([found] if found else []), False
    except (LandlordDown, Refused, TimeoutError):
        return [], True


def _holders(found: Iterable[Tenancy], words: str) -> Iterable[dict[str, Any]]:
    number = international(words) or ""
    for tenancy in found:
        for name in tenancy.holders:
            yield {
                "person": None,
                "name": name,
                "tenancy": tenancy.reference,
                "home": str(tenancy.address),
                "number": number,
                "channels": [],
            }


ROUTES = (web.get("/api/people", people),)
