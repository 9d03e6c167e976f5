"""An invitation in a mail (RFC 5545, RFC 6047), in a few words, so that nobody must open a file to know of it."""

from collections.abc import Iterable

from icalendar import Calendar, Component

#: larger ones are only attached, in bytes
MOST = 100_000


def in_words(content: bytes) -> str:
    """Such as "Invitation: Boiler check, 2026-12-01 10:00, 14 Mill Rise"; empty where it cannot be read."""
    if len(content) > MOST:
        return ""
    try:
        calendar = Calendar.from_ical(content)
        event = next(iter(calendar.walk("VEVENT")), None)
        return "" if event is None else _said(str(calendar.get("METHOD", "")), _facts(event))
    except Exception:  # noqa: BLE001 - the library promises nothing about what is broken
        return ""


def _facts(event: Component) -> Iterable[str]:
    begins = event.get("DTSTART")
    yield str(event.get("SUMMARY", ""))[:200]
    yield str(begins.dt)[:16] if begins is not None else ""
    yield str(event.get("LOCATION", ""))[:200]


def _said(method: str, facts: Iterable[str]) -> str:
    kind = {"CANCEL": "Invitation cancelled", "REPLY": "Answer to an invitation"}.get(method.upper(), "Invitation")
    return f"{kind}: {', '.join(' '.join(fact.split()) for fact in facts if fact)}"
