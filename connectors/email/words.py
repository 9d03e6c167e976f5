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
CLOSING = {name: re.compile(f"</{name}", re.IGNORECASE | re.ASCII) for name in UNSEEN}
#: of a page, in characters; of its tags: what is behind is read without lines
LONGEST_PAGE = 2_000_000
MOST_TAGS = 40_000
ANY_TAG = re.compile(r"<[^<>]*>")
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
    lines = _Lines()
    depth = 0
    for words, tag in _pieces(page[:LONGEST_PAGE]):
        lines.write(SPACE.sub(" ", _unescaped(words)))
        name, closing = tag.lstrip("/"), tag.startswith("/")
        if name == "blockquote":
            depth = max(depth - 1, 0) if closing else depth + 1
        if closing and name in ("td", "th"):
            lines.write(" ")
        elif name in BLOCKS:
            lines.end("> " * min(depth, 5), apart=name in APART)
    return tidy(str(lines))


def _pieces(page: str) -> Iterator[tuple[str, str]]:
    """Text and the name of the tag behind it, with / where it closes. A tag that never ends is never seen."""
    at = 0
    never_closed: set[str] = set()
    for _ in range(MOST_TAGS):
        begin = TAG.search(page, at)
        if begin is None:
            break
        name, inside = begin[1].lower(), begin.end()
        yield page[at : begin.start()], name
        if name in UNSEEN - never_closed:
            closing = CLOSING[name].search(page, inside)
            if closing is None:
                never_closed.add(name)
            else:
                inside = closing.start()
        end = page.find("-->" if name == "!--" else ">", inside)
        if end < 0:
            return
        at = page.index(">", end) + 1
    yield ANY_TAG.sub(" ", page[at:]), ""


class _Lines:
    """Lines as they are written, each put together once."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line: list[str] = []

    def write(self, words: str) -> None:
        """Space neither begins a line nor follows space."""
        said = words.lstrip() if not self._line or self._line[-1].endswith(" ") else words
        if said:
            self._line.append(said)

    def end(self, mark: str, apart: bool) -> None:
        """A new line; an empty one before it where blocks stand apart."""
        self._done.append("".join(self._line))
        if apart and self._done[-1].strip("> "):
            self._done.append(mark)
        self._line = [mark] if mark else []

    def __str__(self) -> str:
        return "\n".join([*self._done, "".join(self._line)])


def _unescaped(words: str) -> str:
    try:
        return html.unescape(words)
    except ValueError:  # Python reads no number of thousands of digits
        return words


def tidy(text: str) -> str:
    """Lines without space at their ends, at most one empty one at a time, nothing invisible."""
    text = INVISIBLE.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    return EMPTY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
