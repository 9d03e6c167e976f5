"""Finding out who is writing, as far as the matter needs it; asks only for what is not yet known."""

from bot.talk import Talk
from model.housing import Tenancy
from model.ports import Landlord

#: questions in one turn of showing who one is; a loop that goes round more often is a mistake of ours
MOST = 12
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


async def likely_tenancy(talk: Talk, landlord: Landlord) -> Tenancy | None:
    """The one tenancy held at the address that is written from, or that was proven. Nothing of it may be said back."""
    if talk.proof is not None:
        return await talk.read("tenancy", landlord.tenancy, talk.proof.tenancy)
    if not talk.world.held_address:
        return None
    held = await talk.read("held", landlord.tenancies_at, talk.world.channel, talk.world.address)
    return held[0] if len(held) == 1 else None
