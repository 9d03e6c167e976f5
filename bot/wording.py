"""A tenant's words made plain enough to compare: one alphabet, one spelling, single spaces.

It never fails and takes time in proportion to the text. It leaves out what the words mean.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

#: A longer "word" is no word; it is cut, so that nothing after this has to think about it.
LONGEST_WORD = 40
#: Taken apart, an accented letter is two or three characters; a few signs are eighteen, and are cut.
GROWTH = 3
#: Shorter words have too many neighbours for a misspelling to be told from another word.
SHORTEST_TYPO = 5

_INVISIBLE = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+"
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4\u0060\u2032]")
#: "the boiler's off" is "the boiler off"; "it's", "there's" and the like are words of their own.
_POSSESSIVE = re.compile(
    r"\b(?!(?:it|he|she|that|what|there|here|let|who|how|when|where|some\w+|any\w+|every\w+)\b)([a-z]{2,20})['\u2019]s\b"
)
_UNDECOMPOSED = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "ı": "i", "æ": "ae"})
_LATIN = re.compile("[a-z]")
#: Letters of other alphabets that look like Latin ones; used only in a word that holds Latin letters too.
_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁɡοαιενρτυ", "abekmhopctyxijsdgoaievptu")
_PIECES = re.compile(r"[^\W_]+|\.{2,}|[.!?;]|[,:\n\r()…–—]|(?<=\s)-(?=\s)|🔥")
_LETTER_BY_LETTER = re.compile(r"(?<![^\W_])[a-z](?:(?:[ *_-][a-z]){2,}|(?:\.[a-z])+)(?![^\W_])")
_REPEATED = re.compile(r"(.)\1{2,}")
_SAID = tuple(
    (re.compile(written), said)
    for written, said in (
        ("ph", "f"),
        ("gh(?=t)|(?<=m)b$|(?<=^)k(?=n)|(?<=^)w(?=r)|(?<=w)h", ""),
        ("d?g(?=[ei])", "j"),
        ("c(?=[eiy])|z", "s"),
        ("x", "ks"),
        ("ck|c|q", "k"),
        ("ing$", "in"),
        (r"(.)\1", r"\1"),
        ("(?<=.)e$", ""),
        ("[aeiouyw]+", "a"),
    )
)
#: "." ends a sentence, "," is a pause.
_STOPS = {**dict.fromkeys(".!?;", "."), **dict.fromkeys(",:\n\r()…–—-", ",")}


def fold(text: str) -> str:
    """`text` in lower case without accents, apostrophes, invisible characters or look-alike forms (NFKD)."""
    text = _APOSTROPHES.sub("", _POSSESSIVE.sub(r"\1", text.lower()))
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text)[: GROWTH * len(text)]
    return _INVISIBLE.sub("", plain).translate(_UNDECOMPOSED)


def sound(word: str) -> str:
    """How an English reader would say `word`, roughly: "monocside" is said like "monoxide"."""
    for written, said in _SAID:
        word = written.sub(said, word)
    return word


class Spelling:
    """How words are spelt: known variants, slips of one letter, words run together or taken apart."""

    def __init__(
        self,
        vocabulary: Iterable[str],
        variants: Mapping[str, Iterable[str]],
        typos: Iterable[str] = (),
        real: Iterable[str] = (),
        glued: Iterable[str] = (),
    ) -> None:
        """`variants` maps a word to its other spellings, of one or two words. A slip of one letter is put right
        only in the words of `typos`, and never where the result of the slip is one of the `real` words.
        Only words of `glued` are found where two were written as one.
        """
        self._variants = {fold(other): fold(word) for word, others in variants.items() for other in others}
        self._pairs = {
            (self.word(first), self.word(second)): word
            for other, word in self._variants.items()
            for first, _, second in [other.partition(" ")]
            if second
        }
        self._typos = frozenset(map(fold, typos))
        self._glued = frozenset(map(fold, glued))
        words = {fold(word): fold(word) for word in (*vocabulary, *real, *self._typos, *self._glued)}
        self._known: dict[str, str] = {**words, **self._variants, **_STOPS}
        self._shortened = {word[:at] + word[at + 1 :]: word for word in self._typos for at in range(len(word))}
        self._sounds = {sound(word): word for word in sorted(self._typos, reverse=True)}

    def plain(self, text: str) -> str:
        """The words of `text` between single spaces, with " . " where a sentence ends and " , " at a pause."""
        words = ["."]
        for piece in _PIECES.findall(_LETTER_BY_LETTER.sub(self._joined, fold(text))):
            word = self._known.get(piece) or self._guess(piece)
            while pair := self._pairs.get((words[-1], word)):
                words.pop()
                word = pair
            words.append(word)
        return f" {' '.join(words)} . "

    def word(self, word: str) -> str:
        """How `plain` would write this one word of a pattern."""
        return self._variants.get(fold(word), fold(word))

    def paired(self, written: str) -> str:
        """`written`, with what `plain` writes as one word written as one ("there is" as "theres")."""
        for (first, second), word in self._pairs.items():
            if f"{first} {second}" in written:
                written = re.sub(rf"\b{first} {second}\b", word, written)
        return written

    def _joined(self, letters: re.Match[str]) -> str:
        whole = "".join(letter for letter in letters[0] if letter.isalpha())
        return whole if whole in self._known else letters[0]

    def _guess(self, piece: str) -> str:
        if piece[0] == ".":
            return ","
        piece = piece[:LONGEST_WORD]
        if not piece.isascii() and _LATIN.search(piece):
            piece = piece.translate(_LOOKALIKES)
        if len(piece) < SHORTEST_TYPO:
            return self._known.get(piece) or self._shortened.get(piece, piece)
        guess = self._known.get(piece) or self._unrepeated(piece) or self._slip(piece)
        return guess or self._sounds.get(sound(piece)) or self._unglued(piece) or piece

    def _unrepeated(self, piece: str) -> str | None:
        """ "gaaaas" is gas, "heeelp" help, "floooood" flood."""
        if not _REPEATED.search(piece):
            return None
        return self._known.get(_REPEATED.sub(r"\1\1", piece)) or self._known.get(_REPEATED.sub(r"\1", piece))

    def _slip(self, piece: str) -> str | None:
        """The word of `typos` that is one letter more, less or other, or two neighbours swapped."""
        missing = self._shortened.get(piece)
        if missing:
            return missing
        for at in range(len(piece)):
            shorter = piece[:at] + piece[at + 1 :]
            if shorter in self._typos:
                return shorter
            word = self._shortened.get(shorter)
            if word and (word[at + 1 :] == piece[at + 1 :] or sorted(word) == sorted(piece)):
                return word
        return None

    def _unglued(self, piece: str) -> str | None:
        """ "smellofgas" is smell of gas."""
        if piece in self._glued:
            return piece
        for at in range(len(piece) - 2, 1, -1):
            rest = self._unglued(piece[at:]) if piece[:at] in self._glued else None
            if rest:
                return f"{piece[:at]} {rest}"
        return None
