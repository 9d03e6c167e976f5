"""What a message names: postcode, reference, money, telephone number, language; by simple patterns."""

import re
from typing import Any

PATTERNS = {
    "postcode": re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE),
    "phone": re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)"),
    "money": re.compile(r"£\s?\d[\d,]*(?:\.\d\d)?|\b\d+(?:\.\d\d)?\s?(?:pounds?|quid)\b", re.IGNORECASE),
    "repair": re.compile(r"\bR\d{6}\b", re.IGNORECASE),
    "tenancy": re.compile(r"(?<!\d)\d{7}(?!\d)"),
}
#: words that no English message is made of
LANGUAGES = {
    "pl": "jest nie mam się proszę dzień dobry mieszkanie czynsz woda leci gaz naprawa pomoc kiedy gdzie",
    "ro": "este nu am vă rog bună ziua chirie apă apartament ajutor când unde reparație sunt și",
    "cy": "mae yn ddim dwi nad ydw rhent dwr help os gwelwch dda bore nwy tân gweithio fy eich",
}
WORDS = {language: frozenset(words.split()) for language, words in LANGUAGES.items()}
SCRIPTS = (
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[а-яА-Я]{3}")),
    ("ar", re.compile(r"[\u0600-\u06ff]{3}")),
)
#: words that must be of a language before it is taken for one
ENOUGH = 2


def entities_in(text: str) -> dict[str, Any]:
    """The first of each kind that the text names."""
    found = {kind: pattern.search(text) for kind, pattern in PATTERNS.items()}
    return {kind: match.group(0).strip() for kind, match in found.items() if match}


def language_of(text: str) -> str:
    """ISO 639-1; English unless the text is clearly something else."""
    for language, pattern in SCRIPTS:
        if pattern.search(text):
            return language
    said = re.findall(r"\w+", text.lower())
    counts = {language: sum(word in words for word in said) for language, words in WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= ENOUGH and counts[best] * 3 >= len(said) else "en"
