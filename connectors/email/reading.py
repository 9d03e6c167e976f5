"""One fetched mail becomes a message, a receipt, or something that nobody could read. Pure.

The subject is read with the text where it is not only that of an earlier mail, since many write their matter there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.email import automatic, bounce, invitation, winmail
from connectors.email.account import Account
from connectors.email.mail import Mail, message_id, taken_apart
from connectors.email.parts import Part, attached, content, is_too_long, is_winmail, parts, text
from connectors.email.proof import proven
from connectors.email.quoted import new_and_left_out
from connectors.email.token import Tokens
from model.channel import Channel
from model.message import Inbound, Media, Receipt, Threading, Unread

#: ids of earlier mails that are looked up, and characters that are kept of a mail's text
MOST_ANSWERED = 30
MOST_TEXT = 500_000
ANSWER = re.compile(r"^\s*(?:(?:re|aw|odp|sv|antw|rif|ref|res)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
UNPROVEN = "The sender's address was not proven."
SHORTENED = "Shortened, since it is very long: look at the whole mail."
UNKNOWN = "Who sent it cannot be read, so that nobody can be answered: look at the whole mail."
UNCERTAIN_LETTERS = "Some letters may be wrong: the mail does not say rightly how it is written."
SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted", "multipart/encrypted"}
ADDRESSED = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")


@dataclass(frozen=True, slots=True)
class Raw:
    """A mail as it was fetched."""

    content: bytes
    #: the hash under which it is kept
    sha256: str
    #: where it lies: folder, UIDVALIDITY and UID
    at: str
    #: when the landlord's server had it (UTC): RFC 3501, INTERNALDATE
    came: datetime
    #: its Message-ID is that of an earlier, different mail as well
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the mail of one mailbox."""

    account: Account
    tokens: Tokens

    def read(self, raw: Raw) -> Inbound | Receipt | Unread:
        """Raises nothing, whatever it is given, but what a library's own fault raises."""
        mail = taken_apart(raw.content)
        if (receipt := bounce.receipt(mail, self.tokens)) is not None:
            return receipt
        message = self._message(raw, mail)
        if message.address == _unknown(raw) and not message.text and message.media == (_whole(raw),):
            return Unread(Channel.EMAIL, "a mail without a sender and without words", raw.content)
        return message

    def _message(self, raw: Raw, mail: Mail) -> Inbound:
        sender = next(iter(_senders(mail)), "")
        found, too_much = parts(mail)
        flaw = " ".join(filter(None, (mail.flaw, too_much)))
        words, certain = _words(found)
        is_shortened = len(words) > MOST_TEXT or any(map(is_too_long, found))
        threading = self._threading(mail) if sender else Threading(subject=_subject(mail))
        is_proven = self._is_proven(mail)
        us = tuple(filter(None, (self.account.address, self.account.name))) if threading.thread else ()
        parted = _parted(mail.header("subject"), words, us)
        notes = [
            "" if is_proven else UNPROVEN if sender else UNKNOWN,
            _answered_elsewhere(mail, sender),
            flaw,
            "" if certain else UNCERTAIN_LETTERS,
            "Encrypted: it can only be read by whoever has the key." if _is_sealed(found) else "",
            SHORTENED if is_shortened else "",
        ]
        return Inbound(
            Channel.EMAIL,
            sender or _unknown(raw),
            _id(mail, raw),
            parted.new,
            provider_time=raw.came,
            media=_media(raw, found, whole_too=bool(flaw) or not sender or is_shortened),
            name=_name(mail),
            threading=threading,
            whole=parted.whole if parted.whole != parted.new else "",
            automatic=automatic.reason(mail, sender, self.account),
            no_return=not sender or automatic.no_return(mail, sender, self.account),
            note=" ".join(filter(None, notes)),
            proven=is_proven,
            also=parted.also,
        )

    def _threading(self, mail: Mail) -> Threading:
        nearest = [*mail.ids("in-reply-to"), *reversed(mail.ids("references"))]
        answers = tuple(dict.fromkeys(nearest))[:MOST_ANSWERED]
        thread = self.tokens.thread_of(mail.addresses(*ADDRESSED), answers)
        return Threading(thread, answers, _subject(mail))

    def _is_proven(self, mail: Mail) -> bool:
        senders = mail.addresses("from")
        alone = len(senders) == 1 and len(mail.raw("from")) == 1
        return alone and proven(mail, senders[0], self.account.authentication_results)


def _senders(mail: Mail) -> list[str]:
    """Who wrote it, as far as that can be read."""
    written = mail.addresses("from") or mail.written_addresses("from")
    return written or mail.addresses("sender") or mail.addresses("return-path")


def _unknown(raw: Raw) -> str:
    """In place of a sender's address: one that nobody has (RFC 2606, 2), for each mail another."""
    return f"unknown-{raw.sha256[:16]}@sender.invalid"


def _subject(mail: Mail) -> str:
    """What it is about, without what says that it is an answer."""
    return ANSWER.sub("", mail.header("subject"))[:200]


def _answered_elsewhere(mail: Mail, sender: str) -> str:
    """What staff should know where a mail asks for answers to another address."""
    elsewhere = [one for one in mail.addresses("reply-to") if one != sender]
    answered = f"answers go to {sender}" if sender else "it was not"
    return f"It asks to be answered at {elsewhere[0]}; {answered}." if elsewhere else ""


def _id(mail: Mail, raw: Raw) -> str:
    """Its Message-ID, as it is looked for among earlier mails; where there is none or not one alone, where it lies."""
    named = message_id(raw.content)
    return named if mail.ids("message-id") == [named] and not raw.doubled else raw.at


def _name(mail: Mail) -> str:
    """What the sender calls itself, beside the address."""
    return mail.header("from").rpartition("<")[0].strip(' "')[:100]


def _words(found: Sequence[Part]) -> tuple[str, bool]:
    """What is written, in the mail itself, in a `winmail.dat` and in an invitation."""
    words, certain = text(found)
    if not words:
        words = _joined(*(winmail.text(content(one.message)) for one in found if is_winmail(one)))
    invited = (invitation.in_words(content(one.message)) for one in found if one.kind == "text/calendar")
    said = dict.fromkeys(filter(None, invited))
    return _joined(words, *said), certain


@dataclass(frozen=True, slots=True)
class _Words:
    """What of a mail is new, all of it, and what is in neither place to be answered but may be the sender's."""

    new: str
    whole: str
    also: str


def _parted(subject: str, words: str, us: Sequence[str]) -> _Words:
    """With the subject where that says something new: it does not in an answer to a mail of ours."""
    bare = ANSWER.sub("", subject)
    answers = bool(us) and bare != subject
    new, also = new_and_left_out(words, bare, us)
    if new and (answers or not bare or new.lower().startswith(bare.lower())):
        return _Words(new, words[:MOST_TEXT], also)
    return _Words(_joined(bare, new), _joined(bare, words[:MOST_TEXT]), also)


def _joined(*words: str) -> str:
    return "\n\n".join(filter(None, words))


def _media(raw: Raw, found: Sequence[Part], whole_too: bool) -> tuple[Media, ...]:
    media = [Media(f"mail:{raw.sha256}/{one.number}", one.content_type) for one in attached(found)]
    return (_whole(raw), *media) if whole_too else tuple(media)


def _whole(raw: Raw) -> Media:
    """The mail itself as an attachment."""
    return Media(f"mail:{raw.sha256}/0", "message/rfc822")


def _is_sealed(found: Sequence[Part]) -> bool:
    return any(part.kind in SEALED for part in found)
