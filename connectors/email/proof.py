"""Whether the sender's address is proven: only by what the landlord's own mail server wrote, RFC 8601.

Every field of another name is somebody's claim and is passed over. What is quoted or in brackets may be an attacker's.
"""

import re
from collections.abc import Iterator

from connectors.email.mail import Mail

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"\([^()]*\)")
#: of one field, in characters: what is longer is no mail server's
LONGEST = 4_000
RESULT = re.compile(r"^\s*(dmarc|spf|dkim)\s*=\s*([a-z]+)\b", re.IGNORECASE)
PROPERTY = re.compile(r"\b(header\.d|header\.i|header\.from|smtp\.mailfrom)\s*=\s*([^\s;]+)", re.IGNORECASE)


def proven(mail: Mail, sender: str, authority: str) -> bool:
    """DMARC passed or, where it was not looked at, SPF or DKIM did for the sender's own domain."""
    domain = sender.rpartition("@")[2]
    results = list(_results(mail, authority)) if authority else []
    dmarc = [(result, about) for method, result, about in results if method == "dmarc"]
    if dmarc:
        return all(result == "pass" and about.get("header.from", domain) == domain for result, about in dmarc)
    return any(result == "pass" and _aligned(_domain(method, about), domain) for method, result, about in results)


def _results(mail: Mail, authority: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Of the topmost field of that name alone: a server writes its own above whatever a mail brings."""
    fields = (_bare(value[:LONGEST]).split(";") for value in mail.raw("authentication-results"))
    said = next((said for said in fields if said[0].split()[:1] == [authority]), [])
    for one in said[1:]:
        if (found := RESULT.match(one)) is not None:
            yield found[1].lower(), found[2].lower(), {name.lower(): it for name, it in PROPERTY.findall(one)}


def _bare(value: str) -> str:
    """In small letters, without what is quoted and what is in brackets, brackets in brackets too."""
    value = QUOTED.sub("", value)
    for _ in range(10):
        value, count = COMMENT.subn("", value)
        if not count:
            break
    return value.lower()


def _domain(method: str, about: dict[str, str]) -> str:
    named = about.get("header.d") or about.get("header.i", "") if method == "dkim" else about.get("smtp.mailfrom", "")
    return named.rpartition("@")[2]


def _aligned(proven_domain: str, domain: str) -> bool:
    """RFC 7489, 3.1, the strict way: which part of a name belongs to one owner is not written in it."""
    return bool(proven_domain) and proven_domain == domain
