"""The landlord's mailbox in memory, read by IMAP on this machine alone: pymap's server within our own loop."""

import asyncio
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Identity, Login
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata

INBOX = "INBOX"


class Mailbox:
    """One mailbox, empty at the start and gone in the end."""

    def __init__(self, user: str, password: str, port: int) -> None:
        self.port = port
        self.config = Config(
            Namespace(passlib_cfg=None),
            host="127.0.0.1",
            port=port,
            tls_enabled=False,
            proxy_protocol=ProxyProtocolNoop(),
            demo_data=False,
            demo_user=user,
            demo_password=password,
        )
        self.login = Login(self.config)
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def _identity(self) -> Identity:
        return self.login.demo_user_identity

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """It can be read within this. Raises `OSError` where its port is taken."""
        secret = await Passwords(self.config).hash_password(self.config.demo_password)
        await self._identity.set(UserMetadata(self.config, self.config.demo_user, password=secret))
        server = await asyncio.start_server(self._talk, "127.0.0.1", self.port)
        try:
            yield
        finally:
            server.close()
            for talk in self._talks:
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    async def deliver(self, raw: bytes, at: datetime) -> None:
        """Put a mail into the inbox, received at this instant (UTC)."""
        async with self._identity.new_session() as session:
            inbox = await session.mailbox_set.get_mailbox(INBOX)
            await inbox.append(AppendMessage(raw, at, frozenset()), recent=True)

    async def _talk(self, reader: StreamReader, writer: StreamWriter) -> None:
        """One connection."""
        talk = asyncio.current_task()
        assert talk is not None, "asyncio calls this in a task"
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)
        whole: Any = _Whole(writer)
        await IMAPServer(self.login, self.config)(reader, whole, SocketInfo.get(writer, None))


class _Whole:
    """A writer that sends each response in one piece: to some clients that idle, half a line is a broken one."""

    def __init__(self, writer: StreamWriter) -> None:
        self._writer = writer
        self._waiting = bytearray()

    def write(self, some: bytes) -> None:
        self._waiting += some

    async def drain(self) -> None:
        whole, self._waiting = bytes(self._waiting), bytearray()
        self._writer.write(whole)
        await self._writer.drain()

    def close(self) -> None:
        self._writer.close()
