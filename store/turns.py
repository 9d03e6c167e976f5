"""The two transactions of a turn: `claim` takes the oldest unhandled message, `save` stores what was decided.

Between them nothing is held. `save` checks the lease and the version of everything the decision read, and writes all or
nothing; it gives `Fenced` where somebody else was quicker, and then the turn is decided again. Both do many at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from model.channel import Channel
from model.turn import Claimed, Turn
from store import rows
from store.audit import Head
from store.db import Db, Row, instant
from store.saving import Page

#: the longest that a turn may take; what a process that died had in hand is freed sooner
LEASE = timedelta(seconds=60)
#: closed enquiries are still looked at for this long, because they may be reopened
REOPENS = timedelta(days=7)
#: the bot's mails to one address are counted over this long
LATELY = timedelta(hours=3)
AT_WORK = ("available", "busy", "away")


class Fenced(Exception):
    """The lease was lost, or something the decision read has changed: decide again."""


@dataclass(frozen=True, slots=True)
class Saving:
    """A turn to save. `history`: channels whose tenants fetch what is committed."""

    claimed: Claimed
    turn: Turn
    history: frozenset[Channel]


def claim(db: Db, conversations: Sequence[int]) -> list[Claimed | None]:
    """The next thing to handle in each conversation, under a lease; None if nothing waits or another worker has it."""
    token = db.token()
    wanted = sorted(set(conversations))
    db.lease_conversations(ids=wanted, token=token, now=db.now, until=db.now + LEASE)
    found = {one.conversation.id: one for one in _leased(db, wanted, token)}
    db.count_attempts(ids=[one.message.id for one in found.values() if one.message is not None])
    idle = [id for id in wanted if id not in found]
    if idle:
        db.release_conversations(ids=idle, token=token)
    # asked for twice, it is given once
    return [found.pop(conversation, None) for conversation in conversations]


def claim_again(db: Db, claimed: Claimed) -> Claimed | None:
    """Read everything afresh under the same lease, without counting another attempt; None if the lease was lost, or if
    the message had its turn meanwhile."""
    conversation = claimed.conversation.id
    if db.renew_lease(id=conversation, token=claimed.lease, until=db.now + LEASE) != 1:
        return None
    again = next(iter(_leased(db, [conversation], claimed.lease, claimed)), None)
    return None if again is None or _cause(again) != _cause(claimed) else again


def release(db: Db, claimed: Claimed) -> None:
    """Give a claim back undecided; the sweeper or the next message brings it up again."""
    db.release_conversations(ids=[claimed.conversation.id], token=claimed.lease)


def _cause(claimed: Claimed) -> tuple[int | None, int | None]:
    message, news = claimed.message, claimed.news
    return message.id if message else None, news.id if news else None


def _leased(db: Db, conversations: list[int], token: str, before: Claimed | None = None) -> Iterable[Claimed]:
    """What there is to handle in each conversation that is held under this token; those with nothing are left out."""
    held = [row for row in db.leased(ids=conversations, token=token) if _waits(row)]
    horizon = db.now - REOPENS
    of_person: dict[int, list[Row]] = {row["person"]: [] for row in held}
    for row in db.enquiries_of_persons(persons=sorted(of_person), since=horizon) if held else ():
        of_person[row["person"]].append(row)
    return [_claimed(db, row, (token, horizon), of_person[row["person"]], before) for row in held]


def _waits(row: Row) -> bool:
    return row["message"] is not None or row["news"] is not None


def _claimed(
    db: Db, row: Row, lease: tuple[str, datetime], enquiries: Sequence[Row], before: Claimed | None
) -> Claimed:
    """Urgent messages go first, then news, then the other messages."""
    news = row["news"] is not None and not row["urgent"]
    token, horizon = lease
    return Claimed(
        lease=token,
        horizon=horizon,
        conversation=rows.conversation(row, db.now, _lately(db, row)),
        person=rows.person(row),
        message=None if news else rows.inbound_message(row),
        news=rows.news(row) if news else None,
        attempt=before.attempt if before else 1 if news else row["attempts"] + 1,
        enquiries=tuple(rows.enquiry(one) for one in enquiries),
        owners_present=frozenset(one["owner"] for one in enquiries if one["owner_presence"] in AT_WORK),
        advised=not news and bool(row["urgent"]),
    )


def _lately(db: Db, row: Row) -> int:
    """The bot's mails to an address, whatever stands behind a `+` in it: some machines put a new number there."""
    if not row["thread"]:
        return 0
    local, _, domain = row["address"].rpartition("@")
    plain = local.split("+", 1)[0]
    asked = {"plain": f"{plain}@{domain}", "tagged": f"{plain}+", "behind": f"{plain},", "domain": f"%@{domain}"}
    return int(db.emailed_lately(**asked, since=db.now - LATELY))


def save(db: Db, savings: Sequence[Saving]) -> list[bool | Exception]:
    """Store turns, each all or nothing: True if more waits in its conversation, or `Fenced`."""
    standing = _Standing(db, savings)
    page = Page(db, standing.sequences, standing.heads)
    unchanged = [standing.unchanged(saving) for saving in savings]
    for saving, holds in zip(savings, unchanged, strict=True):
        if holds:
            page.add(saving.claimed, saving.turn, saving.history)
    page.write()
    more = _with_more(db, [one.claimed.conversation.id for one, holds in zip(savings, unchanged, strict=True) if holds])
    return [
        saving.claimed.conversation.id in more if holds else Fenced("something that was read has changed")
        for saving, holds in zip(savings, unchanged, strict=True)
    ]


def _with_more(db: Db, conversations: list[int]) -> set[int]:
    return {row["conversation"] for row in db.more_to_handle(ids=conversations)} if conversations else set()


class _Standing:
    """How everything stands that the decisions read; locked until the transaction ends."""

    def __init__(self, db: Db, savings: Sequence[Saving]) -> None:
        claims = [saving.claimed for saving in savings]
        conversations = list(db.conversations_to_save(ids=sorted({one.conversation.id for one in claims})))
        persons = sorted({one.person.id for one in claims})
        self.sequences = {row["id"]: row["seq"] for row in conversations}
        self._leases = {row["id"]: (row["lease_token"], row["version"]) for row in conversations}
        self._persons = {row["id"]: row["version"] for row in db.persons_to_save(ids=persons)}
        self._enquiries: dict[int, list[Row]] = {person: [] for person in persons}
        self.heads = {}
        for row in db.enquiries_to_save(persons=persons, since=min(one.horizon for one in claims)):
            self._enquiries[row["person"]].append(row)
            self.heads[row["id"]] = Head(row["audit_seq"], row["audit_head"])

    def unchanged(self, saving: Saving) -> bool:
        """Whether a turn may be saved. Of two of one person the second may not: the first changes what it read."""
        claimed = saving.claimed
        there, person = claimed.conversation, claimed.person
        holds = (
            self._leases.get(there.id) == (claimed.lease, there.version)
            and self._persons.get(person.id) == person.version
            and self._versions(claimed) == [(noun.id, noun.version) for noun in claimed.enquiries]
        )
        if holds:
            del self._persons[person.id]
        return holds

    def _versions(self, claimed: Claimed) -> list[tuple[int, int]]:
        return [
            (row["id"], row["version"])
            for row in self._enquiries[claimed.person.id]
            if row["closed_at"] is None or instant(row["closed_at"]) > claimed.horizon
        ]
