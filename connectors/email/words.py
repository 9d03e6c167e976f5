"""Bytes to text, whatever they call themselves; HTML to text. Nothing here raises."""

import codecs
import html
import re
from collections.abc import Iterator

#: Python's own, which no mail is written in and some of which take quadratic time; and UTF-7, in which letters are
#: hidden from whoever reads the mail elsewhere, and halves of them let through
NEVER = {
    "utf-7",
    "idna",
    "punycode",
    "unicode-escape",
    "raw-unicode-escape",
    "undefined",
    "unicode_escape",
    "raw_unicode_escape",
}
BLOCKS = {
    "br",
    "p",
    "div",
    "tr",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "hr",
    "blockquote",
}
APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
UNSEEN = {"script", "style", "title", "template", "textarea", "select"}
TAG = re.compile(r"<(!--|[/!?]?[a-zA-Z][a-zA-Z0-9]{0,20})")
SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
#: what mail programs put where nothing is to be seen
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f]")
EMPTY_LINES = re.compile(r"\n{3,}")


def decoded(content: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether its letters are certain."""
    name = _codec(charset) if charset else None
    for tried in (name, "utf-8"):
        if tried is not None:
            try:
                return content.decode(tried), True
            except (UnicodeError, ValueError, LookupError):
                continue
    return content.decode("cp1252", errors="replace"), False


def _codec(charset: str) -> str | None:
    """Python's name for it; None where it says nothing of use, so that UTF-8 is tried first."""
    try:
        name = codecs.lookup(charset.strip(" \t\"'")[:40]).name
    except (LookupError, ValueError):
        return None
    if name in NEVER or name == "ascii":
        return None
    return "cp1252" if name == "iso8859-1" else name


def text_of(page: str) -> str:
    """What somebody reads of a page: without scripts and styles, quotations marked as in plain text.

    In one pass: the libraries that build a tree take minutes for a page of nothing but opening tags.
    """
    lines: list[str] = [""]
    depth = 0
    for words, tag in _pieces(page):
        said = SPACE.sub(" ", html.unescape(words))
        lines[-1] += said.lstrip() if not lines[-1] or lines[-1].endswith(" ") else said
        name, closing = tag.lstrip("/"), tag.startswith("/")
        if name == "blockquote":
            depth = max(depth - 1, 0) if closing else depth + 1
        if closing and name in ("td", "th"):
            lines[-1] += " "
        elif name in BLOCKS:
            _break(lines, depth, apart=name in APART)
    return tidy("\n".join(lines))


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Text and the name of the tag behind it, with / where it closes. A tag that never ends is never seen."""
    low, at = page.lower(), 0
    never_closed: set[str] = set()
    while (begin := TAG.search(page, at)) is not None:
        name, inside = begin[1].lower(), begin.end()
        yield page[at : begin.start()], name
        if name in UNSEEN - never_closed:
            closing = low.find(f"</{name}", inside)
            if closing < 0:
                never_closed.add(name)
            inside = max(closing, inside)
        end = low.find("-->" if name == "!--" else ">", inside)
        if end < 0:
            return
        at = low.index(">", end) + 1
    yield page[at:], ""


def _break(lines: list[str], depth: int, apart: bool) -> None:
    """A new line; an empty one before it where blocks stand apart."""
    mark = "> " * min(depth, 5)
    if apart and lines[-1].strip("> "):
        lines.append(mark)
    lines.append(mark)


def tidy(text: str) -> str:
    """Lines without space at their ends, at most one empty one at a time, nothing invisible."""
    text = INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
