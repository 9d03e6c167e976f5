"""Splitting a reply that is too long for one message: at paragraph and sentence ends, then at spaces."""

import re
from collections.abc import Callable, Mapping

import regex

from bot.segments import segments
from model.channel import Capabilities, Unit

#: Unicode Standard Annex 29: "extended grapheme clusters"
CLUSTER = regex.compile(r"\X")
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n{2,}")

LENGTHS: Mapping[Unit, Callable[[str], int]] = {
    Unit.CHARACTERS: len,
    Unit.UTF16: lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    Unit.BYTES: lambda text: len(text.encode(errors="replace")),
}
#: whether a text fits into one message of a channel
Fits = Callable[[str], bool]


def fitting(capabilities: Capabilities) -> Fits:
    """What fits into one message of a channel: so many of its units, or so many of a carrier's segments."""
    measure = segments if capabilities.segments else LENGTHS[capabilities.unit]
    return lambda text: measure(text) <= capabilities.length


def split(text: str, fits: Fits) -> tuple[str, ...]:
    """`text` in parts that fit. Only a single word that does not fit is ever cut; a link never is, and one that is
    longer than a message is a part that does not fit."""
    text = text.strip()
    if text and fits(text):
        return (text,)
    parts: list[str] = []
    for piece in _pieces(text, fits):
        if parts and fits(parts[-1] + piece):
            parts[-1] += piece
        else:
            parts.append(piece.lstrip())
    return tuple(part.strip() for part in parts if part.strip())


def _pieces(text: str, fits: Fits) -> list[str]:
    """Sentences with the white space that goes before them; longer ones in words, longer words in runs."""
    pieces: list[str] = []
    start = 0
    for gap in [*SENTENCE_END.finditer(text), None]:
        end = gap.start() if gap else len(text)
        pieces += _shortened(text[start:end], fits)
        start = end
    return pieces


def _shortened(sentence: str, fits: Fits) -> list[str]:
    if fits(sentence.lstrip()):
        return [sentence]
    return [run for word in re.findall(r"\s*\S+", sentence) for run in _runs(word, fits)]


def _runs(word: str, fits: Fits) -> list[str]:
    """A word that fits is left whole, and so is a link; another is cut into the longest runs that fit."""
    if fits(word.lstrip()) or LINK.search(word):
        return [word]
    runs = [""]
    for cluster in _clusters(word.lstrip(), fits):
        if runs[-1] and not fits(runs[-1] + cluster):
            runs.append("")
        runs[-1] += cluster
    return runs


def _clusters(word: str, fits: Fits) -> list[str]:
    """What a reader takes for one character, such as a family of emojis, in one piece; one that never fits, in many."""
    found = CLUSTER.findall(word)
    return [piece for cluster in found for piece in ([cluster] if fits(cluster) else cluster)]
