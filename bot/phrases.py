"""A small language for phrases that a landlord can read and write, compiled to regular expressions.

    smell          this word                     smell~     and smells, smelled, smelling
    (gas|gassy)    one of these                  {sounding} one of a named set
    strong?        may be missing                ..  ...    up to two, up to five words between
    ^  $           start, end of a clause        &          all within one sentence, in any order

Every repetition is bounded and steps over whole words, so no phrase can make matching slow.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, permutations, product

from bot.wording import Spelling, fold

#: A gap does not pass over these: "smell but not of gas".
_NO_PASSING = ("no", "not", "isnt", "wasnt", "arent", "hasnt", "havent", "never", "without", "nor", "nothing", "but")

#: So many parts may be joined by "&".
MOST_PARTS = 3
_GAP = rf"(?: (?!(?:{'|'.join(_NO_PASSING)}) )[^ .]++){{0,%d}}?"
_SIGNS = {"..": _GAP % 2, "...": _GAP % 5, "^": r"(?<= [.,])", "$": r"(?= [.,])"}
_APART = r"(?: [^ .]++){0,12}?"
_TOKEN = re.compile(r"\.\.\.?|[()|?^$]|\{\w+\}|[^\W_]+~?|🔥")
_VOWELS = "aeiou"
_FUNCTION_WORDS = """a about after again all am an and any are as at back be been but by can cant come coming do dont
    down for from get getting go going gone got had has have he her here him his home house i if im in into is it its
    just like me my need new no not now of off on one only or our out over please she so some still that the their them
    there theres they this to too up us was water we were what when where wont work working you your"""
#: Words found in nearly every message make poor triggers.
_COMMON = frozenset(_FUNCTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as an expression, compiled when it is first looked for: most never are."""

    written: str
    expression: str
    #: it can match only where one of these is among the words
    triggers: frozenset[str]
    #: and one of each of these
    needs: tuple[frozenset[str], ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        return _compiled(self.expression)

    def may_be_in(self, words: set[str]) -> bool:
        """Quickly: False where it cannot match a text of these words."""
        return not any(map(words.isdisjoint, self.needs))


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a phrase."""

    expression: str
    #: for each element that must be there, words of which one must be there
    needs: tuple[frozenset[str], ...] = ()
    #: where it is nothing but words: the forms they can take
    forms: tuple[str, ...] = ()


class Phrasebook:
    """Compiles phrases that share one spelling and one collection of named sets of words."""

    def __init__(self, sets: Mapping[str, Iterable[str]], spelling: Spelling) -> None:
        self._spelling = spelling
        self._sets = {name: tuple(words) for name, words in sets.items()}
        self._compiled_sets: dict[str, _Part] = {}
        #: every word of the phrases compiled so far
        self.words: set[str] = set()

    def phrases(self, where: str, written: Iterable[str]) -> tuple[Phrase, ...]:
        """Each of `written` compiled. Raises `ValueError` with the place and what to write instead."""
        return tuple(self._at(f"{where}[{at}]", one) for at, one in enumerate(_texts(where, written)))

    def plain_phrases(self, where: str, written: Iterable[str]) -> tuple[Phrase, ...]:
        """The same of words meant as they stand, whatever signs are among them."""
        plain = (self._spelling.plain(one) for one in _texts(where, written))
        return self.phrases(where, [" ".join(word for word in one.split() if word not in ".,") for one in plain])

    def search_for(self, where: str, written: Iterable[str]) -> re.Pattern[str] | None:
        """One expression for all of `written`, or None where there are none."""
        expressions = [phrase.expression for phrase in self.phrases(where, written)]
        return _compiled("|".join(expressions)) if expressions else None

    def phrase(self, written: str) -> Phrase:
        """`written` compiled. Raises `ValueError` that says what to write instead."""
        parts = [self._read(part) for part in written.split("&")]
        needs = [need for part in parts for need in part.needs]
        if len(parts) > MOST_PARTS or not needs:
            raise ValueError(f'"{written}": write at least one word that must be there, and at most two &')
        orders = permutations(f"(?:{part.expression})" for part in parts)
        expression = "|".join(map(_APART.join, orders))
        needs.sort(key=_commonness)
        return Phrase(written, expression, needs[0], tuple(needs))

    def _at(self, where: str, written: str) -> Phrase:
        try:
            return self.phrase(written)
        except ValueError as error:
            raise ValueError(f"{where}: {error}") from None

    def _read(self, written: str) -> _Part:
        """What is between two &."""
        written = self._spelling.paired(written)
        rest = _TOKEN.sub(" ", written).strip()
        if rest:
            raise ValueError(f'"{written}": "{rest}" is not understood; write words, (a|b), {{set}} ~ ? .. ... ^ $ &')
        tokens = list(reversed(_TOKEN.findall(written)))
        part = self._sequence(tokens)
        if tokens:
            raise ValueError(f'"{written}": "{tokens[-1]}" stands alone; write both brackets, as in (gas|gassy)')
        return part

    def _sequence(self, tokens: list[str]) -> _Part:
        """Elements one after another, taken from the end of `tokens`, up to "|" or ")"."""
        parts: list[_Part] = []
        while tokens and tokens[-1] not in "|)":
            token = tokens.pop()
            part = self._element(token, tokens)
            if parts and token not in _SIGNS:
                part = replace(part, expression=f"(?: ,)?{part.expression}")
            if tokens and tokens[-1] == "?":
                tokens.pop()
                part = _Part(f"(?:{part.expression})?")
            parts.append(part)
        if not parts:
            raise ValueError(f'"{tokens[-1] if tokens else ""}" has no word before it; write one, as in (gas|gassy)')
        forms = tuple(" ".join(words) for words in product(*(part.forms for part in parts)))
        return _Part("".join(part.expression for part in parts), tuple(n for part in parts for n in part.needs), forms)

    def _element(self, token: str, tokens: list[str]) -> _Part:
        if token in _SIGNS:
            return _Part(_SIGNS[token])
        if token == "(":
            return _one_of(list(self._alternatives(tokens)))
        if token.startswith("{"):
            return self._set(token[1:-1])
        if token in ("?", "|", ")"):
            raise ValueError(f'"{token}" stands alone; write it after a word or a bracket')
        return self._word(token)

    def _alternatives(self, tokens: list[str]) -> Iterator[_Part]:
        yield self._sequence(tokens)
        while tokens and tokens[-1] == "|":
            tokens.pop()
            yield self._sequence(tokens)
        if not tokens:
            raise ValueError("a bracket is not closed; write both, as in (gas|gassy)")
        tokens.pop()

    def _set(self, name: str) -> _Part:
        if name not in self._sets:
            known = ", ".join(sorted(self._sets))
            raise ValueError(f'there is no set "{name}"; write one of {known}, or add it to [sets]')
        if name not in self._compiled_sets:
            self._compiled_sets[name] = _one_of([self._read(one) for one in _texts(f"sets.{name}", self._sets[name])])
        return self._compiled_sets[name]

    def _word(self, word: str) -> _Part:
        written = inflections(word[:-1]) if word.endswith("~") else [fold(word)]
        self.words.update(written)
        return _words(dict.fromkeys(self._spelling.word(form) for form in written))


def inflections(word: str) -> list[str]:
    """`word` and its regular forms, and a few that do not exist, which costs nothing."""
    word = fold(word)
    stem = word.removesuffix("e")
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return [word, f"{word}ing", f"{word}in", f"{word[:-1]}ies", f"{word[:-1]}ied"]
    endings = ["s", "es", "ed", "ing", "in"] if word == stem else ["es", "ed", "ing", "in"]
    forms = [word, *(stem + ending for ending in endings)]
    if word[-1] not in f"{_VOWELS}wxy" and word[-2:-1] in tuple(_VOWELS):
        forms += [f"{word}{word[-1]}{ending}" for ending in ("ed", "ing", "in")]
    return forms


def _words(forms: Iterable[str]) -> _Part:
    forms = tuple(forms)
    expression = f" {_any_of(sorted(forms))}(?= )"
    return _Part(expression, (frozenset(max(form.split(), key=_rarity) for form in forms),), forms)


def _any_of(forms: list[str]) -> str:
    """An expression for any of `forms`, which are sorted: each beginning they share is tried once."""
    branches = []
    for first, group in groupby(filter(None, forms), key=lambda form: form[0]):
        branches.append(re.escape(first) + _any_of([form[1:] for form in group]))
    if not branches:
        return ""
    expression = branches[0] if len(branches) == 1 and "" not in forms else f"(?:{'|'.join(branches)})"
    return f"{expression}?" if "" in forms else expression


def _one_of(parts: list[_Part]) -> _Part:
    """Any of `parts`. Those that are nothing but words become one expression, which is quicker."""
    words = _words(dict.fromkeys(form for part in parts for form in part.forms))
    others = [part for part in parts if not part.forms]
    if not others:
        return words
    every = ([words] if words.forms else []) + others
    expression = f"(?:{'|'.join(part.expression for part in every)})"
    if not all(part.needs for part in every):
        return _Part(expression)
    return _Part(expression, (frozenset[str]().union(*(min(part.needs, key=_commonness) for part in every)),))


def _texts(where: str, written: Iterable[str]) -> Iterable[str]:
    if isinstance(written, str) or not all(isinstance(one, str) for one in written):
        raise ValueError(f'{where}: write a list of texts, such as ["smell ... gas"]')
    return written


def _rarity(word: str) -> tuple[bool, int]:
    return word not in _COMMON, len(word)


def _commonness(need: frozenset[str]) -> tuple[int, int]:
    return sum(word in _COMMON for word in need), len(need)
