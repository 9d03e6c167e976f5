"""What a script may know of the world outside the talk, put together for one turn."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from bot.formats import clock_time, day
from bot.talk import World
from doorstep.turning import Turning
from model.talk import Run
from sla.calendar import Calendar

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def world(turning: Turning, run: Run) -> World:
    configuration = turning.means.configuration
    conversation = turning.draft.claimed.conversation
    now = turning.draft.now
    local = now.astimezone(configuration.zone)

    def repair_due(priority: str) -> date:
        office = configuration.calendars["office"]
        due = office.add_working_days(now, configuration.repairs.days[priority])
        return due.astimezone(configuration.zone).date()

    return World(
        now=now,
        today=local.date(),
        channel=conversation.channel.value,
        address=conversation.address,
        held_address=turning.voice.capabilities.held_address and _is_proven(turning),
        identity=turning.identity,
        landlord=turning.means.landlord,
        answered_by=turning.answered_by,
        opening=lambda: opening(configuration.calendars[configuration.opening], local, now),
        repair_due=repair_due,
        configured={"repairs": configuration.repairs, **_advice(turning, run)},
    )


def _advice(turning: Turning, run: Run) -> dict[str, Any]:
    """What follows a safe yes or a no, where the first text asked whether it is safe to write."""
    noun = turning.run_enquiry()
    if run.script != "safe_contact" or noun is None or not noun.emergency:
        return {}
    layout = turning.voice.capabilities.layout.value
    advice = turning.means.configuration.emergencies.advice(noun.emergency, layout, noun.level, household=True)
    return {"after_yes": advice.after_yes, "after_no": advice.after_no}


def opening(calendar: Calendar, local: datetime, now: datetime) -> Mapping[str, str]:
    """Whether we are open, until or from when, and the usual hours, in words (local time)."""
    following = calendar.next_open(now)
    if calendar.is_open(now):
        spans = calendar.open_spans(now, now.replace(hour=23, minute=59))
        until = spans[0].closes.astimezone(local.tzinfo) if spans else local
        today = f"We close at {clock_time(until)} today."
        return {"state": "open now", "today": today, "usual": usual_hours(calendar)}
    if following is None:
        return {"state": "closed", "today": "", "usual": usual_hours(calendar)}
    opens = following.astimezone(local.tzinfo)
    when = day(opens.date(), local.date())
    today = f"We open at {clock_time(opens)} {when if when in ('today', 'tomorrow') else f'on {when}'}."
    return {"state": "closed now", "today": today, "usual": usual_hours(calendar)}


def _is_proven(turning: Turning) -> bool:
    return turning.message is None or turning.message.proven


def usual_hours(calendar: Calendar) -> str:
    """The hours of an ordinary week, days with the same hours together: `Mon to Fri 8am to 6pm, Sat 9am to 1pm`."""
    hours = [day_hours(spans) for spans in calendar.week]
    runs: list[list[int]] = []
    for number, text in enumerate(hours):
        if runs and hours[runs[-1][0]] == text:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [(_named(run), hours[run[0]]) for run in runs if hours[run[0]]]
    return ", ".join(f"{days} {text}" for days, text in named)


def day_hours(spans: Any) -> str:
    return " and ".join(f"{_minute(span.opens)} to {_minute(span.closes)}" for span in spans)


def _minute(minute: int) -> str:
    return clock_time(datetime.combine(date.min, time(minute // 60 % 24, minute % 60)))


def _named(run: list[int]) -> str:
    return DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]} to {DAYS[run[-1]]}"
