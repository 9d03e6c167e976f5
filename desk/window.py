"""How long a channel takes free messages after the tenant's last one; pure."""

from datetime import datetime

from model.channel import Capabilities


def open_until(last_in_at: datetime | None, can: Capabilities) -> datetime | None:
    """The end of the window (UTC), which may have passed; None where the channel has none or they never wrote."""
    return None if can.window is None or last_in_at is None else last_in_at + can.window


def is_open(last_in_at: datetime | None, can: Capabilities, now: datetime) -> bool:
    """Whether anything may be sent freely."""
    until = open_until(last_in_at, can)
    return can.window is None or (until is not None and now < until)
