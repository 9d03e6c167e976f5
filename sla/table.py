"""Readers for plain tables out of TOML. Whatever is wrong is said with its path and with what to write instead."""

from collections.abc import Collection, Mapping
from typing import Any

Table = Mapping[str, Any]


class Misconfigured(ValueError):
    """A configuration cannot be used. `path` leads to the place within the file; the caller knows file and line."""

    def __init__(self, path: str, wrong: str, write: str) -> None:
        super().__init__(f"{path}: {wrong}; write {write}" if path else f"{wrong}; write {write}")
        self.path = path


def below(path: str, key: object) -> str:
    """The path of `key` within the table at `path`; the file itself has the empty path."""
    return f"{path}.{key}" if path else str(key)


def table(value: object, path: str, known: Collection[str] | None = None) -> Table:
    """`value` as a table, with no keys but those that are known, if given."""
    if not isinstance(value, dict):
        raise Misconfigured(path, "this is not a table", f"[{path}] with its settings below")
    for key in value:
        if known is not None and key not in known:
            raise Misconfigured(below(path, key), "there is no such setting", either(known))
    return value


def text(given: Table, key: str, path: str) -> str:
    """The text under `key`."""
    value = given.get(key)
    if value is None:
        raise Misconfigured(below(path, key), "this is missing", f'{key} = "..."')
    if not isinstance(value, str) or not value:
        raise Misconfigured(below(path, key), f"{value!r} is not a text", f'{key} = "..."')
    return value


def choice(given: Table, key: str, path: str, known: Collection[str]) -> str:
    """The text under `key`, one of those known."""
    value = given.get(key)
    if value is None:
        raise Misconfigured(below(path, key), "this is missing", either(known))
    if value not in known:
        raise Misconfigured(below(path, key), f"{value!r} is not known", either(known))
    return str(value)


def either(known: Collection[str]) -> str:
    """What to write, where it is one of a few."""
    return "one of: " + ", ".join(known)
