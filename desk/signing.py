"""How a colleague signs what they write to a tenant: by first name and team, never by surname."""

from desk.means import Desk
from model.channel import Channel
from model.colleague import Colleague
from model.enquiry import Enquiry


def signature(noun: Enquiry, me: Colleague, desk: Desk) -> str:
    """First name and team: the enquiry's if it is theirs, else the first of their own."""
    team = noun.team if noun.team in me.teams else min(me.teams, default=noun.team)
    configured = desk.teams.get(team)
    return f"{me.first_name}, {configured.label if configured else team.capitalize()}"


def appended(noun: Enquiry, channel: Channel, me: Colleague, desk: Desk) -> str:
    """What a reply of theirs ends with, after an empty line; nothing where the channel shows names or is gone."""
    capabilities = desk.capabilities.get(channel)
    return "" if capabilities is None or capabilities.history else signature(noun, me, desk)
