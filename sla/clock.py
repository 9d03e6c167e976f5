"""Clocks: one promise running for one enquiry. Each function returns the clock as it stands afterwards.

Whether a promise was kept hangs only on stored instants, never on when the watch happened to look: a breach dates from
the due instant. The watch looks at a clock once its `alarm_at` has come, and a clock without one needs no looking at.
"""

from dataclasses import dataclass
from datetime import datetime

from model.changing import changed
from model.promise import Clock, Promise
from sla.calendar import Calendar, utc
from sla.promises import alarm_instants, due_at


@dataclass(frozen=True, slots=True)
class Alarm:
    """What fires now, and the clock to be stored with it; its `alarm_at` is when to look again."""

    clock: Clock
    #: the number of the warning from 1, and who is told: "owner", "team", "supervisor"; 0 and empty for none
    warning: int = 0
    tell: str = ""
    breach: bool = False


def start(promise: Promise, calendar: Calendar, enquiry: int, started: datetime, now: datetime) -> Clock:
    """A clock that runs from `started`, or from `now` where a provider's time lies in the future. Not stored: id 0.

    Raises `NeverOpen` where the calendar has no opening in a year.
    """
    started = utc(min(started, now))
    due = due_at(started, promise, calendar)
    return Clock(0, enquiry, promise.name, started, due, alarm_instants(started, due, promise, calendar)[0])


def met(clock: Clock, at: datetime, by: str) -> Clock:
    """The promise was met at `at` by "bot" or "colleague". Of several the earliest counts, in whatever order told."""
    if clock.met_at is not None and (clock.met_at, clock.met_by) <= (at, by):
        return clock
    return _judged(changed(clock, met_at=at, met_by=by, alarm_at=None))


def reopened(clock: Clock) -> Clock:
    """What had met the promise never arrived: it runs on with its original start and due.

    The watch looks at once, and tells of a breach once more if there was one. If anything else that meets the promise
    did arrive, `met` is to be applied again with that.
    """
    if clock.met_at is None:
        return clock
    return changed(clock, met_at=None, met_by="", alarm_at=clock.started_at)


def moved_back(clock: Clock, promise: Promise, calendar: Calendar, earlier: datetime) -> Clock:
    """The provider's time turned out to be `earlier`: start and due move back, and nothing ever moves them on.

    An instant that is not earlier changes nothing. A promise that was kept may turn out to have been broken.
    """
    if earlier >= clock.started_at:
        return clock
    due = min(clock.due_at, due_at(earlier, promise, calendar))
    moved = changed(clock, started_at=utc(earlier), due_at=due)
    return _judged(changed(moved, alarm_at=_upcoming(moved, promise, calendar) if clock.alarm_at else None))


def next_alarm(clock: Clock, promise: Promise, calendar: Calendar, now: datetime) -> Alarm:
    """What fires at `now`: the breach, else the oldest warning not given yet, else nothing.

    A watch that comes late gives its warnings one after the other, and none once the promise is broken.
    """
    if clock.alarm_at is None:
        return Alarm(clock)
    if now >= clock.due_at:
        return Alarm(changed(clock, alarm_at=None, breached_at=clock.due_at), breach=True)
    upcoming = _upcoming(clock, promise, calendar)
    if now < upcoming:
        return Alarm(changed(clock, alarm_at=upcoming))
    warned = changed(clock, warned=clock.warned + 1)
    warned = changed(warned, alarm_at=_upcoming(warned, promise, calendar))
    return Alarm(warned, warning=warned.warned, tell=promise.warnings[clock.warned][1])


def _upcoming(clock: Clock, promise: Promise, calendar: Calendar) -> datetime:
    """The first alarm not given yet; the due instant where the configuration has fewer warnings than were given."""
    instants = alarm_instants(clock.started_at, clock.due_at, promise, calendar)
    return instants[min(clock.warned, len(instants) - 1)]


def _judged(clock: Clock) -> Clock:
    """With the breach, if it has one, at the due instant. Once there is one it stays."""
    late = clock.met_at is not None and clock.met_at > clock.due_at
    return changed(clock, breached_at=clock.due_at) if late or clock.breached_at else clock
