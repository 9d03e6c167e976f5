"""Who a newcomer can be in the sandbox, and where each of them is reached."""

from collections.abc import Mapping
from dataclasses import dataclass

from model.channel import Channel


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody a newcomer can be, and what they would know about themselves."""

    #: of their phone, E.164
    number: str
    name: str
    about: str
    tenancy: str
    born: str
    postcode: str
    #: of their mailbox
    email: str

    def addresses(self) -> Mapping[Channel, str]:
        """Their address on every channel that has devices. The numbers of their accounts end as their phone's does."""
        last = self.number[-3:]
        return {
            Channel.SMS: self.number,
            Channel.WHATSAPP: self.number,
            Channel.EMAIL: self.email,
            Channel.TELEGRAM: f"5550000{last}",
            Channel.MESSENGER: f"8880000000000{last}",
            Channel.INSTAGRAM: f"9990000000000{last}",
        }


def newcomer(number: str) -> Owner:
    """Whoever has a number that nobody holds."""
    about = "Somebody whom the landlord does not know"
    return Owner(number, "A new number", about, "", "", "", f"newcomer.{number[-3:]}@example.com")
