"""Mails for tests: those in `payloads/email`, and small ones made here."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from connectors.email.account import Account, Server
from connectors.email.reading import Raw, Reader
from connectors.email.token import Tokens
from connectors.email.writing import on_the_wire
from model.message import Inbound, Receipt, Unread

FOLDER = Path(__file__).parent.parent / "payloads" / "email"
NOWHERE = Server("127.0.0.1", 1, "plain")
ACCOUNT = Account(
    address="enquiries@homes.example.org",
    name="Homes enquiries",
    imap=NOWHERE,
    smtp=NOWHERE,
    secret=b"a-secret-for-tests-only",
    authentication_results="mx.homes.example.org",
)
TOKENS = Tokens(ACCOUNT)
STRANGERS = Tokens(replace(ACCOUNT, secret=b"somebody else's secret"))
#: the thread and the reply that the mails in `payloads/email` answer
THREAD = "AZrG0ExampleThreadNumber00000w"
OURS = TOKENS.message_id("reply-1", THREAD)
CAME = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SHA256 = "a" * 64
READER = Reader(ACCOUNT, TOKENS)


def payload(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def read(content: bytes, doubled: bool = False) -> Inbound | Receipt | Unread:
    return READER.read(Raw(content, SHA256, "INBOX/7/12", CAME, doubled))


def captured(name: str) -> Inbound | Receipt | Unread:
    return read(payload(name))


def mail(text: str = "The tap is dripping.", **headers: str | None) -> bytes:
    """A plain mail with other headers: `In_Reply_To=...`; None leaves one out."""
    made = EmailMessage()
    usual = {"Return-Path": "<ada.moss@example.org>", "From": "Ada Moss <ada.moss@example.org>"}
    usual |= {"To": ACCOUNT.address, "Subject": "Kitchen", "Message-ID": "<made-1@example.org>"}
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value is not None:
            made[name] = value
    made.set_content(text)
    return on_the_wire(made)
