"""A reply as a mail: in its thread, plainly laid out, and such that no machine answers a machine. Pure."""

import html
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from connectors.email.account import Account
from connectors.email.reading import ANSWER
from connectors.email.token import Tokens
from model.message import Author, Outbound

#: RFC 5322, 2.1.1 asks for short lines, so that not all that is answered is named
MOST_REFERENCES = 10
#: RFC 5322, 2.1.1: a message id longer than a usual line may not be broken, nor written in any other way
WHOLE_LINES = SMTP.clone(max_line_length=998)
#: where the thread has no subject
SUBJECT = "Your message"


def written(reply: Outbound, account: Account, now: datetime) -> EmailMessage:
    """The mail. Raises `ValueError` where the address is none."""
    tokens = Tokens(account)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((account.name, account.address))
    mail["To"] = reply.to
    mail["Reply-To"] = formataddr((account.name, tokens.answer_to(reply.thread)))
    mail["Subject"] = f"Re: {ANSWER.sub('', _in_one_line(reply.subject)) or SUBJECT}"
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = tokens.message_id(reply.public_id, reply.thread)
    answers = [id for id in reply.answers if id.startswith("<")][:MOST_REFERENCES]
    if answers:
        mail["In-Reply-To"] = answers[0]
        mail["References"] = " ".join(reversed(answers))
    if reply.author is Author.BOT:
        # RFC 3834, 5; and for Exchange MS-OXCMAIL, 2.2.3.2.14
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mail.set_content(reply.text)
    mail.add_alternative(_page(reply.text), subtype="html")
    return mail


def on_the_wire(mail: EmailMessage) -> bytes:
    """The mail as servers pass it on."""
    return mail.as_bytes(policy=WHOLE_LINES)


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


def _page(text: str) -> str:
    """The same with paragraphs that are as wide as the reader likes."""
    paragraphs = [html.escape(one).replace("\n", "<br>\n") for one in text.split("\n\n")]
    body = "\n".join(f"<p>{one}</p>" for one in paragraphs)
    style = "font-family: sans-serif; font-size: 16px; line-height: 1.5"
    return f'<!DOCTYPE html>\n<html lang="en"><body style="{style}">\n{body}\n</body></html>\n'
