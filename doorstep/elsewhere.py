"""A reply that its provider will never take goes to another address of the same person, where that is safe."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.parts import fitting, split
from doorstep.configuration import Configuration
from model.channel import Capabilities, Channel
from model.ports import Now
from store import elsewhere
from store.database import Store
from store.elsewhere import Address, Failed, may_leave

AT_ONCE = 50


class Elsewhere:
    """Sends what failed to other addresses."""

    def __init__(
        self, store: Store, configuration: Configuration, capabilities: Mapping[Channel, Capabilities], now: Now
    ) -> None:
        self.store = store
        self.configuration = configuration
        self.capabilities = capabilities
        self.now = now

    async def send_some(self) -> int:
        """Send what is to go elsewhere; how many there were."""
        found = await self.store.read(elsewhere.wanted, AT_ONCE)
        for failed in found:
            there = self._choice(failed)
            if there is None:
                await self.store.write(elsewhere.give_up, failed)
            else:
                parts = split(failed.text, fitting(self.capabilities[there.channel]))
                await self.store.write(elsewhere.send, failed, there, parts)
        return len(found)

    def _choice(self, failed: Failed) -> Address | None:
        kind = self.configuration.emergencies.kinds.get(failed.emergency)
        if not may_leave(failed.restricted, failed.flags, kind.discreet if kind else "never"):
            return None
        return best(failed, self.capabilities, self.configuration.elsewhere, self.now())


def best(
    failed: Failed, capabilities: Mapping[Channel, Capabilities], order: Sequence[Channel], now: datetime
) -> Address | None:
    """The first by the landlord's order that takes it now; a number that opted out takes safety advice alone."""
    ranked = (other for channel in order for other in failed.others if other.channel is channel)
    return next((other for other in ranked if _takes(other, failed.urgent, capabilities, now)), None)


def _takes(other: Address, urgent: bool, capabilities: Mapping[Channel, Capabilities], now: datetime) -> bool:
    can = capabilities.get(other.channel)
    if can is None or can.history or (other.opted_out and not urgent):
        return False
    return can.window is None or (other.last_in_at is not None and now - other.last_in_at < can.window)
