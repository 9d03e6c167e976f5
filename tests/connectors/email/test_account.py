"""What stands under `[email]`: without it the channel is off, and who set it up is told what to write."""

import pytest

from connectors.base import Around, NotSet, SendFailed
from connectors.email import connect
from model.channel import Channel
from store.files import Files
from tests.connectors.email.mails import payload

SETTINGS = {
    "address": "enquiries@homes.example.org",
    "imap_host": "mail.example.org",
    "imap_password": "$IMAP",
    "smtp_host": "mail.example.org",
    "secret": "$SECRET",
}
ENVIRONMENT = {"IMAP": "a password", "SECRET": "a-secret-for-tests-only"}


@pytest.fixture
def made(tmp_path):
    """Makes the channel of these settings."""

    def make(environment=ENVIRONMENT, **given):
        around = Around(
            None, "https://homes.example.org", Files(tmp_path), environment, Channel.EMAIL, SETTINGS | given
        )
        return connect(around)

    return make


def test_what_is_not_written_is_as_usual(made):
    account = made().account
    assert (account.imap.port, account.imap.tls, account.smtp.port, account.smtp.tls) == (993, "tls", 465, "tls")
    assert account.imap.user == account.smtp.user == account.address
    assert account.smtp.password == "a password"
    assert not account.from_the_beginning


def test_a_server_that_asks_nobody_is_told_nothing(made):
    assert made(smtp_user="none").account.smtp.user == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"address": ""}, "address"),
        ({"address": "enquiries"}, "write it like"),
        ({"imap_host": ""}, "imap_host"),
        ({"smtp_host": ""}, "smtp_host"),
        ({"imap_tls": "ssl"}, "write one of tls"),
        ({"smtp_tls": "plain"}, "over a network"),
        ({"smtp_port": "smtps"}, "no port"),
        ({"secret": "short"}, "16 characters"),
        ({"first": "some"}, "write one of new, all"),
        ({"environment": {"SECRET": ENVIRONMENT["SECRET"]}}, "IMAP is missing"),
        ({"environment": {"IMAP": "a password"}}, "SECRET is missing"),
    ],
)
def test_without_what_it_needs_the_channel_is_off(made, given, said):
    with pytest.raises(NotSet, match=said):
        made(**given)


async def test_an_attachment_is_taken_out_of_the_mail_that_was_kept(made):
    email = made()
    kept = email.files.keep(payload("photo"))
    assert (await email.fetch(f"mail:{kept}/3")).content == b"This is a letter."
    assert (await email.fetch(f"mail:{kept}/0")).content == payload("photo")


@pytest.mark.parametrize(
    "url",
    ["https://example.org/x", "mail:../../etc/passwd", f"mail:{'a' * 64}/1", "mail:KEPT/9", "mail:KEPT/x", "mail:/1"],
)
async def test_nothing_else_is_an_attachment(made, url):
    email = made()
    with pytest.raises(SendFailed) as failed:
        await email.fetch(url.replace("KEPT", email.files.keep(payload("photo"))))
    assert failed.value.permanent
