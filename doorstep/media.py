"""Attachments: fetched from the provider, told by their content what they are, kept as files under their hash."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

import filetype

from connectors.base import Connector, Fetched, SendFailed
from model.channel import Channel
from model.ports import Now
from store import media
from store.database import Store
from store.files import Files
from store.media import Kept, Wanted

log = logging.getLogger(__name__)

#: over about an hour
MOST_TRIES = 11
AT_ONCE = 4


class MediaKeeper:
    """Keeps what tenants attach."""

    def __init__(self, store: Store, connectors: Mapping[Channel, Connector], files: Files, now: Now) -> None:
        self.store = store
        self.connectors = connectors
        self.files = files
        self.now = now

    async def keep_some(self) -> int:
        """Fetch what is wanted; how many there were."""
        taken = await self.store.write(media.take, AT_ONCE)
        await asyncio.gather(*(self._keep(one) for one in taken))
        return len(taken)

    async def _keep(self, one: Wanted) -> None:
        try:
            kept = await self._fetched(one)
        except SendFailed as failure:
            lost = failure.permanent or one.attempt >= MOST_TRIES
            log.warning("an attachment could not be fetched", extra={"media": one.id, "lost": lost})
            wait = timedelta(seconds=2 ** min(one.attempt, MOST_TRIES))
            await self.store.write(media.postpone, one, self.now() + wait, failure.why, lost)
        else:
            await self.store.write(media.keep, one, kept)

    async def _fetched(self, one: Wanted) -> Kept:
        """It is on disk. Raises `SendFailed`, also for what nobody foresaw."""
        try:
            fetched = await self.connectors[one.channel].fetch(one.url)
            sha256 = await asyncio.to_thread(self.files.keep, fetched.content)
        except SendFailed:
            raise
        except Exception as error:  # noqa: BLE001 - one attachment may not stop the others, nor be tried for ever
            log.exception("an attachment could not be kept", extra={"media": one.id})
            raise SendFailed(f"it could not be kept: {type(error).__name__}") from error
        return Kept(sha256, len(fetched.content), _type_of(fetched))


def _type_of(fetched: Fetched) -> str:
    """The type that the content shows; what it does not show is only a file."""
    kind = filetype.guess(fetched.content)
    return str(kind.mime) if kind else "application/octet-stream"
