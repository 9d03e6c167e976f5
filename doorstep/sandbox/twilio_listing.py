"""Twilio's Message resource as its API shows it, and lists of it, page by page. Pure.

Twilio, "Messages resource": filtered by To, From and the day of sending, the newest first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from doorstep.sandbox.devices import Entry

#: where messages are, below whatever stands in for https://api.twilio.com
MESSAGES = "/2010-04-01/Accounts/{account}/Messages.json"
MOST_IN_PAGE = 1000
#: a list can be narrowed down to a day, to those before it and to those after it
DAYS: Mapping[str, Callable[[date, date], bool]] = {
    "DateSent": lambda sent, day: sent == day,
    "DateSent<": lambda sent, day: sent <= day,
    "DateSent>": lambda sent, day: sent >= day,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One message with its two ends as Twilio writes them."""

    entry: Entry
    sender: str
    to: str

    def resource(self, account: str) -> dict[str, Any]:
        """The message as Twilio's API shows it."""
        entry, created = self.entry, format_datetime(self.entry.at)
        place = f"/2010-04-01/Accounts/{account}/Messages/{entry.id}"
        nothing = dict.fromkeys(("error_code", "error_message", "messaging_service_sid", "price"))
        ours = entry.direction == "in"
        return nothing | {
            "sid": entry.id,
            "account_sid": account,
            "api_version": "2010-04-01",
            "direction": "outbound-api" if ours else "inbound",
            "from": self.sender,
            "to": self.to,
            "body": entry.text,
            "status": entry.state if ours else "received",
            "date_created": created,
            "date_sent": None if entry.state == "queued" else created,
            "date_updated": created,
            "num_media": "0",
            "num_segments": "1",
            "price_unit": "GBP",
            "subresource_uris": {"media": f"{place}/Media.json"},
            "uri": f"{place}.json",
        }


def wanted(every: Sequence[Listed], query: Mapping[str, str]) -> list[Listed]:
    """Those that the query asks for, the newest first."""
    return [one for one in sorted(every, key=lambda one: one.entry.at)[::-1] if _fits(one, query)]


def _fits(one: Listed, query: Mapping[str, str]) -> bool:
    ends = query.get("To", one.to) == one.to and query.get("From", one.sender) == one.sender
    sent = one.entry.at.date()
    return ends and all(fits(sent, _day(query[name], sent)) for name, fits in DAYS.items() if name in query)


def _day(written: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return otherwise


def page(account: str, query: Mapping[str, str], messages: Sequence[Listed]) -> dict[str, Any]:
    """The page of the list that the query asks for, as Twilio shapes it."""
    number, size = _whole(query, "Page", 0), min(_whole(query, "PageSize", 50) or 1, MOST_IN_PAGE)
    first, last = number * size, min((number + 1) * size, len(messages))
    kept = {name: query[name] for name in ("To", "From", *DAYS) if name in query}

    def uri(page: int) -> str:
        return f"{MESSAGES.format(account=account)}?{urlencode({**kept, 'PageSize': size, 'Page': page})}"

    return {
        "uri": uri(number),
        "first_page_uri": uri(0),
        "previous_page_uri": uri(number - 1) if number else None,
        "next_page_uri": uri(number + 1) if last < len(messages) else None,
        "page": number,
        "page_size": size,
        "start": first,
        "end": max(last - 1, 0),
        "messages": [one.resource(account) for one in messages[first:last]],
    }


def _whole(query: Mapping[str, str], name: str, otherwise: int) -> int:
    written = query.get(name, "")
    return int(written) if written.isascii() and written.isdigit() else otherwise
