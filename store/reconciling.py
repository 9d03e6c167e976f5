"""Clocks whose message turns out to have reached the provider earlier: start and due move back, once, and that is on
record. Nothing ever moves them on."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from model.message import Inbound
from model.promise import Clock
from model.turn import Line
from store import audit, clocks, rows
from store.db import Db, Row, instant, micros
from store.threads import by_channel

#: a provider's time that is so little earlier is the way that the message took
MARGIN = timedelta(minutes=1)

#: a clock as it stands with an earlier start
MovedBack = Callable[[Clock, datetime], Clock]


def reconcile(db: Db, inbounds: Sequence[Inbound], moved_back: MovedBack) -> None:
    """Move back what messages started that are here already, where the provider knows an earlier time of them."""
    times = {(one.channel.value, one.provider_id): one.provider_time for one in inbounds if one.provider_time}
    for channel, provider_ids in by_channel(times):
        for row in list(db.times_of(channel=channel, provider_ids=provider_ids)):
            earlier = times[channel, row["provider_id"]]
            if instant(row["at"]) - earlier >= MARGIN:
                _move_back(db, row, earlier, moved_back)


def _move_back(db: Db, row: Row, earlier: datetime, moved_back: MovedBack) -> None:
    db.move_message_back(id=row["id"], earlier=micros(earlier))
    if row["enquiry"] is None:
        return
    started = [rows.clock(one) for one in db.clocks_from(enquiry=row["enquiry"], started_at=row["at"])]
    for clock in started:
        clocks.save(db, moved_back(clock, earlier))
    if started:
        minutes = round((instant(row["at"]) - earlier) / timedelta(minutes=1))
        why = f"the provider had the message {minutes} minutes before us"
        audit.append(db, [Line(row["enquiry"], "provider", "clocks moved back", why)])
        db.event("enquiry", row["enquiry"])
