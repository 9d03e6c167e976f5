"""After the safety advice: the fewest questions. The enquiry waits for a colleague already; this only adds to it."""

from bot.answers import ClearYes, PlaceToFind
from bot.scripts.identity import likely_home
from bot.talk import Talk, script
from model.ports import Landlord


@script("emergency")
async def emergency(talk: Talk, landlord: Landlord) -> None:
    home = await likely_home(talk, landlord)
    if home["tenancy"]:
        talk.say("emergency_noted")
        return
    address = await talk.ask("emergency_address", PlaceToFind())
    talk.note("Address given", address)
    talk.say("emergency_address_noted")


@script("safe_contact")
async def safe_contact(talk: Talk, landlord: Landlord) -> None:
    """The first text asked whether it is safe to write here; helplines follow only after a yes."""
    safe = await talk.ask("safe_to_write", ClearYes())
    talk.note("Safe to write here", "yes" if safe else "no")
    for number, text in enumerate(talk.world.configured["after_yes" if safe else "after_no"]):
        talk.say(f"literal.{number}", text=text)


@script("in_care")
async def in_care(talk: Talk, landlord: Landlord) -> None:
    """Somebody may come to harm: no questions; a person takes it from here."""
    talk.say("care_noted")


@script("unsure")
async def unsure(talk: Talk, landlord: Landlord) -> None:
    """The advice is given already; one yes or no tells whether it is happening now. A no lowers nothing."""
    now = await talk.agrees("happening_now")
    talk.note("Happening now", "yes" if now else "no")
    if not now:
        talk.say("not_now", by=talk.world.answered_by())
        return
    talk.say("follow_advice")
    await emergency(talk, landlord)
