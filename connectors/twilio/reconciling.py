"""Messages whose webhook never reached us, since we were away: found in Twilio's own list, at the start and every few
minutes. Twilio does not post again what nobody took.

What the webhooks brought is handed in once more and is the same message by its id; nothing is handed in twice by this.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import orjson

from connectors.base import Intake, Unreadable
from connectors.twilio.messages import Listed, Messages
from model.changing import changed
from model.channel import Channel
from model.message import Inbound, Unread
from model.ports import Now

EVERY = timedelta(minutes=3)
#: at the very first start, what came shortly before it counts as missed
FIRST = timedelta(hours=1)
#: looked at once more, since a list may show a message late
MARGIN = timedelta(minutes=10)
#: a message so new may still be on its way to us
ON_ITS_WAY = timedelta(minutes=1)
#: kept in one transaction
AT_ONCE = 100

#: the message in these fields, which are a webhook's; raises `Unreadable`
Reading = Callable[[Mapping[str, str]], Inbound]


class Reconciler:
    """Hands in what came to one number."""

    def __init__(self, channel: Channel, messages: Messages, to: str, read: Reading, now: Now) -> None:
        self.channel = channel
        self.messages = messages
        self.to = to
        self.read = read
        self.now = now
        #: when each that was handed in lately was sent
        self._known: dict[str, datetime] = {}

    async def run(self, intake: Intake) -> None:
        """Until cancelled. Raises `SendFailed` where Twilio cannot be asked."""
        while True:
            await self.once(intake)
            await asyncio.sleep(EVERY.total_seconds())

    async def once(self, intake: Intake) -> int:
        """Hand in what is missing, the oldest first; how many there were. Raises `SendFailed`."""
        cursor = await intake.cursor()
        newest = datetime.fromisoformat(cursor) if cursor else self.now() - FIRST
        found = await self._found(newest - MARGIN)
        for start in range(0, len(found), AT_ONCE):
            some = found[start : start + AT_ONCE]
            newest = max(newest, some[-1][0])
            await intake.keep([await self._inbound(at, one) for at, one in some], newest.isoformat())
            self._known |= {str(one.get("sid")): at for at, one in some}
        if not (cursor or found):
            await intake.keep([], newest.isoformat())
        self._known = {sid: at for sid, at in self._known.items() if at >= newest - MARGIN}
        return len(found)

    async def _found(self, since: datetime) -> Sequence[tuple[datetime, Listed]]:
        """When each was sent, and what: not handed in before, and no longer on its way."""
        until = self.now() - ON_ITS_WAY
        listed = await self.messages.received(self.to, since)
        fresh = [(at, one) for at, one in listed if at <= until and str(one.get("sid")) not in self._known]
        return sorted(reversed(fresh), key=lambda found: found[0])

    async def _inbound(self, at: datetime, one: Listed) -> Inbound | Unread:
        try:
            return changed(self.read(await self._fields(one)), provider_time=at)
        except Unreadable as error:
            return Unread(self.channel, str(error), orjson.dumps(one))

    async def _fields(self, one: Listed) -> dict[str, str]:
        """A listed message as its webhook would have told it."""
        fields = {"MessageSid": str(one.get("sid") or ""), "From": str(one.get("from") or "")}
        fields["Body"] = str(one.get("body") or "")
        media = await self._media(one)
        fields["NumMedia"] = str(len(media))
        for at, (address, kind) in enumerate(media):
            fields |= {f"MediaUrl{at}": address, f"MediaContentType{at}": kind}
        return fields

    async def _media(self, one: Listed) -> Sequence[tuple[str, str]]:
        if one.get("num_media") in (None, "", "0"):
            return ()
        return await self.messages.media(str(one.get("sid")))
