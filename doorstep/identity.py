"""Who a tenant has shown to be, live: facts compared with the landlord's records, codes sent to a held mobile.

Every try is a transaction of its own and is kept even when the turn is decided again. Nobody learns which fact was
wrong. Three wrong tries lock the sender, ten from anywhere lock the tenancy; emergencies and people stay open.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from doorstep.configuration import Configuration
from model.channel import Capabilities, Channel
from model.housing import Facts
from model.message import Author
from model.person import Progress, Proof
from model.ports import Landlord
from model.turn import Claimed, Say
from store import identity as progress
from store.database import Store

CODE_LASTS = timedelta(minutes=10)
CODE_FIGURES = 6
#: facts needed beside a held address or a code
FACTS = 2


@dataclass(slots=True)
class LiveIdentity:
    """The identity of one conversation's tenant, for one decision."""

    store: Store
    landlord: Landlord
    configuration: Configuration
    capabilities: Capabilities
    claimed: Claimed
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = self.claimed.conversation.progress

    @property
    def proof(self) -> Proof | None:
        proof = self.progress.proof
        return proof if proof is not None and proof.level >= progress.PROVEN else None

    @property
    def failures(self) -> int:
        return self.progress.failures

    async def stage(self) -> str:
        if self.proof is not None:
            return "proven"
        if self.progress.locked:
            return "locked"
        if self.progress.code_sent:
            return "code"
        return "more" if self.progress.given else "facts"

    async def _stage_now(self) -> str:
        """The stage after a try of this turn."""
        self.progress = await self.store.read(progress.load, self._conversation)
        return await self.stage()

    async def offer(self, facts: Facts) -> str:
        """Compare facts with those given before: the next stage, "refused", or "no_mobile"."""
        if self.progress.last_message == self._message:
            return await self.stage()
        among = self.progress.fitting if self.progress.given else await self._candidates()
        fitting = await self.landlord.fitting(facts, among)
        given = sorted({*self.progress.given, *facts.given()})
        if len(given) < FACTS:
            await self.store.write(progress.gave, self._conversation, self._message, given, fitting)
            return await self._stage_now()
        if len(fitting) != 1 or await self.store.read(progress.is_locked, fitting[0]):
            return await self._failed(await self._claimed(facts, among))
        return await self._fitted(fitting[0])

    async def offer_code(self, code: str) -> str:
        """Compare a one-time code: the next stage, or "refused"."""
        if self.progress.last_message == self._message:
            return await self.stage()
        fitting = self.progress.fitting
        if fitting and hmac.compare_digest(_hash(self._conversation, code), self.progress.code_hash):
            await self._prove(fitting[0])
            return "proven"
        return await self._failed(fitting)

    async def _failed(self, claimed: Sequence[str]) -> str:
        await self.store.write(progress.failed, self._conversation, self._message, claimed)
        return "refused" if await self._stage_now() != "locked" else "locked"

    async def _claimed(self, facts: Facts, among: Sequence[str] | None) -> Sequence[str]:
        """Whom a wrong try claimed to be: the one whose reference was given, or the one who is held here."""
        if facts.reference is not None:
            return await self.landlord.fitting(Facts(reference=facts.reference), None)
        return among or ()

    async def _candidates(self) -> list[str] | None:
        """Those held at the address that is written from; None, anybody, where it is not a held one."""
        held = await self._held()
        return held or None

    async def _held(self) -> list[str]:
        there, message = self.claimed.conversation, self.claimed.message
        if not self.capabilities.held_address or (message is not None and not message.proven):
            return []
        return [one.reference for one in await self.landlord.tenancies_at(there.channel.value, there.address)]

    async def _fitted(self, reference: str) -> str:
        """All facts fit: proven from a held address, elsewhere a code goes to the held mobile."""
        if reference in await self._held():
            await self._prove(reference)
            return "proven"
        tenancy = await self.landlord.tenancy(reference)
        if tenancy is None or not tenancy.mobiles:
            return "no_mobile"
        to = (Channel.SMS.value, tenancy.mobiles[0])
        if not await self.store.write(progress.may_send_code, reference, to):
            return "no_mobile"
        code = "".join(secrets.choice("0123456789") for _ in range(CODE_FIGURES))
        text = self.configuration.replies.texts["identity_code_text"]["text"]
        say = Say(
            (text.format(landlord=self.configuration.name, code=code),),
            author=Author.BOT,
            signed="the automated assistant",
            secret=True,
        )
        await self.store.write(
            progress.send_code,
            self._conversation,
            progress.Code(self._message, reference, _hash(self._conversation, code), CODE_LASTS),
            to,
            say,
        )
        return await self._stage_now()

    async def _prove(self, reference: str) -> None:
        minutes = self.configuration.channels[self.claimed.conversation.channel].proof_minutes
        await self.store.write(progress.prove, self._conversation, self._message, reference, timedelta(minutes=minutes))
        await self._stage_now()

    @property
    def _conversation(self) -> int:
        return self.claimed.conversation.id

    @property
    def _message(self) -> int:
        return self.claimed.message.id if self.claimed.message else 0


def _hash(conversation: int, code: str) -> str:
    return hashlib.sha256(f"{conversation}:{code}".encode()).hexdigest()
