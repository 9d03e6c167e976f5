"""What Twilio's error codes mean: in plain words for staff, and whether another address of the person may work.

Twilio, "Error and warning dictionary". Twilio changes causes now and then: a code that is not here is told as a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.base import OptedOut, SendFailed


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one code means."""

    words: str
    #: another address of the person may work
    elsewhere: bool = False
    #: it may work later, whatever the status of the answer says
    passing: bool = False
    #: the person told Twilio that they want nothing more at this address
    opted_out: bool = False


def _person(words: str) -> Meaning:
    """It is about this address of this person."""
    return Meaning(words, elsewhere=True)


def _ours(words: str) -> Meaning:
    """It is about our account or our message, and would be the same at another number."""
    return Meaning(words)


MEANINGS: Mapping[str, Meaning] = {
    # refused when handed over
    "21211": _person("the number is not a phone number"),
    "21408": _ours("the account may not send to this country; allow it in Twilio's console, 'Geo permissions'"),
    "21606": _person("the number that we send from cannot send to this one"),
    "21608": _ours("an account on trial sends to confirmed numbers alone"),
    "21610": Meaning("they opted out of messages from this number", elsewhere=True, opted_out=True),
    "21611": Meaning("too many texts wait at Twilio already", passing=True),
    "21612": _person("Twilio has no way from our number to theirs"),
    "21614": _person("the number is not a mobile phone"),
    "21617": _ours("the text is too long"),
    "21635": _person("the number is a landline"),
    "21655": _ours("the template does not exist; see `template` in config/channels.toml"),
    "21656": _ours("the template does not take this text"),
    "21659": _ours("the number that we send from is not the account's; see `number` in config/channels.toml"),
    "21660": _ours("the number that we send from is another account's; see `number` in config/channels.toml"),
    # undelivered later: texts
    "30001": Meaning("too many texts wait at Twilio already", elsewhere=True, passing=True),
    "30002": _ours("Twilio has suspended the account"),
    "30003": _person("the phone is off, has no signal or cannot get texts"),
    "30004": _person("their phone or their network blocks our texts"),
    "30005": _person("the number is not in use"),
    "30006": _person("the number is a landline, or its network cannot be reached"),
    "30007": _person("their network took the text for spam"),
    "30008": _person("their network did not deliver it and does not say why"),
    "30044": _ours("the text is too long for an account on trial"),
    "30410": Meaning("their network did not answer in time", elsewhere=True, passing=True),
    # WhatsApp
    "63003": _person("the number does not use WhatsApp"),
    "63007": _ours("WhatsApp does not know the number that we send from; see `number` in config/channels.toml"),
    "63012": Meaning("WhatsApp failed", elsewhere=True, passing=True),
    "63013": _person("WhatsApp says that this message is against its rules"),
    "63016": _person("they wrote more than 24 hours ago, so that WhatsApp takes approved templates alone"),
    "63018": Meaning("WhatsApp takes fewer messages at once", elsewhere=True, passing=True),
    "63015": _person("they have not joined Twilio's sandbox for WhatsApp"),
    "63020": _ours("Twilio's invitation has not been accepted at Meta"),
    "63021": _person("WhatsApp does not take such content"),
    "63024": _person("WhatsApp cannot reach this number"),
    "63027": _person("the template is not approved in this language"),
    "63028": _person("the template has another number of places to fill in"),
    "63032": _person("WhatsApp is trying something out with this person and takes nothing for them"),
    "63049": _person("WhatsApp did not deliver it, to spare the person too many messages"),
}
#: Twilio's ranges for what failed on the way to the person: carriers' and other networks' errors
ON_THE_WAY = ("30", "63")


def meaning(code: str) -> Meaning:
    """What a code means; one that is not known is told by its range alone."""
    return MEANINGS.get(code) or Meaning("", elsewhere=code.startswith(ON_THE_WAY) and len(code) == len("30003"))


def told(code: str) -> str:
    """A code as staff read it; empty without one."""
    words = meaning(code).words
    return f"Twilio {code}: {words}" if words else f"Twilio {code}" if code else ""


def explained(failure: SendFailed, code: str) -> SendFailed:
    """The failure with what its code means; as it is where that is not known."""
    known = MEANINGS.get(code)
    if known is None:
        return failure
    if known.opted_out:
        return OptedOut(told(code))
    return SendFailed(
        told(code),
        permanent=failure.permanent and not known.passing,
        retry_after=failure.retry_after,
        uncertain=failure.uncertain,
        elsewhere=known.elsewhere,
    )
