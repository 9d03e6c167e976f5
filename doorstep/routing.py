"""The router loop: one per installation leads, lets expired offers lapse, and offers what waits until nobody is free.

What is decided is `router`'s, what is stored `store.routing`'s. Losing a nudge loses nothing: it looks by itself too.
"""

import asyncio
import logging
import secrets
from datetime import datetime, timedelta

from doorstep.configuration import Configuration
from doorstep.finishing import finish, wait
from model.enquiry import Priority
from model.ports import Now
from router.line_up import Match, anybody_free, matches, promising
from router.requirements import Rules
from store import leadership, loads, routing, waiting
from store.database import Store
from store.db import Announcements, Db
from store.lanes import Closed
from store.routing import Deposed, Proposal

log = logging.getLogger(__name__)

#: who does not lead asks twice as often, so that another takes over within 5 seconds
EVERY_SECONDS = 2.0
LEASE = timedelta(seconds=3)


def rules_of(configuration: Configuration) -> Rules:
    """What the landlord's configuration says about routing."""
    return Rules(
        weights=configuration.weights,
        permitted={name: topic.restricted for name, topic in configuration.topics.items() if topic.restricted},
        overflow=configuration.overflow,
    )


def plan(db: Db, rules: Rules) -> list[Match]:
    """The offers to make now, and what nobody can ever take unless that is on record; only reads.

    However many wait, only those are read that somebody could take; where nobody has room, those are emergencies.
    """
    staff = loads.of_all(db, rules.weights)
    free = anybody_free((colleague for colleague, _ in staff), {colleague.id: load for colleague, load in staff})
    band = None if free else Priority.EMERGENCY
    kinds = promising(waiting.kinds(db, band), staff, rules, db.now)
    if not kinds:
        return []
    line = waiting.in_line(db, kinds, band)
    found = matches(line, staff, rules, lambda one: waiting.past(db, one.enquiry, one.person), db.now)
    return [one for one in found if one.decision.chosen or not waiting.known_as_stuck(db, one.waiting.enquiry)]


class Router:
    """Makes every offer of the installation while it leads."""

    def __init__(
        self, store: Store, configuration: Configuration, now: Now, every_seconds: float = EVERY_SECONDS
    ) -> None:
        self.store = store
        self.now = now
        self.every_seconds = every_seconds
        self.routing = configuration.routing
        self.rules = rules_of(configuration)
        self._holder = secrets.token_hex(8)
        self._fence: int | None = None
        self._renew_at: datetime | None = None
        self._nudge = asyncio.Event()
        store.listen(self._nudged)

    async def run(self) -> None:
        """Until cancelled; offers under way are made first, and another may lead at once."""
        try:
            while True:
                self._nudge.clear()
                if not await finish(self._stepped()):
                    await asyncio.sleep(self.every_seconds)
                await wait(self._nudge, self.every_seconds if self._fence is not None else self.every_seconds / 2)
        finally:
            await self._resign()

    async def step(self) -> int:
        """Look once; how many offers were made. Nothing happens unless we lead."""
        fence = await self._lead()
        if fence is None:
            return 0
        while await self.store.write(routing.lapse_expired, self.routing.lapses) == routing.MOST:
            pass
        planned = await self.store.read(plan, self.rules)
        try:
            made = await asyncio.gather(*(self._carry_out(match, fence) for match in planned))
        except Deposed:
            self._fence = None
            return 0
        return sum(made)

    async def _stepped(self) -> bool:
        try:
            await self.step()
        except Exception:  # noqa: BLE001 - what waits is looked at again
            log.exception("the router stumbled")
            return False
        return True

    async def _lead(self) -> int | None:
        """Our fencing token while we lead. The lease is renewed when half of it is gone."""
        now = self.now()
        if self._fence is None or self._renew_at is None or now >= self._renew_at:
            self._fence = await self.store.write(leadership.lead, waiting.ROUTER, self._holder, now + LEASE)
            self._renew_at = now + LEASE / 2
        return self._fence

    async def _resign(self) -> None:
        if self._fence is None:
            return
        try:
            await self.store.write(leadership.resign, waiting.ROUTER, self._holder)
        except Closed:
            log.info("closed before another could be let lead")

    async def _carry_out(self, match: Match, fence: int) -> bool:
        noun, decision = match.waiting, match.decision
        if decision.chosen is None:
            await self.store.write(waiting.nobody_can, noun.enquiry, decision.why)
            return False
        proposal = Proposal(
            enquiry=noun.enquiry,
            version=noun.version,
            colleague=decision.chosen.id,
            weight=match.weight,
            emergency=noun.emergency,
            expires_at=self.now() + timedelta(seconds=self.routing.offer_seconds),
            reasons=decision.reasons,
            why=decision.why,
        )
        return await self.store.write(routing.offer, proposal, self.rules.weights, fence)

    def _nudged(self, announced: Announcements) -> None:
        if announced.router:
            self._nudge.set()
