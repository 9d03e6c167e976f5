"""What the demo landlord can be told to do badly, so that others can show what they do then.

It is kept in the landlord's own file: whoever has that open obeys, from the next call on, until told otherwise.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from model.ports import LandlordDown

T = TypeVar("T")

BEFORE = "SELECT delay, down FROM fault"
#: one answer the less in one statement, so that no two processes lose the same one
LOSE = "UPDATE fault SET lost_answers = lost_answers - 1 WHERE lost_answers > 0"


class _Told(Generic[T]):
    """A column of the table `fault` as an attribute."""

    def __init__(self, kind: Callable[[Any], T]) -> None:
        self.kind = kind

    def __set_name__(self, owner: type, column: str) -> None:
        self.read = f"SELECT {column} FROM fault"
        self.write = f"UPDATE fault SET {column} = ?"

    def __get__(self, faults: "Faults", owner: type) -> T:
        return self.kind(faults.connection.execute(self.read).fetchone()[0])

    def __set__(self, faults: "Faults", value: T) -> None:
        faults.connection.execute(self.write, (value,))


class Faults:
    """May be changed while the landlord is in use; as made, nothing goes wrong. Looking costs some 5 µs."""

    #: seconds that every call takes longer
    delay = _Told(float)
    #: every call raises `LandlordDown`
    down = _Told(bool)
    #: so many of the next writes are carried out and then raise `LandlordDown`, as if the answer was lost on the way
    lost_answers = _Told(int)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    async def before(self) -> None:
        """What goes wrong on the way there."""
        delay, down = self.connection.execute(BEFORE).fetchone()
        if delay:
            await asyncio.sleep(delay)
            down = self.down
        if down:
            raise LandlordDown("the demo landlord was told to be down")

    def after_write(self) -> None:
        """What goes wrong on the way back from a write."""
        if self.lost_answers and self.connection.execute(LOSE).rowcount:
            raise LandlordDown("the demo landlord was told to lose this answer")
