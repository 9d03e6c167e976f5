"""The texts the bot says, by key and by kind of channel; they stand in `config/replies/`, a file for each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from model.channel import Layout


class UnknownReply(KeyError):
    """There is no text for this key."""


@dataclass(frozen=True, slots=True)
class Replies:
    """Texts with places to fill, such as `{balance}`."""

    texts: Mapping[str, Mapping[str, str]]

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> "Replies":
        """Each key is a text, or a table with `text` and, for one kind of channel, `sms` or `chat`.

        Raises `ValueError` with the key and what to write instead.
        """
        return cls({key: _layouts(key, value) for key, value in data.items()})

    def render(self, key: str, layout: Layout, values: Mapping[str, Any]) -> str:
        """The text for this kind of channel, filled in. Raises `UnknownReply`."""
        layouts = self.texts.get(key)
        if layouts is None:
            raise UnknownReply(key)
        return (layouts.get(layout.value) or layouts["text"]).format_map(values).strip()


def _layouts(key: str, value: Any) -> dict[str, str]:
    layouts = {"text": value} if isinstance(value, str) else dict(value)
    allowed = {"text", *(layout.value for layout in Layout)}
    for layout, text in layouts.items():
        if layout not in allowed or not isinstance(text, str):
            raise ValueError(f"{key}.{layout}: write a text under one of {', '.join(sorted(allowed))}")
        _check_places(key, text)
    if "text" not in layouts:
        raise ValueError(f"{key}: give a `text` for every kind of channel")
    return layouts


def _check_places(key: str, text: str) -> None:
    try:
        for _, place, _, _ in Formatter().parse(text):
            if place is not None and not place.isidentifier():
                raise ValueError(f"{key}: {{{place}}} is not a place to fill; write a plain name in the braces")
    except ValueError as error:
        raise ValueError(f"{key}: {error}") from error
