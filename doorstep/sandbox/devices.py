"""What is on the devices: one thread for each address on each channel, kept in memory and never on disk."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from model.channel import Channel
from model.ports import Now

MOST_ENTRIES = 500


@dataclass(slots=True)
class Entry:
    """One message on a device."""

    seq: int
    channel: Channel
    #: of the device
    address: str
    #: as the device sees it: "out" was written on it, "in" came to it
    direction: str
    text: str
    #: UTC
    at: datetime
    state: str
    #: the provider's
    id: str
    subject: str = ""
    #: what can be tapped beneath it
    buttons: tuple[str, ...] = ()
    #: what the provider needs besides, to list the message or to thread an answer
    more: dict[str, str] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """As the page reads it."""
        return {
            "seq": self.seq,
            "direction": self.direction,
            "text": self.text,
            "at": self.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "state": self.state,
            "subject": self.subject,
            "buttons": list(self.buttons),
        }


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote on a device."""

    channel: Channel
    address: str
    text: str
    subject: str = ""
    #: the number of the message it answers, or whose button was tapped; 0 for none
    answers: int = 0
    #: the label of the tapped button
    tapped: str = ""


class Devices:
    """All threads. `names` says whose an address is."""

    def __init__(self, now: Now, names: Mapping[str, str]) -> None:
        self.now = now
        self.names = names
        #: what counts up begins here: a page that was open before a restart must not take new messages for old ones
        self.first = int(now().timestamp())
        self._threads: dict[tuple[Channel, str], list[Entry]] = {}

    def thread(self, channel: Channel, address: str) -> list[Entry]:
        """What is on one device, the oldest first."""
        return self._threads.get((channel, address), [])

    def every(self, channel: Channel) -> Iterator[Entry]:
        """What is on all devices of a channel, device by device."""
        for (its, _), entries in self._threads.items():
            if its is channel:
                yield from entries

    def answered(self, written: Written) -> Entry | None:
        """The message that this one answers."""
        thread = self.thread(written.channel, written.address)
        return next((entry for entry in thread if entry.seq == written.answers), None)

    def wrote(self, written: Written, id_: str) -> Entry:
        """Keep what was written on a device."""
        entry = self._entry(written.channel, written.address, "out", written.tapped or written.text, "sending", id_)
        entry.subject = written.subject
        return entry

    def got(self, channel: Channel, address: str, text: str, id_: str, state: str = "delivered") -> Entry:
        """Keep what came to a device."""
        return self._entry(channel, address, "in", text, state, id_)

    def _entry(self, channel: Channel, address: str, direction: str, text: str, state: str, id_: str) -> Entry:  # noqa: PLR0913
        thread = self._threads.setdefault((channel, address), [])
        seq = thread[-1].seq + 1 if thread else self.first
        entry = Entry(seq, channel, address, direction, text, self.now(), state, id_)
        thread.append(entry)
        del thread[:-MOST_ENTRIES]
        return entry


def new_id(prefix: str) -> str:
    """An id as providers give them: 32 hexadecimal figures."""
    return f"{prefix}{secrets.token_hex(16)}"
