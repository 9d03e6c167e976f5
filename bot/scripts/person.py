"""A person, please: nothing is asked and nothing stands in the way."""

from bot.talk import Talk, script
from model.ports import Landlord


@script("human")
async def human(talk: Talk, landlord: Landlord) -> None:
    talk.hand_over("asked for a person")


@script("pass_on")
async def pass_on(talk: Talk, landlord: Landlord) -> None:
    """What the bot cannot finish goes to a person with what was said."""
    talk.hand_over("a matter for a colleague")
