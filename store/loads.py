"""What colleagues carry: open enquiries that they own or are offered, weighted by channel."""

from collections.abc import Mapping

from model.colleague import Colleague
from store import rows
from store.db import Db, Row


def of_all(db: Db, weights: Mapping[str, int]) -> list[tuple[Colleague, int]]:
    """Every colleague and what they carry."""
    carried: dict[int, int] = {}
    for row in db.carried():
        carried[row["colleague"]] = carried.get(row["colleague"], 0) + _weigh(row, weights)
    return [(rows.colleague(row), carried.get(row["id"], 0)) for row in db.staff_to_route()]


def of(db: Db, colleague_id: int, weights: Mapping[str, int]) -> int:
    """What one colleague carries, as in `of_all`."""
    return sum(_weigh(row, weights) for row in db.carried_by(colleague=colleague_id))


def _weigh(row: Row, weights: Mapping[str, int]) -> int:
    return int(row["pieces"] * weights.get(row["channel"], 1))
