"""How well messages with known labels are understood: figures for people and for machines."""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from rich.table import Table

from model.understanding import NO_EMERGENCY, Emergency, Understanding


class Reader(Protocol):
    """Understanding as the line uses it."""

    def understand(self, text: str) -> Understanding: ...

    def emergency(self, understanding: Understanding) -> Emergency | None: ...


@dataclass(slots=True)
class Report:
    """Counts over one labelled file."""

    messages: int = 0
    right: int = 0
    #: label to [right, of these]
    topics: dict[str, list[int]] = field(default_factory=dict)
    kinds: dict[str, list[int]] = field(default_factory=dict)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: real emergencies, those found (of whatever kind), alarms raised, false ones, false ones of level life
    real: int = 0
    found: int = 0
    alarms: int = 0
    false: int = 0
    false_life: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        spent = sorted(self.milliseconds) or [0.0]
        return {
            "messages": self.messages,
            "accuracy": _share(self.right, self.messages),
            "emergency_recall": _share(self.found, self.real),
            "emergency_precision": _share(self.alarms - self.false, self.alarms),
            "false_life_per_1000": 1000 * _share(self.false_life, self.messages - self.real, empty=0.0),
            "topics": {name: _share(*counts) for name, counts in sorted(self.topics.items())},
            "emergencies": {name: _share(*counts) for name, counts in sorted(self.kinds.items())},
            "confusions": [
                {"topic": true, "taken_for": taken, "times": times}
                for (true, taken), times in self.confusions.most_common(30)
            ],
            "ms_p50": spent[len(spent) // 2],
            "ms_p95": spent[int(len(spent) * 0.95)],
        }

    def as_table(self) -> Table:
        figures = self.as_dict()
        table = Table("figure", "value", title=f"{self.messages} messages")
        for name in ("accuracy", "emergency_recall", "emergency_precision"):
            table.add_row(name.replace("_", " "), f"{100 * figures[name]:.1f} %")
        table.add_row("false life alarms in 1,000", f"{figures['false_life_per_1000']:.1f}")
        table.add_row("milliseconds, median and 95 %", f"{figures['ms_p50']:.1f}, {figures['ms_p95']:.1f}")
        for kind, share in figures["emergencies"].items():
            table.add_row(f"found: {kind}", f"{100 * share:.0f} %")
        for one in figures["confusions"][:15]:
            table.add_row(f"{one['topic']} taken for {one['taken_for']}", str(one["times"]))
        return table


def evaluate(
    reader: Reader, rows: Iterable[tuple[str, str, str]], clock: Callable[[], float] = time.perf_counter
) -> Report:
    """Read each message (text, topic, emergency or `none`) and count."""
    report = Report()
    for text, topic, kind in rows:
        began = clock()
        understanding = reader.understand(text)
        emergency = reader.emergency(understanding)
        report.milliseconds.append(1000 * (clock() - began))
        _count(report, (topic, understanding.topic), (kind, emergency))
    return report


def _count(report: Report, topics: tuple[str, str], emergencies: tuple[str, Emergency | None]) -> None:
    true, taken = topics
    kind, emergency = emergencies
    report.messages += 1
    report.right += true == taken
    _tally(report.topics, true, true == taken)
    if true != taken:
        report.confusions[(true, taken)] += 1
    report.alarms += emergency is not None
    if kind != NO_EMERGENCY:
        report.real += 1
        report.found += emergency is not None
        _tally(report.kinds, kind, emergency is not None)
    elif emergency is not None:
        report.false += 1
        report.false_life += emergency.level.value == "life"


def _tally(counts: dict[str, list[int]], label: str, right: bool) -> None:
    tally = counts.setdefault(label, [0, 0])
    tally[0] += right
    tally[1] += 1


def _share(part: int, whole: int, empty: float = 1.0) -> float:
    return part / whole if whole else empty
