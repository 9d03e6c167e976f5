"""Finding out who is writing, as far as the matter needs it; asks only for what is not yet known."""

from typing import Any

from bot.talk import Talk
from model.housing import Tenancy
from model.ports import Landlord, LandlordDown

#: questions in one turn of showing who one is; a loop that goes round more often is a mistake of ours
MOST = 12
NOBODY = {"tenancy": "", "vulnerable": False}
GIVES_UP = {"locked": "could not show who they are", "no_mobile": "no mobile number is held to send a code to"}
QUESTION = {"facts": "identity_facts", "more": "identity_more", "code": "identity_code"}


async def proven_tenancy(talk: Talk, landlord: Landlord) -> Tenancy:
    """The tenancy of somebody who has shown who they are (level 2); without proof a person is offered."""
    stage = await talk.world.identity.stage()
    for number in range(MOST):
        if stage == "proven":
            break
        if stage == "refused":
            talk.say(f"identity_refused.{talk.world.identity.failures}")
            stage = await talk.world.identity.stage()
        if stage in GIVES_UP:
            talk.say(f"identity_{stage}")
            talk.hand_over(GIVES_UP[stage])
        stage = await talk.prove(QUESTION[stage], number)
    proof = talk.proof
    tenancy = await talk.read("tenancy", landlord.tenancy, proof.tenancy) if proof else None
    if tenancy is None:
        talk.hand_over("the tenancy that was proven is not in the records")
        raise AssertionError("handing over ends the turn")
    talk.note("Tenancy", tenancy.reference)
    return tenancy


async def likely_home(talk: Talk, landlord: Landlord) -> dict[str, Any]:
    """Whose home it probably is: `tenancy`, the one that is held at the address written from or was proven, else "";
    `vulnerable`, whether somebody there needs more care. Nothing of it may be said back."""

    async def find() -> dict[str, Any]:
        tenancy = None
        if talk.proof is not None:
            tenancy = await landlord.tenancy(talk.proof.tenancy)
        elif talk.world.held_address:
            held = await landlord.tenancies_at(talk.world.channel, talk.world.address)
            tenancy = held[0] if len(held) == 1 else None
        return {"tenancy": tenancy.reference, "vulnerable": bool(tenancy.vulnerabilities)} if tenancy else NOBODY

    try:
        return await talk.settle("home", find)
    except LandlordDown:
        return NOBODY
