"""What goes around the text of an email: a greeting before it and the landlord's signature after it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The landlord's greeting and signature; empty ones are left out."""

    greeting: str = ""
    signature: str = ""

    def around(self, text: str, urgent: bool) -> str:
        """The text as it is sent. Nothing goes before safety advice."""
        greeting = "" if urgent else self.greeting
        return "\n\n".join(part for part in (greeting, text, self.signature) if part)
