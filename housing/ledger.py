"""Rent and service charges of the demo landlord: what falls due, how a household pays, the lines that follow.

Amounts are pence. A balance is the sum of an account's lines and nothing else.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import MO, relativedelta

from model.housing import Tenure

WEEKS = 13
MONTHS = 3


class Charge(NamedTuple):
    """One part of what falls due on a charge day."""

    description: str
    pence: int


class Line(NamedTuple):
    """One line of an account; a payment is negative."""

    day: date
    description: str
    pence: int


@dataclass(frozen=True, slots=True)
class Habit:
    """How a household pays."""

    method: str = "Direct Debit"
    #: charges owed when the quarter began; negative is paid ahead
    opening: float = 0.0
    #: how many charges are paid at once, in arrears
    together: int = 1
    #: how many of the latest charges are not paid
    missed: int = 0
    #: share of a charge that is paid, in percent
    share: int = 100
    #: days before the charge on which the money comes
    early: int = 0

    def payment(self, number: int, of: int, due: int) -> int:
        """What is paid with the charge of this number, counted from 1."""
        if number > of - self.missed or number % self.together:
            return 0
        return due * self.together * self.share // 100


def habit(rng: random.Random, tenure: Tenure) -> Habit:
    """How some household pays: seven in ten are clear or ahead, the others owe between a week and some months."""
    kind = rng.random()
    method = rng.choice(("Direct Debit", "Direct Debit", "Standing order", "Payment card", "Online payment"))
    early = rng.randrange(4)
    if kind < 0.48:
        return Habit(method, early=early)
    if kind < 0.70:
        return Habit(method, opening=-rng.randrange(1, 17) / 4, early=early)
    if kind < 0.82 and tenure is Tenure.TENANT:
        return Habit("Universal Credit", opening=-rng.randrange(4) / 2, together=4)
    if kind < 0.93:
        return Habit(method, missed=rng.randrange(1, 3), early=early)
    return Habit("Payment card", opening=rng.randrange(4, 40) / 4, share=rng.choice((60, 80, 100, 105)))


def charges(rng: random.Random, tenure: Tenure, flat: bool) -> list[Charge]:
    """What falls due together: weekly for tenants, monthly for owners; leaseholders pay a service charge only."""
    if tenure is Tenure.LEASEHOLDER:
        return [Charge("Service charge", rng.randrange(7_000, 19_000))]
    if tenure is Tenure.SHARED_OWNER:
        return [
            Charge("Rent on the share we own", rng.randrange(22_000, 42_000)),
            Charge("Service charge", rng.randrange(2_500, 11_000)),
        ]
    rent = Charge("Rent", rng.randrange(8_800, 11_500) if flat else rng.randrange(9_900, 14_500))
    return [rent, Charge("Service charge", rng.randrange(420, 1_850))] if flat else [rent]


def period(tenure: Tenure) -> str:
    """How often a household of this tenure is charged, "week" (on Mondays) or "month" (on the first)."""
    return "week" if tenure is Tenure.TENANT else "month"


def charge_days(every: str, today: date) -> list[date]:
    """The charge days of the last 13 weeks or three months up to and including `today`, oldest first."""
    if every == "week":
        last = today + relativedelta(weekday=MO(-1))
        return [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [today + relativedelta(day=1, months=-back) for back in reversed(range(MONTHS))]


def next_charge_day(every: str, day: date) -> date:
    """The charge day after this charge day."""
    return day + (relativedelta(weeks=1) if every == "week" else relativedelta(months=1))


def lines(due: Sequence[Charge], days: Sequence[date], paying: Habit) -> list[Line]:
    """The account's lines over these charge days, oldest first, opened by what was owed before."""
    total = sum(charge.pence for charge in due)
    found = [Line(days[0] - timedelta(weeks=1), "Balance brought forward", round(paying.opening * total))]
    for number, day in enumerate(days, start=1):
        found.extend(Line(day, charge.description, charge.pence) for charge in due)
        if paid := paying.payment(number, len(days), total):
            found.append(Line(day - timedelta(days=paying.early), paying.method, -paid))
    return sorted(found, key=lambda line: line.day)
