"""What a message on WhatsApp may be beside a text: a tapped button, a place, a reaction, a change of an earlier one.
All of it is kept as text, so that staff and the bot read it like any other.

Twilio, "WhatsApp-specific parameters" of the incoming webhook. Kinds that Twilio does not name there are told by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from model.changing import changed
from model.message import Inbound


@dataclass(frozen=True, slots=True)
class Kind:
    """What staff should know of one kind, why it is not answered, and what stands for its text where it has none."""

    note: str = ""
    automatic: str = ""
    text: str = ""


EDITED = Kind(note="changes what they wrote before")
DELETED = Kind("they deleted a message at their end", "a message was deleted", "[deleted a message]")
KINDS: Mapping[str, Kind] = {
    "reaction": Kind("a reaction to a message", "a reaction", "[took a reaction back]"),
    "edit": EDITED,
    "edited": EDITED,
    "revoke": DELETED,
    "revoked": DELETED,
    "deleted": DELETED,
}
#: an unknown kind is told by at most so many characters
LONGEST_KIND = 40


def described(inbound: Inbound, fields: Mapping[str, str]) -> Inbound:
    """The message with all that WhatsApp says of it. What an advertisement says that brought them is left out."""
    name = fields.get("MessageType", "")[:LONGEST_KIND].lower()
    kind = KINDS.get(name, Kind())
    said = inbound.text or fields.get("ButtonText") or fields.get("ListTitle") or fields.get("ButtonPayload") or ""
    text = "\n".join(part for part in (said, _place(fields)) if part)
    if not text and not inbound.media:
        text = kind.text or (f"[{name}]" if name not in ("", "text") else "")
    forwarded = "forwarded" if fields.get("Forwarded") == "true" else ""
    return changed(
        inbound,
        text=text,
        name=fields.get("ProfileName", ""),
        note=kind.note or forwarded or inbound.note,
        automatic=kind.automatic,
    )


def _place(fields: Mapping[str, str]) -> str:
    """A shared place, such as `Location: Flat 2, 5 High Street (52.0565, -2.7160)`; empty without one."""
    latitude, longitude = fields.get("Latitude", ""), fields.get("Longitude", "")
    if not (latitude and longitude):
        return ""
    named = ", ".join(part for part in (fields.get("Label"), fields.get("Address")) if part)
    return f"Location: {named} ({latitude}, {longitude})" if named else f"Location: {latitude}, {longitude}"
