"""What is new in a mail: without the quoted history and the signature; and what that leaves out.

History is only left out whole where the mail answers one of ours: elsewhere it is somebody's words that nobody here has
read, and only lines marked as quoted are. quotequail knows how mail programs quote in several languages; what it lacks
is put into words that it knows. Its time grows with the square of what it is given, hence the limits.
"""

import re
from collections.abc import Iterator, Sequence

import quotequail

from connectors.email.words import tidy

#: looked at, in characters and in lines; what is new stands at the top, or below a short quotation
MOST = 20_000
MOST_LINES = 250
#: characters in which danger is heard
MOST_HEARD = 200_000
#: no line that introduces a quotation is as long
LONG_LINE = 300
#: no signature has more lines
LONGEST_SIGNATURE = 8
#: in front of a line, so that no pattern finds anything in it
APART = "\u2060"
#: Polish, which the library lacks, and what Outlook in several languages puts between
INTRODUCTIONS = re.compile(
    r"^(?:(?:W dniu|Dnia|\d{1,2}\.\d{1,2}\.\d{4}|(?:pon|wt|śr|czw|pt|sob|niedz)\.,?)"
    r" .{0,200}(?:napisał(?:\(a\)|a)?|pisze):|On .{0,250} wrote:)$"
)
HEADERS = {"Od": "From", "Wysłano": "Sent", "Do": "To", "Temat": "Subject", "Data": "Date"}
HEADER = re.compile(rf"^\*?({'|'.join(HEADERS)}):\*? ")
#: the line of a quoted mail's header that says who wrote it
SENDER = re.compile(r"^[\s*]*(?:From|Von|De|Od|Från|Fra|Van|Da|De la|От|От кого)\s?:", re.IGNORECASE)
#: what introduces a quotation says when that was written, unlike "Dear Homes:"
DIGIT = re.compile(r"\d")
#: RFC 3676, 4.3
SIGNATURE = re.compile(r"^(?:-- ?|_{5,})$")
#: what telephones and programs put below, and what others then write below that
SENT_FROM = re.compile(
    r"^(?:(?:Sent from (?:my|Outlook|Mail|Yahoo)|Get Outlook for|Von meinem .{1,40} gesendet"
    r"|Gesendet (?:von|mit)|Wysłane z|Wysłano z|Envoyé de mon|Enviado desde mi|Trimis de pe)\b.{0,80})$",
    re.IGNORECASE,
)
FORWARDED = re.compile(r"^\s*(?:fwd?|wg|tr|pd|i|rv)\s*:", re.IGNORECASE)


def new_and_left_out(text: str, subject: str = "", us: Sequence[str] = ()) -> tuple[str, str]:
    """The sender's own words; and what those leave out and may be the sender's too.

    All of it is their own where it is passed on, or where nothing else is left. `us`: how a quotation names us as its
    writer; empty where the mail answers none of ours.
    """
    if FORWARDED.match(subject):
        new = text[:MOST].strip()
    elif us:
        new = _without_history(text[:MOST]) or _unsigned("\n".join(_not_ours(text[:MOST].split("\n"), us)))
    else:
        new = _unsigned("\n".join(_unmarked(text[:MOST].split("\n")))) or text[:MOST].strip()
    return new, _left_out(text[:MOST_HEARD], new, us)


def _left_out(text: str, new: str, us: Sequence[str]) -> str:
    """The lines that are neither new, nor marked as quoted, nor ours: what we once said of danger is none."""
    kept = {line.strip() for line in new.split("\n")}
    lines = _not_ours(text.split("\n"), us)
    return "\n".join(line for line in lines if line.strip() not in kept)


def _without_history(text: str) -> str:
    """The words above and below what is quoted; empty where that is all."""
    found = quotequail.unwrap("\n".join(map(_known, text.split("\n")[:MOST_LINES])))
    if found is None:
        return _unsigned(text)
    if found["type"] == "forward" and not _is_answer(found):
        return ""
    parts = [found.get(key, "").replace(APART, "").split("\n") for key in ("text_top", "text_bottom")]
    return "\n\n".join(filter(None, (_unsigned("\n".join(_unmarked(part))) for part in parts)))


def _not_ours(lines: Sequence[str], us: Sequence[str]) -> Iterator[str]:
    """The lines that are not marked as quoted, up to a mail of ours that is quoted without marks."""
    for at, line in enumerate(lines):
        if us and _begins_ours(lines[at : at + 4], us):
            return
        if not _is_marked(line):
            yield line


def _begins_ours(lines: Sequence[str], us: Sequence[str]) -> bool:
    """Whether the first line names us: as a header's sender, or where it introduces, with the next, unmarked words."""
    if SENDER.match(lines[0]):
        return _names(lines[0], us)
    length = next((at for at, line in enumerate(lines[:2], 1) if line.rstrip().endswith(":")), 0)
    if not length or not _names(lines[0], us):
        return False
    introduction = " ".join(line.strip() for line in lines[:length])
    if not DIGIT.search(introduction) and not INTRODUCTIONS.match(introduction):
        return False
    below = next(filter(str.strip, lines[length:]), "")
    return not _is_marked(below)


def _names(line: str, us: Sequence[str]) -> bool:
    return any(one.lower() in line.lower() for one in us)


def _is_marked(line: str) -> bool:
    return line.startswith(">")


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


def _unmarked(lines: Sequence[str]) -> Iterator[str]:
    """The lines that are not marked as quoted, without those that introduce such."""
    for at, line in enumerate(lines):
        if not _is_marked(line) and not _introduces(lines[at : at + 4]):
            yield line


def _introduces(lines: Sequence[str]) -> bool:
    """Whether the first line is one that says whose words are quoted in the next that is not empty."""
    if not lines[0].rstrip().endswith(":") or not _is_marked(next(filter(str.strip, lines[1:]), "")):
        return False
    return len(quotequail.quote(_known(lines[0]))) > 1


def _unsigned(text: str) -> str:
    """Without a short signature at the end, and what telephones write."""
    lines = [line for line in text.strip().split("\n") if not SENT_FROM.match(line.rstrip())]
    end = next((at for at in range(len(lines) - 1, -1, -1) if SIGNATURE.match(lines[at].rstrip("\r"))), len(lines))
    return tidy("\n".join(lines[:end] if len(lines) - end <= LONGEST_SIGNATURE else lines))
