"""Writes to the landlord's systems that turns ordered: carried out after the commit, tried again while it is down."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import date, timedelta
from typing import Any

from model.housing import Repair, RepairPriority, RepairRequest
from model.ports import Landlord, LandlordDown, Now, Refused
from store import effects
from store.database import Store
from store.effects import Due

log = logging.getLogger(__name__)

AT_ONCE = 16
#: tries of an effect that fails in a way nobody foresaw; while the records are down it is tried on
MOST_TRIES = 8
LONGEST_WAIT = timedelta(minutes=5)


def back_off(attempt: int) -> timedelta:
    """How long the records are left alone after the `attempt`-th failure: doubled each time, up to a longest."""
    return min(timedelta(seconds=2 ** min(attempt, 16)), LONGEST_WAIT)


class Effects:
    """Carries out what turns ordered."""

    def __init__(self, store: Store, landlord: Landlord, now: Now) -> None:
        self.store = store
        self.landlord = landlord
        self.now = now
        self._kinds: dict[str, Callable[[str, dict[str, Any]], Awaitable[Any]]] = {
            "create_repair": self._create_repair,
        }

    async def carry_out_some(self) -> int:
        """Take what is due and carry it out, within the time of its lease; how many there were."""
        due = await self.store.write(effects.take, AT_ONCE)
        await asyncio.gather(*(self._carry_out_in_turn(alike) for alike in _by_conversation(due)))
        return len(due)

    async def _carry_out_in_turn(self, due: Iterable[Due]) -> None:
        """Those of one conversation one after another, as they were ordered."""
        for one in due:
            await self._carry_out(one)

    async def _carry_out(self, due: Due) -> None:
        try:
            result = await self._done(due)
        except LandlordDown as error:
            log.warning("the landlord's records are down", extra={"effect": due.id, "attempt": due.attempt})
            await self.store.write(effects.delay, due, self.now() + back_off(due.attempt), str(error))
        except Refused as error:
            log.error("the landlord's records refused a write", extra={"effect": due.id})
            await self.store.write(effects.finish, due, "refused", None, str(error))
        else:
            await self.store.write(effects.finish, due, "done", result, "")

    async def _done(self, due: Due) -> Any:
        """The result. Raises `LandlordDown` to be tried again, `Refused` for good; nothing is tried for ever."""
        try:
            return await self._kinds[due.kind](due.key, due.payload)
        except (LandlordDown, Refused):
            raise
        except Exception as error:  # noqa: BLE001 - one effect may not stop the others
            log.exception("an effect failed", extra={"effect": due.id, "attempt": due.attempt})
            if due.attempt >= MOST_TRIES:
                raise Refused(f"it failed {due.attempt} times: {type(error).__name__}") from error
            raise LandlordDown(type(error).__name__) from error

    async def _create_repair(self, key: str, payload: dict[str, Any]) -> dict[str, str]:
        fields = {
            **payload,
            "priority": RepairPriority(payload["priority"]),
            "due_on": date.fromisoformat(payload["due_on"]),
        }
        return _repair(await self.landlord.create_repair(key, RepairRequest(**fields)))


def _by_conversation(due: Iterable[Due]) -> Iterable[list[Due]]:
    found: dict[int, list[Due]] = {}
    for one in sorted(due, key=lambda one: one.id):
        found.setdefault(one.conversation, []).append(one)
    return found.values()


def _repair(repair: Repair) -> dict[str, str]:
    return {"reference": repair.reference, "due_on": repair.due_on.isoformat(), "status": repair.status}
