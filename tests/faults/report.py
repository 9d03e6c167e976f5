"""What became of all trials, as a table that is printed at the end and kept in tests/output/."""

from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.table import Table

from doorstep.settings import ROOT
from tests.faults.trial import Outcome

FOLDER = ROOT / "tests" / "output"
COLUMNS = (
    "scenario",
    "on",
    "kills",
    "texts",
    "replies",
    "in doubt",
    "double",
    "slowest recovery",
    "rest",
    "stop",
    "books",
)


def written(outcomes: Sequence[Outcome]) -> str:
    """The report; below the table, what was wrong."""
    table = Table(*COLUMNS, title=f"Faults, seed {outcomes[0].seed}" if outcomes else "Faults")
    for one in outcomes:
        table.add_row(*_row(one))
    text = StringIO()
    console = Console(file=text, width=180)
    console.print(table)
    for one in outcomes:
        for complaint in one.complaints:
            console.print(f"{one.name}, {one.where}: {complaint}", soft_wrap=True, highlight=False)
    return text.getvalue()


def keep(outcomes: Sequence[Outcome]) -> Path:
    """Where the report was written."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"faults-{outcomes[0].seed}.txt"
    path.write_text(written(outcomes))
    return path


def _row(one: Outcome) -> tuple[str, ...]:
    return (
        one.name,
        one.where,
        str(one.kills),
        str(one.texts),
        str(one.replies),
        str(one.doubts),
        str(one.double),
        f"{one.slowest[1]:.1f} s ({one.slowest[0]})",
        f"{one.rested:.1f} s",
        f"{one.stopped:.1f} s",
        "clean" if not one.complaints else f"{len(one.complaints)} complaints",
    )
