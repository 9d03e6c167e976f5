"""Rent: the balance of somebody who has shown who they are."""

from bot.formats import day, money
from bot.scripts.identity import proven_tenancy
from bot.talk import Talk, script
from model.ports import Landlord


@script("rent_balance")
async def rent_balance(talk: Talk, landlord: Landlord) -> None:
    tenancy = await proven_tenancy(talk, landlord)
    account = await talk.read("account", landlord.rent_account, tenancy.reference)
    state = "rent_owed" if account.balance > 0 else "rent_in_credit" if account.balance < 0 else "rent_clear"
    talk.say(
        state,
        balance=money(abs(account.balance)),
        as_at=day(account.as_at.date(), talk.world.today),
        next_charge=money(account.next_charge),
        next_on=day(account.next_charge_on, talk.world.today),
    )
    calm = tenancy.breathing_space_until is None or tenancy.breathing_space_until < talk.world.today
    if account.in_arrears and calm and await talk.agrees("rent_help"):
        talk.note("Asked for", "help with the rent")
        talk.hand_over("asked for help with the rent")
    talk.say("rent_done")
