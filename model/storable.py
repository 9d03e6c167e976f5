"""Text as every database can hold it: without NUL, and without halves of characters, which JSON lets through."""

from dataclasses import replace
from typing import Any, TypeVar

from model.message import Inbound, Media, Receipt, Threading

#: the words of each noun that a provider chose
WORDS = {
    Media: ("url", "content_type"),
    Threading: ("thread", "subject"),
    Inbound: ("address", "provider_id", "text", "name", "whole", "note", "also"),
    Receipt: ("provider_id", "reply", "error", "address"),
}

T = TypeVar("T", Inbound, Receipt, Media, Threading)


def storable_text(text: str) -> str:
    """The text with what cannot be stored taken out or replaced by `?`."""
    whole = text if text.isascii() else text.encode("utf-8", "replace").decode()
    return whole.replace("\0", "")


def storable(noun: T) -> T:
    """The noun with every word of it storable; it is the same one where it was so before."""
    before = {name: value for name in WORDS[type(noun)] if (value := getattr(noun, name))}
    after: dict[str, Any] = {name: storable_text(value) for name, value in before.items()}
    if isinstance(noun, Inbound):
        after["media"] = tuple(map(storable, noun.media))
        after["threading"] = _threading(noun.threading)
    same = all(getattr(noun, name) == value for name, value in after.items())
    return noun if same else replace(noun, **after)


def _threading(threading: Threading | None) -> Threading | None:
    if threading is None:
        return None
    return replace(storable(threading), answers=tuple(map(storable_text, threading.answers)))
