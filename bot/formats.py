"""Money, days and times as a tenant reads them."""

import re
from datetime import date, datetime, timedelta

#: E.164: a country's code and at most fifteen figures in all
NUMBER = re.compile(r"\+[1-9]\d{7,14}")


def money(pence: int) -> str:
    """Pounds and pence, such as £1,204.50."""
    return f"£{pence / 100:,.2f}"


def day(on: date, today: date) -> str:
    """A day as people say it: today, tomorrow, or Thursday 3 December; the year only where it differs."""
    if on == today:
        return "today"
    if on == today + timedelta(days=1):
        return "tomorrow"
    written = f"{on:%A} {on.day} {on:%B}"
    return written if on.year == today.year else f"{written} {on.year}"


def clock_time(at: datetime) -> str:
    """A time of day such as 9am, 4:30pm, 12 noon (local time)."""
    if (at.hour, at.minute) == (12, 0):
        return "12 noon"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime, now: datetime) -> str:
    """When, for the tenant: "by 4:30pm today" without the "by" (local times)."""
    return (
        f"{clock_time(at)} {day(at.date(), now.date())}"
        if at.date() <= now.date() + timedelta(days=1)
        else (f"{clock_time(at)} on {day(at.date(), now.date())}")
    )


def national(number: str) -> str:
    """A telephone number as it is dialled at home: +447700900000 as 07700 900000."""
    if not number.startswith("+44"):
        return number
    local = f"0{number[3:]}"
    return f"{local[:5]} {local[5:]}"


def international(written: str) -> str | None:
    """A telephone number as providers write it (E.164), however it was typed; None where it is none.

    One that begins with a single 0 is of this country: 07700 900000 is +447700900000.
    """
    digits = re.sub(r"[\s().-]", "", written)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+44{digits[1:]}"
    return digits if NUMBER.fullmatch(digits) else None
