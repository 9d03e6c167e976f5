"""The books of an installation at rest: whether all that is stored fits together, and fits what the outside world saw.

The rules about the database alone are queries (`sql/books.sql`), carried out page by page of ids; what is compared with
the outside or counted by hand is read page by page. A complaint is a sentence with ids, never a tenant's words.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from model.channel import Channel
from store import audit, loads
from store.db import Db, Row, instant, maybe_instant

PAGE = 5000
#: outside ids asked for at once
ASKED = 500
#: complaints about one rule that are written out
MOST = 20

#: whose ids are paged through, the query, and the sentence for each row that it gives
RULES = (
    ("message", "books_no_turn", "message {id} has had no turn"),
    ("message", "books_not_claimed", "message {id} was handled and never claimed"),
    ("reply", "books_second_turn", "reply {id} was not written by the turn of message {message}, which it answers"),
    ("enquiry", "books_opened_by_none", "enquiry {id} was opened by no message"),
    ("message", "books_opened_twice", "message {id} opened {enquiries} enquiries"),
    ("message", "books_somebody_elses", "message {id} belongs to enquiry {enquiry}, which is somebody else's"),
    ("message", "books_not_advised", "message {id} is an emergency that got no advice"),
    ("message", "books_out_of_order", "message {id} had its turn before message {before}, which came before it"),
    ("message", "books_not_flagged_late", "message {id} came after a later one had its turn and is not flagged late"),
    ("message", "books_flagged_late", "message {id} is flagged late and no later one came before it"),
    ("message", "books_not_rising", "message {id} has a lower number in conversation {conversation} than an older one"),
    ("message", "books_same_number", "message {id} shares its number in conversation {conversation}"),
    ("conversation", "books_number_behind", "conversation {id} counts fewer messages than it has"),
    ("message", "books_parts", "message {id} does not have each of its parts once"),
    ("reply", "books_astray", "reply {id} is not where its message is"),
    ("reply", "books_same_text", "reply {id} goes by the same provider's id as reply {other}"),
    ("reply", "books_not_sent", "reply {id} is still on its way, in state {state}"),
    ("reply", "books_held", "reply {id} is held for a number that has not opted out"),
    ("receipt", "books_receipt_left", "receipt {id} was not applied to reply {reply}"),
    ("effect", "books_effect_open", "effect {id} is not over"),
    ("conversation", "books_leased", "conversation {id} is held by a lease"),
    ("enquiry", "books_clock_lost", "enquiry {id} has no clock that runs from its first message"),
    ("clock", "books_clock_moved", "clock {id} of enquiry {enquiry} was moved"),
    ("clock", "books_met_by_none", "clock {id} of enquiry {enquiry} is met by no reply that was accepted"),
    ("clock", "books_met_too_early", "clock {id} of enquiry {enquiry} was met before it could be"),
    ("clock", "books_not_met", "clock {id} of enquiry {enquiry} is not met although reply {reply} was accepted"),
    ("clock", "books_mute_clock", "clock {id} of enquiry {enquiry} runs and will never ring"),
    ("enquiry", "books_offers", "enquiry {id} is {state} and has {offers} open offers"),
    ("enquiry", "books_owner", "enquiry {id} is {state} and its owner says otherwise"),
    ("enquiry", "books_never_took", "enquiry {id} is with a colleague who never took it"),
    ("enquiry", "books_not_opened", "enquiry {id} has an audit that does not begin with its opening"),
    ("enquiry", "books_seal_ahead", "enquiry {id} is sealed further than its audit goes"),
)


@dataclass(frozen=True, slots=True)
class Taking:
    """A reply as the provider took it, under its own id."""

    provider_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What the outside world saw of one channel; its clock is ours."""

    channel: Channel
    #: messages that were answered 200, by the provider's id: first posted, and answered
    answered: Mapping[str, tuple[datetime, datetime]]
    #: replies that the provider took, by our public id, in the order in which it took them
    taken: Mapping[str, Sequence[Taking]]
    #: how long an enquiry's acknowledgement may take
    promised: timedelta = timedelta(hours=1)
    #: what an enquiry costs of a colleague's capacity, by channel
    weights: Mapping[str, int] | None = None


def check_books(db: Db, history: History) -> list[str]:
    """What is wrong, a sentence each; nothing where the books are clean. Only reads."""
    checks: tuple[Callable[[Db, History], Iterator[str]], ...] = (
        _rules,
        _received,
        _sent,
        _taken,
        _loads,
        _audits,
        _seals,
        _instants,
    )
    return [complaint for check in checks for complaint in _at_most(check(db, history))]


def _at_most(complaints: Iterator[str], most: int = MOST) -> Iterator[str]:
    yield from islice(complaints, most)
    if left := sum(1 for _ in complaints):
        yield f"and {left} more like these"


def _pages(db: Db, table: str) -> Iterator[dict[str, int]]:
    """Ranges of a table's ids, all of them."""
    [last] = db.ask(f"SELECT COALESCE(MAX(id), 0) AS id FROM {table}")
    for after in range(0, last["id"], PAGE):
        yield {"after": after, "until": after + PAGE}


def _paged(db: Db, table: str, query: str, **values: Any) -> Iterator[Row]:
    for page in _pages(db, table):
        yield from getattr(db, query)(**page, **values)


def _some(items: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), ASKED):
        yield list(items[start : start + ASKED])


def _rules(db: Db, history: History) -> Iterator[str]:
    length = history.promised // timedelta(microseconds=1)
    for table, query, sentence in RULES:
        found = _paged(db, table, query, length=length, now=db.at)
        yield from _at_most(sentence.format(**row) for row in found)


def _received(db: Db, history: History) -> Iterator[str]:
    """Each message that was answered 200 has its row, received between the post and the answer."""
    for some in _some(sorted(history.answered)):
        found = db.books_received(channel=history.channel.value, provider_ids=some)
        rows = {row["provider_id"]: row for row in found}
        for provider_id in some:
            posted, answered = history.answered[provider_id]
            row = rows.get(provider_id)
            if row is None:
                yield f"the message with the provider's id {provider_id} was answered 200 and has no row"
            elif not posted <= instant(row["received_at"]) <= answered:
                yield f"message {row['id']} was not received when it says"


def _sent(db: Db, history: History) -> Iterator[str]:
    """What is known of each reply is what the provider knows."""
    for row in _paged(db, "reply", "books_replies", channel=history.channel.value):
        takings = history.taken.get(row["public_id"], ())
        accepted = maybe_instant(row["accepted_at"])
        if len(takings) - 1 > row["doubts"]:
            yield f"reply {row['id']} was taken {len(takings)} times and in doubt {row['doubts']} times"
        if accepted is None and takings and not row["doubts"]:
            yield f"reply {row['id']} was taken by the provider and does not count as accepted"
        if accepted is not None and not takings:
            yield f"reply {row['id']} counts as accepted and the provider never had it"
        if accepted is not None and takings and accepted < takings[0].at:
            yield f"reply {row['id']} counts as accepted before the provider had it"
        if row["provider_id"] is not None and row["provider_id"] not in {one.provider_id for one in takings}:
            yield f"reply {row['id']} goes by a provider's id that is another's"


def _taken(db: Db, history: History) -> Iterator[str]:
    """Nothing left that is not on record."""
    for some in _some(sorted(history.taken)):
        known = {row["public_id"] for row in db.books_known(public_ids=some)}
        for public_id in some:
            if public_id not in known:
                yield f"the provider took the reply with the public id {public_id}, which has no row"


def _loads(db: Db, history: History) -> Iterator[str]:
    """What each colleague carries, counted by hand, is what the router reckons with."""
    weights = history.weights or {}
    carried: Counter[int] = Counter()
    for row in _paged(db, "enquiry", "books_assigned"):
        carried[row["colleague"]] += weights.get(row["channel"], 1)
    for row in db.books_colleagues():
        load = loads.of(db, row["id"], weights)
        if load != carried[row["id"]]:
            yield f"colleague {row['id']} carries {carried[row['id']]} and is reckoned to carry {load}"


def _audits(db: Db, history: History) -> Iterator[str]:
    for row in _paged(db, "enquiry", "books_enquiries"):
        if (line := audit.broken_at(db, row["id"])) is not None:
            yield f"the audit of enquiry {row['id']} is broken at line {line}"


def _seals(db: Db, history: History) -> Iterator[str]:
    """The seals are one chain over what the audits say, and each enquiry is sealed as far as it says."""
    sealed: dict[int, int] = {}
    last = ""
    for row in _paged(db, "seal", "books_seals"):
        if row["hash"] != audit.sealed(last, row["at"], row["heads"]):
            yield f"seal {row['id']} does not follow from the one before"
        last = row["hash"]
        heads: dict[int, tuple[int, str]] = {one: (seq, head) for one, seq, head in json.loads(row["heads"])}
        lines = {(line["enquiry"], line["seq"]): line["hash"] for line in db.books_lines(enquiries=list(heads))}
        for enquiry, (seq, head) in heads.items():
            sealed[enquiry] = seq
            if lines.get((enquiry, seq)) != head:
                yield f"seal {row['id']} does not fit the audit of enquiry {enquiry}"
    for row in _paged(db, "enquiry", "books_enquiries"):
        if row["sealed_seq"] != sealed.get(row["id"], 0):
            yield f"enquiry {row['id']} is not sealed as far as it says"


def _instants(db: Db, history: History) -> Iterator[str]:
    """Every instant is stored as an integer."""
    for row in db.books_instants():
        table, column = row["table_name"], row["column_name"]
        [wrong] = db.ask(f"SELECT COUNT(*) AS count FROM {table} WHERE {row['wrong']}")
        if wrong["count"]:
            yield f"{wrong['count']} instants in {table}.{column} are no integers"
