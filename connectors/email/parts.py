"""What of a mail is its text and what is attached, and the way back from a number to the part.

The number of a part is its place among all parts without parts of their own, from 1, as they stand in the mail.
A forwarded mail is one part; what a `winmail.dat` holds has numbers of its own behind a full stop, such as 3.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import Message

from connectors.email import winmail
from connectors.email.mail import DEEPEST, MOST_PARTS, Mail, readable
from connectors.email.words import LONGEST_PAGE, decoded, text_of, tidy

TOO_MANY = f"More than {MOST_PARTS} parts, or parts in parts more than {DEEPEST} deep: look at the whole mail."
#: what is read, the rather the further to the left
TEXTS = ("text/plain", "text/html")
#: signatures of programs, which say nothing to anybody
SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part without parts of its own. `rivals`: it is one of several ways to say the same, told by this number."""

    number: int
    message: Message
    rivals: int = 0

    @property
    def kind(self) -> str:
        return self.message.get_content_type().lower()

    @property
    def is_text(self) -> bool:
        """It is read, and not saved."""
        attached = self.message.get_content_disposition() == "attachment" or bool(filename(self.message))
        return self.kind in TEXTS and not attached


def filename(message: Message) -> str:
    """What the sender calls it; empty where it has no name or an unreadable one."""
    try:
        return readable(message.get_filename("") or "")
    except (ValueError, LookupError, TypeError):
        return ""


def parts(mail: Mail) -> tuple[list[Part], str]:
    """The parts, and what was too much (a sentence; empty if nothing)."""
    found: list[Part] = []
    for message, depth, rivals in _leaves(mail.message):
        if len(found) == MOST_PARTS or depth > DEEPEST:
            return found, TOO_MANY
        found.append(Part(len(found) + 1, message, rivals))
    return found, ""


def _leaves(top: Message) -> Iterator[tuple[Message, int, int]]:
    """Each leaf with its depth, and the identity of the innermost multipart/alternative around it."""
    waiting: list[tuple[Message, int, int]] = [(top, 0, 0)]
    while waiting:
        message, depth, rivals = waiting.pop()
        children = message.get_payload() if message.get_content_maintype() == "multipart" else None
        if not isinstance(children, list) or depth > DEEPEST:
            yield message, depth, rivals
            continue
        inside = id(message) if message.get_content_subtype() == "alternative" else rivals
        waiting.extend((child, depth + 1, inside) for child in reversed(children) if isinstance(child, Message))


def content(message: Message) -> bytes:
    """What is in a part, decoded; a forwarded mail as it came."""
    inside = message.get_payload()
    if isinstance(inside, list):
        return b"\n\n".join(one.as_bytes() for one in inside if isinstance(one, Message))
    try:
        decoded_ = message.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return str(inside).encode("utf-8", "replace")
    return decoded_ if isinstance(decoded_, bytes) else b""


def text(found: Sequence[Part]) -> tuple[str, bool]:
    """What is to be read, and whether its letters are certain.

    Of rivals it is the first plain one that says something, unless a page says much that it does not; where nothing is
    to be read, the first text that is attached.
    """
    read = {part.number: words_of(part) for part in found if part.is_text}
    said = [read[part.number] for part in _chosen(found, {number: words for number, (words, _) in read.items()})]
    said = said or next(([it] for part in found if part.kind in TEXTS and (it := words_of(part))[0]), [])
    return "\n\n".join(words for words, _ in said), all(certain for _, certain in said)


def _chosen(found: Sequence[Part], read: Mapping[int, str]) -> list[Part]:
    """Those with words, one of each group of rivals."""
    shown = [part for part in found if read.get(part.number)]
    best: dict[int, Part] = {}
    for part in sorted(shown, key=lambda part: TEXTS.index(part.kind)):
        known = best.setdefault(part.rivals, part)
        if known.kind != part.kind and _says_else(read[part.number], read[known.number]):
            best[part.rivals] = part
    return [part for part in shown if not part.rivals or best[part.rivals] is part]


def _says_else(page: str, plain: str) -> bool:
    """More than half of its words are not in the other: "this mail needs a better program"."""
    words = set(page.lower().split())
    return 2 * len(words - set(plain.lower().split())) > len(words)


def words_of(part: Part) -> tuple[str, bool]:
    """The text of one part, and whether its letters are certain."""
    words, certain = decoded(content(part.message), _charset(part.message))
    words = words.replace("\0", "")
    return (text_of(words) if part.kind == "text/html" else tidy(words)), certain


def is_too_long(part: Part) -> bool:
    """Whether its end is not read, if it is read at all."""
    return part.is_text and part.kind == "text/html" and len(str(part.message.get_payload())) > LONGEST_PAGE


def _charset(message: Message) -> str | None:
    try:
        return message.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Attached:
    """One attachment and its number."""

    number: str
    content_type: str


def attached(found: Sequence[Part]) -> list[Attached]:
    """What is to be saved, at most as many as a mail may have parts."""
    all_of_it: list[Attached] = []
    for part in found:
        if part.is_text or part.kind in SIGNATURES or part.kind.startswith("multipart/"):
            continue
        inside = winmail.attachments(content(part.message)) if is_winmail(part) else []
        all_of_it += [Attached(f"{part.number}.{at}", "") for at, _ in enumerate(inside, 1)]
        if not inside:
            all_of_it.append(Attached(str(part.number), part.kind))
    return all_of_it[:MOST_PARTS]


def is_winmail(part: Part) -> bool:
    return part.kind in ("application/ms-tnef", "application/vnd.ms-tnef") or filename(part.message) == "winmail.dat"


def one(mail: Mail, number: str) -> bytes:
    """The content of one attachment. Raises `LookupError` where there is none of that number."""
    at, _, within = number.partition(".")
    if not at.isdecimal() or (within and not (within.isdecimal() and int(within))):
        raise LookupError("no number of a part")
    found = {str(part.number): part for part in parts(mail)[0]}
    whole = content(found[at].message)
    return winmail.attachments(whole)[int(within) - 1] if within else whole
