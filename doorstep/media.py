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
from store.media import Wanted

log = logging.getLogger(__name__)

MOST_TRIES = 6


class MediaKeeper:
    """Keeps what tenants attach."""

    def __init__(self, store: Store, connectors: Mapping[Channel, Connector], files: Files, now: Now) -> None:
        self.store = store
        self.connectors = connectors
        self.files = files
        self.now = now

    async def keep_some(self) -> int:
        """Fetch what is wanted; how many there were."""
        wanted = await self.store.read(media.wanted, 4)
        for one in wanted:
            await self._keep(one)
        return len(wanted)

    async def _keep(self, one: Wanted) -> None:
        try:
            fetched = await self.connectors[one.channel].fetch(one.url)
        except SendFailed as failure:
            lost = failure.permanent or one.attempts + 1 >= MOST_TRIES
            log.warning("an attachment could not be fetched", extra={"media": one.id, "lost": lost})
            wait = timedelta(seconds=2 ** (one.attempts + 1))
            await self.store.write(media.postpone, one.id, self.now() + wait, failure.why, lost)
            return
        sha256 = await asyncio.to_thread(self.files.keep, fetched.content)
        kind = _type_of(fetched)
        await self.store.write(media.keep, one.id, sha256, len(fetched.content), kind)


def _type_of(fetched: Fetched) -> str:
    """The type that the content shows; what it does not show is only a file."""
    kind = filetype.guess(fetched.content)
    return str(kind.mime) if kind else "application/octet-stream"
