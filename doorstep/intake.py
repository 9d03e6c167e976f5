"""Taking a message in: the lexicon first, then one commit with the advice it calls for; then the provider is told."""

from dataclasses import dataclass, replace

from doorstep.configuration import Configuration
from doorstep.rendering import advice_say
from model.channel import Capabilities
from model.message import Inbound
from model.storable import storable
from model.turn import Say
from store import intake
from store.database import Store
from store.intake import Received, Receiving


@dataclass(frozen=True, slots=True)
class Intake:
    """Where every channel hands in what it parsed."""

    store: Store
    configuration: Configuration

    async def accept(self, inbound: Inbound, capabilities: Capabilities) -> Received:
        """Commit a message. Returns once it is on disk; the same message twice is one."""
        return await self.store.together(intake.receive, self.receiving(inbound, capabilities))

    def receiving(self, inbound: Inbound, capabilities: Capabilities) -> Receiving:
        """The message with the advice that it calls for."""
        inbound = self._with_danger(storable(inbound))
        return Receiving(inbound, self._advice(inbound.text, capabilities), capabilities.history)

    def _with_danger(self, inbound: Inbound) -> Inbound:
        """The message with the words that it leaves out, where there is danger in those alone."""
        detect = self.configuration.emergencies.detect
        if not inbound.also or detect(inbound.text) is not None or detect(inbound.also) is None:
            return inbound
        return replace(inbound, text=f"{inbound.text}\n\n{inbound.also}".strip())

    def _advice(self, text: str, capabilities: Capabilities) -> Say | None:
        emergencies = self.configuration.emergencies
        emergency = emergencies.detect(text)
        if emergency is None:
            return None
        discreet = emergencies.is_discreet(emergency.kind, text)
        advice = emergencies.advice(emergency.kind, capabilities.layout.value, emergency.level, household=discreet)
        return advice_say(advice, emergency, capabilities)
