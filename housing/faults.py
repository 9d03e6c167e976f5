"""What the demo landlord can be told to do badly, so that others can show what they do then."""

import asyncio
from dataclasses import dataclass

from model.ports import LandlordDown


@dataclass(slots=True)
class Faults:
    """May be changed while the landlord is in use; as made, nothing goes wrong."""

    #: seconds that every call takes longer
    delay: float = 0.0
    #: every call raises `LandlordDown`
    down: bool = False
    #: so many of the next writes are carried out and then raise `LandlordDown`, as if the answer was lost on the way
    lost_answers: int = 0

    async def before(self) -> None:
        """What goes wrong on the way there."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.down:
            raise LandlordDown("the demo landlord was told to be down")

    def after_write(self) -> None:
        """What goes wrong on the way back from a write."""
        if self.lost_answers > 0:
            self.lost_answers -= 1
            raise LandlordDown("the demo landlord was told to lose this answer")
