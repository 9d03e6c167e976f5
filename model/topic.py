"""What a message can be about, as the landlord has configured it."""

from dataclasses import dataclass

from model.enquiry import Priority


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of `config/topics.toml`."""

    name: str
    #: name for staff
    label: str
    team: str
    #: the bot's conversation; "pass_on" hands over with what was said
    script: str = "pass_on"
    #: a reply and nothing else: the key of its text
    small_talk: str = ""
    skills: frozenset[str] = frozenset()
    priority: Priority = Priority.NORMAL
    #: roles that may see it; empty means everybody
    restricted: frozenset[str] = frozenset()
    #: may be answered in the middle of another conversation
    side: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """A team of `config/teams.toml`."""

    name: str
    label: str
