"""A mail server of the landlord's, begun once for all tests of a module."""

from collections.abc import Callable, Iterator

import pytest
from aiohttp import ClientSession

from connectors.base import Around
from connectors.email import Email, connect
from model.channel import Channel
from store.files import Files
from tests.mail_servers import PASSWORD, Dovecot, NotInstalled, Postfix

LANDLORD = "enquiries@homes.example.org"
ADA = "ada.moss@example.org"


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot([LANDLORD, ADA]) as server:
        yield server


@pytest.fixture(scope="module")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    try:
        server = Postfix(dovecot)
    except NotInstalled as error:
        if "root" not in str(error):
            raise
        pytest.skip(str(error))
    with server:
        yield server


@pytest.fixture
async def email(dovecot: Dovecot, tmp_path) -> Callable[..., Email]:
    """Makes the channel out of settings as they stand in `config/channels.toml`, for a mailbox that is emptied."""
    async with ClientSession() as session:
        around = Around(session, "https://homes.example.org", Files(tmp_path), {"PASSWORD": PASSWORD}, Channel.EMAIL)

        def make(**given: object) -> Email:
            return connect(around.of(Channel.EMAIL, _settings(dovecot) | given))

        yield make


def _settings(dovecot: Dovecot) -> dict[str, object]:
    return {
        "address": LANDLORD,
        "name": "Homes enquiries",
        "imap_host": "127.0.0.1",
        "imap_port": dovecot.port,
        "imap_tls": "plain",
        "imap_password": "$PASSWORD",
        "smtp_host": "127.0.0.1",
        "smtp_port": 1,
        "smtp_tls": "plain",
        "secret": "a-secret-for-tests-only",
        "first": "all",
    }
