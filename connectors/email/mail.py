"""A mail taken apart: RFC 5322 headers and RFC 2045 parts, within limits, so that none takes for ever.

The standard library's older parser is used, which takes whatever comes; its newer one raises on broken headers.
"""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import getaddresses

from connectors.base import MOST_BYTES
from connectors.email.words import decoded, tidy

MOST_PARTS = 100
DEEPEST = 10
#: of a header: characters, lines, and fields of one name with addresses in them
MOST_HEADER = 250_000
MOST_LINES = 2_000
MOST_FIELDS = 20
#: every line may be looked at once for each part around it: together so often, a second's worth
MOST_LOOKS = 5_000_000
#: of one header's value, in characters; of one with parameters, which take quadratic time
LONGEST_HEADER = 16_000
LONGEST_PARAMETERS = 2_000
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[\w-]+\.)*[\w-]+")
#: where an address is looked for in whatever is written there; a local part may be in quotation marks
LONGEST_WRITTEN = 1_000
WRITTEN = re.compile(rf'(?:"[^"\\\r\n]{{1,62}}"@(?:[\w-]+\.)*[\w-]+|{ADDRESS.pattern})')
MESSAGE_ID = re.compile(r"<[^<>\s]{1,300}>")
#: a Message-ID that stands alone in its field, of letters that every server can be asked for
NAMED = re.compile(rb"^message-id:\s*(<[!-~]{1,300}>)[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
END_OF_HEADER = re.compile(rb"\r?\n\r?\n")


class Bounded(Compat32):
    """Headers no longer than anybody needs."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: LONGEST_PARAMETERS if name.lower().startswith("content-") else LONGEST_HEADER]


BOUNDED = Bounded()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, and what was wrong with its form (a sentence; empty if nothing)."""

    message: Message
    flaw: str = ""

    def raw(self, name: str) -> list[str]:
        """Every value of a header as it stands, the topmost first."""
        return [str(value) for key, value in self.message.raw_items() if key.lower() == name]

    def header(self, name: str) -> str:
        """The topmost value of a header, readable; empty if there is none."""
        values = self.raw(name)
        return readable(values[0]) if values else ""

    def addresses(self, *names: str) -> list[str]:
        """What is an address in these headers, in small letters; of very long ones in the beginning."""
        found: list[str] = []
        left = LONGEST_HEADER
        for value in [value for name in names for value in self.raw(name)[:MOST_FIELDS]]:
            found += _addresses(value[:left])
            left -= min(left, len(value))
        return found

    def written_addresses(self, name: str) -> list[str]:
        """What is written like an address in the topmost field of a name, where no standard allows it to be: with
        letters of a language, which mail systems know in their own spelling (RFC 3490), or encoded."""
        written = self.header(name)[:LONGEST_WRITTEN].lower()
        return [address for found in WRITTEN.findall(written) if (address := _in_ascii(found))]

    def ids(self, name: str) -> list[str]:
        """The message ids of a header, as they stand."""
        return [id for value in self.raw(name) for id in MESSAGE_ID.findall(value)]


def taken_apart(raw: bytes) -> Mail:
    """Whatever it is. What is too deep or too long to be taken apart is taken as one piece of text."""
    if len(raw) > MOST_BYTES:
        raw, flaw = raw[:MOST_BYTES], f"Larger than {MOST_BYTES // 2**20} MB: what comes after is left in the mailbox."
    else:
        flaw = ""
    short = _with_short_header(raw)
    if short is not raw:
        raw, flaw = short, f"{flaw} Its header is longer than anybody needs: look at the whole mail.".strip()
    small = raw.lower()
    nested = max(small.count(b"boundary="), small.count(b"message/"))
    if nested > MOST_PARTS or nested * small.count(b"\n") > MOST_LOOKS:
        return _as_one_piece(raw)
    try:
        return Mail(BytesParser(policy=BOUNDED).parsebytes(raw), flaw)
    except (RecursionError, ValueError, LookupError):
        return _as_one_piece(raw)


def _in_ascii(address: str) -> str:
    """The address with its domain as mail systems know it; empty where that is none."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return ""


def _addresses(value: str) -> list[str]:
    try:
        found = getaddresses([value])
    except (RecursionError, ValueError, IndexError):
        return []
    return [address.lower() for _, address in found if ADDRESS.fullmatch(address) and address.isprintable()]


def _with_short_header(raw: bytes) -> bytes:
    """With no more of its header than anybody needs."""
    end = END_OF_HEADER.search(raw)
    header, body = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"")
    if len(header) <= MOST_HEADER and header.count(b"\n") <= MOST_LINES:
        return raw
    return b"\n".join(header[:MOST_HEADER].split(b"\n")[:MOST_LINES]) + body


def _as_one_piece(raw: bytes) -> Mail:
    message = BytesParser(policy=BOUNDED).parsebytes(raw, headersonly=True)
    for name in ("Content-Type", "Content-Transfer-Encoding"):
        del message[name]
    return Mail(message, "Too many parts in parts to be taken apart: look at the whole mail.")


def message_id(content: bytes) -> str:
    """The Message-ID of a mail, or of its header, as it stands; empty where there is none or not one alone."""
    end = END_OF_HEADER.search(content)
    found = NAMED.findall(content, 0, end.start() if end else len(content))
    return found[0].decode() if len(found) == 1 else ""


def readable(value: str) -> str:
    """A header's value as somebody reads it: RFC 2047 undone, raw letters guessed, in one line."""
    try:
        chunks = decode_header(value.encode("ascii", "surrogateescape").decode("ascii"))
    except (HeaderParseError, UnicodeError, ValueError):
        chunks = [(value.encode("ascii", "surrogateescape"), None)] if _is_escaped(value) else [(value, None)]
    words = "".join(chunk if isinstance(chunk, str) else decoded(chunk, charset)[0] for chunk, charset in chunks)
    return tidy(" ".join(words.split())).replace("\0", "")


def _is_escaped(value: str) -> bool:
    try:
        value.encode("ascii", "surrogateescape")
    except UnicodeError:
        return False
    return True
