"""People of the demo landlord whom a visitor of the sandbox can be, with what they would know of themselves."""

from dataclasses import dataclass
from datetime import date

from housing.demo import DemoLandlord

PERSONAS = """
SELECT mobile, name, about, reference, born, postcode, email
FROM persona
JOIN holder ON holder.id = persona.holder
JOIN tenancy ON tenancy.reference = holder.tenancy
JOIN home ON home.uprn = tenancy.home
ORDER BY mobile
"""


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody one can be."""

    #: E.164
    number: str
    name: str
    #: one line on how they stand with the landlord
    about: str
    #: None for a stranger, who can prove nothing
    reference: str | None = None
    born: date | None = None
    postcode: str | None = None
    email: str | None = None


STRANGER = Persona(
    "+447700900999", "A stranger", "Somebody whom the landlord does not know", email="a.stranger@example.com"
)


def personas(landlord: DemoLandlord) -> list[Persona]:
    """The cast, by number, and last a stranger."""
    rows = landlord.reading.execute(PERSONAS).fetchall()
    known = [
        Persona(number, name, about, reference, date.fromisoformat(born), postcode, email)
        for number, name, about, reference, born, postcode, email in rows
    ]
    return [*known, STRANGER]
