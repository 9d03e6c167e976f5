"""A mail server on this machine alone that takes what the system sends and shows it on a device: aiosmtpd's."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# aiosmtpd writes down who writes to whom, and that its own parts are growing old
logging.getLogger("mail.log").setLevel(logging.ERROR)

#: told of each mail: to whom, and what
Took = Callable[[str, bytes], None]


class Relay:
    """Takes mail from whoever knows the password."""

    def __init__(self, user: str, password: str, port: int, took: Took) -> None:
        self.known = LoginPassword(user.encode(), password.encode())
        self.port = port
        self.took = took

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Mail is taken within this. Raises `OSError` where the port is taken."""
        loop = asyncio.get_running_loop()
        talks: WeakSet[SMTP] = WeakSet()

        def talk() -> SMTP:
            smtp = SMTP(
                self,
                loop=loop,
                hostname="localhost",
                enable_SMTPUTF8=True,
                auth_require_tls=False,
                authenticator=self._knows,
            )
            talks.add(smtp)
            return smtp

        server = await loop.create_server(talk, "127.0.0.1", self.port)
        try:
            yield
        finally:
            server.close()
            for one in talks:
                if one.transport is not None:
                    one.transport.close()
            await server.wait_closed()

    def _knows(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object) -> AuthResult:
        return AuthResult(success=given == self.known, handled=False)

    async def handle_MAIL(  # noqa: N802, PLR0913 - aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """What aiosmtpd calls with each sender. RFC 4954, 6: who has to show who they are is told so."""
        if self.known.login and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """What aiosmtpd calls with each mail."""
        content = envelope.content
        for to in envelope.rcpt_tos:
            self.took(to, content if isinstance(content, bytes) else (content or "").encode())
        return "250 OK"
