"""When we are open."""

from bot.talk import Talk, script
from model.ports import Landlord


@script("opening_hours")
async def opening_hours(talk: Talk, landlord: Landlord) -> None:
    talk.say("opening_hours", **talk.world.opening())
