"""Splitting a reply that is too long for one message: at paragraph and sentence ends, then at spaces."""

import re

SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n{2,}")


def split(text: str, most: int) -> tuple[str, ...]:
    """`text` in parts of at most `most` characters. Only a single word longer than that is ever cut."""
    parts: list[str] = []
    for piece in _pieces(text.strip(), most):
        if parts and len(parts[-1]) + len(piece) <= most:
            parts[-1] += piece
        else:
            parts.append(piece.lstrip())
    return tuple(part.strip() for part in parts if part.strip())


def _pieces(text: str, most: int) -> list[str]:
    """Sentences with the white space that goes before them; longer ones in words, longer words in runs."""
    pieces: list[str] = []
    start = 0
    for gap in [*SENTENCE_END.finditer(text), None]:
        end = gap.start() if gap else len(text)
        pieces += _shortened(text[start:end], most)
        start = end
    return pieces


def _shortened(sentence: str, most: int) -> list[str]:
    if len(sentence.lstrip()) <= most:
        return [sentence]
    words = re.findall(r"\s*\S+", sentence)
    return [word[at : at + most] for word in words for at in range(0, len(word), most)]
