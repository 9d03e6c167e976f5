"""Tells the demo landlord what to do badly, so that one can see what tenants and colleagues are told then."""

import math
from contextlib import closing

from doorstep.settings import Settings, WrongSettings
from housing.database import WrongFile, connect, transaction
from housing.faults import Faults


def tell(settings: Settings, slow: float, down: bool, lose_answers: int) -> str:
    """Every process that has the demo landlord open obeys from its next call on; the sentence says what will happen.

    `slow` is in seconds for every call, `lose_answers` a number of writes. It takes the place of what was told before.
    Raises `WrongSettings` where there is no demo landlord.
    """
    path = settings.data / "housing.sqlite"
    if not (math.isfinite(slow) and slow >= 0 and lose_answers >= 0):
        raise WrongSettings("Seconds and answers are counted from 0.")
    if not path.exists():
        raise WrongSettings(
            f"There is no demo landlord at {path}. Start Doorstep once, or name the folder: DOORSTEP_DATA"
        )
    try:
        connection = connect(path)
    except WrongFile as error:
        raise WrongSettings(str(error)) from error
    with closing(connection), transaction(connection):
        faults = Faults(connection)
        faults.delay, faults.down, faults.lost_answers = slow, down, lose_answers
    return _sentence(slow, down, lose_answers)


def _sentence(slow: float, down: bool, lose_answers: int) -> str:
    said = [f"takes {slow:g} seconds longer"] if slow else []
    if down:
        said.append("is down")
    if lose_answers:
        writes = "next write" if lose_answers == 1 else f"next {lose_answers} writes"
        said.append(f"carries out the {writes} and loses the answer")
    return f"The demo landlord {', '.join(said) or 'is well'}."
