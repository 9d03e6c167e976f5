"""Figures as a benchmark returns them, and how they are shown: one JSON object or a table."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.ledger import quantile
from benchmarks.stage import Measured

Figures = dict[str, Any]


def latencies(measured: Measured) -> Figures:
    """Milliseconds from a webhook to its 200, and to the reply's being taken by the provider."""
    pairs = (("ack", measured.acks), ("reply", measured.replies))
    return {
        f"{name}_p{percent}_ms": round(quantile(values, percent / 100), 2)
        for name, values in pairs
        for percent in (50, 99)
    }


def show(name: str, figures: Figures, as_json: bool, console: Console) -> None:
    if as_json:
        console.print(json.dumps(figures), soft_wrap=True, highlight=False, markup=False)
        return
    table = Table("", "", title=name, show_header=False)
    for path, value in _flat(figures):
        table.add_row(path, f"{value:,}" if isinstance(value, int | float) else str(value))
    console.print(table)


def _flat(figures: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key} / ")
        else:
            yield f"{before}{key}", value
