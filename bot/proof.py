"""Facts with which somebody shows who they are: found in a message, compared elsewhere, masked, never kept."""

import re
from datetime import date

from dateutil import parser as dates

from model.housing import Facts

POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[\s-]*(\d[a-z]{2})\b", re.IGNORECASE)
REFERENCE = re.compile(r"\b\d{7}\b")
#: there is no fact without one
FIGURE = re.compile(r"\d")
CODE = re.compile(r"(?<!\d)(\d{3})[\s-]?(\d{3})(?!\d)")
DATE = re.compile(
    r"\b(?:\d{1,2}[\s./-]+\d{1,2}[\s./-]+(?:19|20)?\d{2}"
    r"|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)?\d{2}"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)?\d{2})\b"
    r"|(?<!\d)\d{8}(?!\d)",
    re.IGNORECASE,
)
#: a two-figure year beyond this is of the last century
YOUNGEST = 12


def facts_in(text: str, today: date) -> Facts:
    """The facts given in a message; British order of day and month."""
    if not FIGURE.search(text):
        return Facts()
    born = _born(text, today)
    without_date = DATE.sub(" ", text)
    reference = REFERENCE.search(without_date)
    postcode = POSTCODE.search(text)
    return Facts(
        reference=reference.group(0) if reference else None,
        born=born,
        postcode=f"{postcode.group(1)} {postcode.group(2)}".upper() if postcode else None,
    )


def code_in(text: str) -> str | None:
    """The one-time code given in a message: six figures."""
    found = CODE.search(text)
    return "".join(found.groups()) if found else None


def masked(text: str) -> str:
    """The text as it may be stored: dates, postcodes, references and codes struck out."""
    for pattern, name in ((DATE, "date"), (POSTCODE, "postcode"), (REFERENCE, "reference"), (CODE, "code")):
        text = pattern.sub(f"[{name} given]", text)
    return text


def _born(text: str, today: date) -> date | None:
    for found in DATE.finditer(text):
        written = re.sub(r"(\d)\s*(?:st|nd|rd|th)\b|\bof\b", r"\1", found.group(0), flags=re.IGNORECASE)
        day = _parsed(written)
        if day is None:
            continue
        if day.year > today.year - YOUNGEST:
            day = _last_century(day) or day
        if day < today:
            return day
    return None


def _parsed(written: str) -> date | None:
    compact = written.strip()
    if re.fullmatch(r"\d{8}", compact):
        compact = f"{compact[:2]}/{compact[2:4]}/{compact[4:]}"
    year_first = bool(re.match(r"\d{4}", compact))
    try:
        return dates.parse(
            re.sub(r"[\s.]+", " " if compact.lower() != compact.upper() else "/", compact),
            dayfirst=not year_first,
            yearfirst=year_first,
        ).date()
    except (ValueError, OverflowError):
        return None


def _last_century(day: date) -> date | None:
    try:
        return day.replace(year=day.year - 100)
    except ValueError:
        return None
