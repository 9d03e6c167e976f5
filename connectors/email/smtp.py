"""A mail handed to the landlord's SMTP server, and what its answers mean: RFC 5321, 4.2.1.

4xx: not now. 5xx: never. Silence before the mail itself was sent: it has nothing. Silence after that: it may have it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from email.message import EmailMessage
from ssl import SSLContext

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
)

from connectors.base import SendFailed
from connectors.email.account import Server
from connectors.email.writing import on_the_wire

#: for each answer; with those below less than the minute after which the outbox holds a send for lost
SECONDS = 12.0
#: for all answers before the mail itself
ENVELOPE_SECONDS = 25.0
QUIT_SECONDS = 2.0
PERMANENT = 500


async def hand_over(server: Server, mail: EmailMessage, sender: str, to: str, seconds: float = SECONDS) -> None:
    """Returns once the server has taken it; it has `seconds` for each answer. Raises `SendFailed`."""
    content = on_the_wire(mail)
    async with AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(ENVELOPE_SECONDS):
                client = await stack.enter_async_context(_connected(server, seconds))
                await client.mail(sender)
                await client.rcpt(to)
        except (SMTPException, OSError) as error:
            raise _failed(error) from error
        try:
            await client.data(content)
        except SMTPResponseException as error:
            raise _failed(error) from error
        except (SMTPException, OSError) as error:
            raise SendFailed("the mail server did not say whether it took the mail", uncertain=True) from error


async def knock(server: Server) -> None:
    """Connect and sign in, and no more. Raises `SendFailed`."""
    async with _connected(server, SECONDS):
        pass


@asynccontextmanager
async def _connected(server: Server, seconds: float) -> AsyncIterator[SMTP]:
    client = SMTP(
        hostname=server.host,
        port=server.port,
        timeout=seconds,
        use_tls=server.tls == "tls",
        start_tls=server.tls == "starttls",
        tls_context=_context(server),
    )
    try:
        try:
            await client.connect()
            if server.user:
                await client.login(server.user, server.password)
        except (SMTPException, OSError, ValueError) as error:
            raise _not_let_in(error) from error
        yield client
        with suppress(SMTPException, OSError):
            await client.quit(timeout=QUIT_SECONDS)
    finally:
        client.close()


def _context(server: Server) -> SSLContext | None:
    try:
        return server.context()
    except OSError as error:
        raise SendFailed(f"the certificates at {server.ca} cannot be read") from error


def _not_let_in(error: Exception) -> SendFailed:
    """Whatever keeps us out is about us and not about the mail: it is tried again once somebody has mended it."""
    if isinstance(error, SMTPAuthenticationError):
        return SendFailed(f"the mail server does not know this user or password ({error.code})")
    if isinstance(error, SMTPNotSupported) or type(error) is SMTPException:
        return SendFailed("the mail server does not offer what smtp_tls or smtp_user asks for")
    code = f" ({error.code})" if isinstance(error, SMTPResponseException) else ""
    return SendFailed(f"the mail server cannot be reached: {type(error).__name__}{code}")


def _failed(error: Exception) -> SendFailed:
    if isinstance(error, SMTPResponseException):
        who = "the address" if isinstance(error, SMTPRecipientRefused) else "the mail"
        return SendFailed(f"the mail server refused {who} ({error.code})", permanent=error.code >= PERMANENT)
    if isinstance(error, SMTPNotSupported):
        return SendFailed("the mail server cannot write to such an address", permanent=True)
    return SendFailed(f"the connection to the mail server broke: {type(error).__name__}")
