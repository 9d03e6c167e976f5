"""What is new in a mail: without the quoted history and the signature.

quotequail knows how mail programs quote in several languages; what it lacks is put into words that it knows. Its time
grows with the square of what it is given, hence the limits.
"""

import re

import quotequail

#: looked at, in characters and in lines; what is new stands at the top, or below a short quotation
MOST = 20_000
MOST_LINES = 250
#: no line that introduces a quotation is as long
LONG_LINE = 300
#: in front of a line, so that no pattern finds anything in it
APART = "\u2060"
#: Polish, which the library lacks, and what Outlook in several languages puts between
INTRODUCTIONS = re.compile(
    r"^(?:(?:W dniu|Dnia|\d{1,2}\.\d{1,2}\.\d{4}|(?:pon|wt|śr|czw|pt|sob|niedz)\.,?)"
    r" .{0,200}(?:napisał(?:\(a\)|a)?|pisze):|On .{0,250} wrote:)$"
)
HEADERS = {"Od": "From", "Wysłano": "Sent", "Do": "To", "Temat": "Subject", "Data": "Date"}
HEADER = re.compile(rf"^\*?({'|'.join(HEADERS)}):\*? ")
#: RFC 3676, 4.3; and what telephones put below
SIGNATURE = re.compile(
    r"^(?:-- ?|_{5,}|(?:Sent from (?:my|Outlook|Mail|Yahoo)|Get Outlook for|Von meinem .{1,40} gesendet"
    r"|Gesendet (?:von|mit)|Wysłane z|Wysłano z|Envoyé de mon|Enviado desde mi|Trimis de pe)\b.{0,80})$",
    re.IGNORECASE,
)
FORWARDED = re.compile(r"^\s*(?:fwd?|wg|tr|pd|i|rv)\s*:", re.IGNORECASE)


def new_in(text: str, subject: str = "") -> str:
    """The sender's own words; all of it where nothing else is left or where it is passed on."""
    if FORWARDED.match(subject):
        return text[:MOST].strip()
    found = quotequail.unwrap("\n".join(map(_known, text[:MOST].split("\n")[:MOST_LINES])))
    if found is None:
        return _unsigned(text[:MOST]) or text[:MOST].strip()
    if found["type"] == "forward" and not _is_answer(found):
        return text[:MOST].strip()
    own = [found.get(key, "") for key in ("text_top", "text_bottom")]
    words = "\n\n".join(filter(None, (_unsigned(_unmarked(part)) for part in own)))
    return words or text[:MOST].strip()


def _is_answer(found: dict[str, str]) -> bool:
    """Outlook writes the same four lines above what it answers and above what it passes on: with words above, it is an
    answer."""
    return bool(found.get("text_top"))


def _known(line: str) -> str:
    """A line in words that the library knows."""
    bare = line.strip()
    if len(bare) > LONG_LINE:
        return APART + line
    if INTRODUCTIONS.match(bare):
        return "On that day, somebody wrote:"
    return HEADER.sub(lambda found: f"{HEADERS[found[1]]}: ", line)


def _unmarked(text: str) -> str:
    """Without the lines that are quoted between the sender's own."""
    return "\n".join(line for line in text.replace(APART, "").split("\n") if not line.startswith(">")).strip()


def _unsigned(text: str) -> str:
    """Up to the signature."""
    lines = text.split("\n")
    end = next((at for at, line in enumerate(lines) if SIGNATURE.match(line.rstrip("\r"))), len(lines))
    return "\n".join(lines[:end]).strip()
