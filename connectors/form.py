"""Forms, which providers post to us and take from us: read and written as `urllib.parse` does, many times as fast."""

import re
from binascii import a2b_qp

MOST_FIELDS = 500
#: a sign that escapes nothing is read as itself; a form that holds so many of them is none
STRAY = re.compile(rb"%(?![0-9A-Fa-f]{2})")
MOST_STRAY = 1000
#: every byte as it stands in a form
QUOTED = {byte: f"%{byte:02X}" for byte in range(256)}
QUOTED |= {byte: chr(byte) for byte in range(128) if chr(byte).isalnum() or chr(byte) in "-._~"}
QUOTED[ord(" ")] = "+"


def read(body: bytes) -> dict[str, str]:
    """The fields, as `parse_qsl` has them with blank values kept. Raises `ValueError`: too many, or no form."""
    text = body.decode().replace("+", " ")
    if text.count("&") >= MOST_FIELDS:
        raise ValueError("too many fields")
    pairs = [pair.partition("=") for pair in text.split("&") if pair]
    return {_plain(name): _plain(value) for name, _, value in pairs}


def quoted(text: str) -> str:
    """The text as it stands in a form, as `quote_plus` has it."""
    return text.encode().decode("latin-1").translate(QUOTED)


def _plain(quoted: str) -> str:
    """The text behind the escapes. Quoted-printable has the same ones but for the sign, and is read in C."""
    if "%" not in quoted:
        return quoted
    escaped, stray = STRAY.subn(b"%25", quoted.encode().replace(b"=", b"%3D"), count=MOST_STRAY)
    if stray == MOST_STRAY:
        raise ValueError("too many signs that escape nothing")
    return a2b_qp(escaped.replace(b"%", b"=")).decode(errors="replace")
