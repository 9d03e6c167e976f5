"""Frozen nouns with something changed: `dataclasses.replace` at half its cost, since a turn does it several times."""

from collections.abc import Callable, Hashable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

T = TypeVar("T")


class _Shape(NamedTuple):
    """How to read all fields of a noun at once, to write each, and which place each has."""

    values_of: Callable[[Any], tuple[Any, ...]]
    writers: tuple[Callable[[Any, Any], None], ...]
    places: dict[str, int]


def changed(noun: T, **changes: Any) -> T:
    """The noun, a frozen dataclass with slots, with these fields changed. Raises `KeyError` for a field it has not."""
    shape = _shape(cast(Hashable, type(noun)))
    values = list(shape.values_of(noun))
    for name, value in changes.items():
        values[shape.places[name]] = value
    new = object.__new__(type(noun))
    for write, value in zip(shape.writers, values, strict=True):
        write(new, value)
    return new


@cache
def _shape(noun: Any) -> _Shape:
    names = [field.name for field in fields(noun)]
    writers = tuple(getattr(noun, name).__set__ for name in names)
    return _Shape(attrgetter(*names), writers, {name: place for place, name in enumerate(names)})
