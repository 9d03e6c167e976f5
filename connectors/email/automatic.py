"""Mail that no person wrote and that must not be answered by itself: RFC 3834, 2; RFC 5321, 4.5.5; RFC 2919.

The reason is in plain words, for staff. An address such as no-reply@ is none: a tenant may have filled in a form whose
mail comes from there, and what is filed away here waits for nobody.
"""

import re
from collections.abc import Callable, Sequence

from connectors.email.account import Account
from connectors.email.mail import Mail

MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|double-bounce)$")
BULK = re.compile(r"^\s*(?:bulk|list|junk|auto_reply)\s*$", re.IGNORECASE)
LISTS = ("list-id", "list-post", "list-unsubscribe")
#: those that say it in a header of their own
RESPONDERS = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-autoresponder", "x-auto-reply-from")
#: RFC 3834, 5: what a person's mail may say
NOT_SUBMITTED = re.compile(r"\s*no\s*(?:[;(]|$)", re.IGNORECASE)
#: MS-OXCMAIL, 2.2.3.2.14: what the sender wants no automatic mail of
SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b", re.IGNORECASE)
#: those that say it in the subject alone
SUBJECTS = re.compile(
    r"^\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response|responder)|out of (?:the )?office(?: autoreply)?"
    r"|automatische antwort|abwesenheitsnotiz|réponse automatique|odpowiedź automatyczna|autoodpowiedź"
    r"|respuesta automática|risposta automatica)\s*:",
    re.IGNORECASE,
)


def no_return(mail: Mail, sender: str, account: Account) -> bool:
    """No answer can reach anybody: there is no return path, or it leads to a mail system or back to us."""
    local = sender.rpartition("@")[0]
    return _null_sender(mail) or bool(MACHINES.match(local)) or account.is_ours(sender)


def reason(mail: Mail, sender: str, account: Account) -> str:
    """Why it must not be answered by itself; empty where a person seems to have written it."""
    if account.is_ours(sender):
        return "it comes from our own address"
    return next((why for is_so, why in RULES if is_so(mail, sender)), "")


def _null_sender(mail: Mail) -> bool:
    paths = mail.raw("return-path")
    return bool(paths) and paths[0].strip() == "<>"


def _submitted(mail: Mail, _: str) -> bool:
    return any(NOT_SUBMITTED.match(value) is None for value in mail.raw("auto-submitted"))


def _report(mail: Mail, _: str) -> bool:
    return mail.message.get_content_type() == "multipart/report"


def _from_a_machine(mail: Mail, sender: str) -> bool:
    return _null_sender(mail) or bool(MACHINES.match(sender.rpartition("@")[0]))


def _responder(mail: Mail, _: str) -> bool:
    return any(mail.raw(name) for name in RESPONDERS) or bool(SUBJECTS.match(mail.header("subject")))


def _list(mail: Mail, _: str) -> bool:
    return any(mail.raw(name) for name in LISTS)


def _bulk(mail: Mail, _: str) -> bool:
    return any(BULK.match(value) for value in mail.raw("precedence"))


def _suppressed(mail: Mail, _: str) -> bool:
    return any(SUPPRESSED.search(value) for value in mail.raw("x-auto-response-suppress"))


RULES: Sequence[tuple[Callable[[Mail, str], bool], str]] = (
    (_report, "a mail system's report on another mail"),
    (_submitted, "an automatic reply"),
    (_responder, "an automatic reply"),
    (_from_a_machine, "sent by a mail system, which reads no answers"),
    (_list, "sent to a mailing list"),
    (_bulk, "sent to many at once"),
    (_suppressed, "its sender asks for no automatic answers"),
)
