"""One reply handed to its provider, and what became of it recorded; the decision what that is, is pure."""

import logging
import random
from collections.abc import Mapping
from datetime import timedelta

from bot.letterhead import Letterhead
from connectors.base import Connector, OptedOut, SendFailed
from doorstep.breaker import Breaker
from model.changing import changed
from model.channel import Capabilities, Channel, Layout
from model.message import Outbound
from model.ports import Now
from store import doubts, outbox
from store.database import Store
from store.outbox import MOST_DOUBTS, Sent, Taken
from store.outcomes import Refusal

log = logging.getLogger(__name__)

#: a reply that no provider took for so long is a dead letter; of emergency advice somebody is told long before
TRIED_FOR = timedelta(hours=4)
URGENT_TRIED_FOR = timedelta(minutes=30)
#: the longest pause between two tries, unless the provider asks for more
LONGEST_WAIT = timedelta(minutes=1)
URGENT_LONGEST_WAIT = timedelta(seconds=5)
#: whatever the provider asks for, emergency advice is tried again after so long
URGENT_LONGEST_ASKED = timedelta(seconds=60)
#: how long a receipt may take to settle an uncertain send before the provider is asked; urgent ones do not wait so long
RECEIPT_WAIT = timedelta(seconds=5)
URGENT_RECEIPT_WAIT = timedelta(seconds=1)
#: an uncertain send is sent once more where the provider could not be asked for so long
ASKED_FOR = timedelta(seconds=60)
URGENT_ASKED_FOR = timedelta(seconds=5)

NEVER_TAKEN = Refusal("tried for long, and the provider has none of it", elsewhere=True)
NOBODY_KNOWS = Refusal("sent several times, and nobody knows whether it arrived")


def _refusal(failure: SendFailed) -> Refusal:
    """A provider that could not be reached for hours is a reason to try another address, too."""
    return Refusal(failure.why, failure.elsewhere or not failure.permanent, isinstance(failure, OptedOut))


def back_off(attempt: int, retry_after: float | None, urgent: bool) -> timedelta:
    """How long to wait after the `attempt`-th failure: doubled each time, with jitter; at least what was asked for, of
    which what is urgent heeds a minute."""
    longest = URGENT_LONGEST_WAIT if urgent else LONGEST_WAIT
    doubled = min(timedelta(seconds=2 ** min(attempt, 16) / 2), longest) * random.uniform(0.5, 1.0)
    asked = timedelta(seconds=retry_after or 0)
    return max(doubled, min(asked, URGENT_LONGEST_ASKED) if urgent else asked)


class Sender:
    """Sends replies and settles what became of uncertain ones."""

    def __init__(
        self,
        store: Store,
        connectors: Mapping[Channel, Connector],
        now: Now,
        letterhead: Letterhead = Letterhead(),  # noqa: B008 - never changed
    ) -> None:
        self.store = store
        self.connectors = connectors
        self.now = now
        self.letterhead = letterhead
        self.breakers = {channel: Breaker(now) for channel in Channel}

    async def send(self, taken: Taken) -> None:
        breaker = self.breakers[taken.outbound.channel]
        try:
            provider_id = await self._handed_over(taken)
        except SendFailed as failure:
            if failure.permanent or failure.retry_after is not None:
                breaker.succeeded()
            else:
                breaker.failed()
            await self._not_sent(taken, failure)
        else:
            breaker.succeeded()
            await self.store.together(outbox.accept, Sent(taken, provider_id, self._pause(taken)))

    async def settle(self, taken: Taken) -> None:
        """Find out what became of an uncertain send: the provider is asked, and where it does not have it, it is tried
        again as after any other failure; where it cannot be asked, it goes once more, a few times."""
        try:
            provider_id = await self._found(taken)
        except SendFailed as failure:
            await self._not_asked(taken, failure)
            return
        if provider_id is not None:
            await self.store.together(outbox.accept, Sent(taken, provider_id, self._pause(taken)))
        elif self._tried_long_enough(taken):
            await self.store.write(outbox.fail, taken, NEVER_TAKEN)
        else:
            until = self.now() + back_off(taken.attempt, None, taken.outbound.urgent)
            await self.store.write(doubts.send_again, taken, until)

    def _tried_long_enough(self, taken: Taken) -> bool:
        return self.now() - taken.queued_at >= (URGENT_TRIED_FOR if taken.outbound.urgent else TRIED_FOR)

    def _pause(self, taken: Taken) -> timedelta:
        return self.connectors[taken.outbound.channel].capabilities.pause

    async def _handed_over(self, taken: Taken) -> str:
        """The provider's id. Raises `SendFailed`, also where a connector breaks its contract."""
        connector = self.connectors.get(taken.outbound.channel)
        if connector is None:
            raise SendFailed("this channel is not connected", permanent=True)
        reply = await self._in_context(taken, connector.capabilities)
        try:
            return await connector.send(reply)
        except SendFailed:
            raise
        except Exception as error:  # noqa: BLE001 - one reply may not stop the lane, nor be tried for ever
            log.exception("a connector failed", extra={"reply": taken.id})
            raise SendFailed(f"the connector failed: {type(error).__name__}", uncertain=True) from error

    async def _in_context(self, taken: Taken, can: Capabilities) -> Outbound:
        """The reply, with what the connector of such a channel must know beside it. Raises `SendFailed` where that
        cannot be read: nothing has left then."""
        if not can.threads and can.window is None:
            return taken.outbound
        try:
            reply = await self.store.read(outbox.in_context, taken, can.window)
        except Exception as error:  # noqa: BLE001 - one reply may not stop the lane
            log.exception("a reply's context could not be read", extra={"reply": taken.id})
            raise SendFailed(f"its context could not be read: {type(error).__name__}") from error
        if can.layout is not Layout.EMAIL:
            return reply
        return changed(reply, text=self.letterhead.around(reply.text, reply.urgent))

    async def _found(self, taken: Taken) -> str | None:
        """The provider's id of a reply that it has. Raises `SendFailed`."""
        connector = self.connectors.get(taken.outbound.channel)
        if connector is None:
            raise SendFailed("this channel is not connected", permanent=True)
        known = await self.store.read(doubts.known_ids, taken)
        try:
            return await connector.find(taken.outbound, taken.queued_at, known)
        except SendFailed:
            raise
        except Exception as error:  # noqa: BLE001 - one reply may not stop the lane
            log.exception("a connector could not be asked", extra={"reply": taken.id})
            raise SendFailed(f"the connector failed: {type(error).__name__}") from error

    async def _not_sent(self, taken: Taken, failure: SendFailed) -> None:
        log.warning("a reply was not taken", extra={"reply": taken.id, "why": failure.why, "attempt": taken.attempt})
        urgent = taken.outbound.urgent
        if failure.uncertain:
            wait = URGENT_RECEIPT_WAIT if urgent else RECEIPT_WAIT
            await self.store.write(outbox.doubt, taken, self.now() + wait, failure.why)
        elif failure.permanent or self._tried_long_enough(taken):
            await self.store.write(outbox.fail, taken, _refusal(failure))
        else:
            until = self.now() + back_off(taken.attempt, failure.retry_after, urgent)
            await self.store.write(outbox.postpone, taken, until, failure.why)

    async def _not_asked(self, taken: Taken, failure: SendFailed) -> None:
        """It is asked again for a while; then it goes once more, a few times. After that a channel that can never tell
        has somebody told, and any other is asked on for as long as a reply is tried."""
        urgent = taken.outbound.urgent
        left = (URGENT_ASKED_FOR if urgent else ASKED_FOR) - (self.now() - (taken.doubted_at or self.now()))
        given_up = failure.permanent or left <= timedelta(0)
        if not given_up:
            asked = timedelta(seconds=failure.retry_after or 0)
            pause = min(max(timedelta(seconds=1), asked), left)
            await self.store.write(doubts.postpone, taken, self.now() + pause)
        elif taken.doubts < MOST_DOUBTS:
            await self.store.write(doubts.resend, taken)
        elif failure.permanent or self._tried_long_enough(taken):
            await self.store.write(outbox.fail, taken, NOBODY_KNOWS)
        else:
            pause = back_off(taken.attempt, failure.retry_after, urgent)
            await self.store.write(doubts.postpone, taken, self.now() + pause)
