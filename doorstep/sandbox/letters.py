"""Mails as a tenant's mail program writes and shows them. Pure; RFC 5322, 3.6.4 for threads."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from doorstep.sandbox.devices import Entry

#: a thread's mails named in an answer
MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail on its way to the landlord."""

    #: mailbox and name of the tenant
    sender: str
    name: str
    #: of the landlord
    to: str
    message_id: str
    subject: str
    text: str
    at: datetime
    #: what it answers
    answers: Entry | None = None
    #: what the landlord's own server is called where it says whether a sender is proven; empty: it says nothing
    server: str = ""


def written(letter: Letter) -> bytes:
    """The mail, with the one that it answers quoted below, as the landlord's server hands it out."""
    mail = EmailMessage(policy.SMTP)
    if letter.server:
        domain = letter.sender.rpartition("@")[2]
        proven = f"dkim=pass header.d={domain}; spf=pass smtp.mailfrom={letter.sender}; dmarc=pass header.from={domain}"
        mail["Authentication-Results"] = f"{letter.server}; {proven}"
    mail["From"] = Address(letter.name, addr_spec=letter.sender)
    mail["To"] = letter.answers.more.get("answer to", letter.to) if letter.answers else letter.to
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = letter.message_id
    if letter.answers:
        mail["In-Reply-To"] = letter.answers.id
        mail["References"] = _references(letter.answers)
    mail.set_content(letter.text + (_quoted(letter.answers) if letter.answers else ""))
    return mail.as_bytes()


def _references(answered: Entry) -> str:
    earlier = answered.more.get("references", "").split()
    return " ".join([*earlier, answered.id][-MOST_REFERENCES:])


def _quoted(answered: Entry) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in answered.text.splitlines())
    return f"\n\nOn {answered.at:%a, %d %b %Y at %H:%M}, {answered.more.get('from', 'you')} wrote:\n{lines}\n"


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail from the landlord, as a mail program shows it."""

    message_id: str
    subject: str
    text: str
    #: what an answer to it needs
    more: dict[str, str]


def opened(raw: bytes) -> Opened:
    """What is in a mail."""
    mail = message_from_bytes(raw, EmailMessage, policy=policy.default)
    body = mail.get_body(("plain", "html"))
    sender = str(mail.get("From", ""))
    more = {
        "from": sender,
        "answer to": str(mail.get("Reply-To", sender)),
        "references": " ".join(str(mail.get("References", "")).split()),
    }
    text = str(body.get_content()).replace("\r\n", "\n") if body else ""
    return Opened(str(mail.get("Message-ID", "")).strip(), str(mail.get("Subject", "")), text.strip(), more)
