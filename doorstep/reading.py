"""Understanding on the command line: `doorstep understand`, `evaluate` and `train`."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console

from bot.engines.embedded import Embedded, train
from bot.engines.evaluation import evaluate as evaluated
from bot.engines.training import read as read_training
from doorstep.configuration import Configuration, Wrong, load
from doorstep.settings import Settings
from doorstep.understanding import TRAINING, levels_of, open_engine
from model.understanding import NO_EMERGENCY, Emergency, Level, Understanding

COLUMNS = ("text", "topic", "emergency")


class Reader:
    """The whole of understanding, as the line uses it: the engine and the lexicon; either raises, neither lowers."""

    def __init__(self, settings: Settings) -> None:
        self.configuration: Configuration = load(settings.config)
        self.engine: Embedded = open_engine(settings, self.configuration)

    def understand(self, text: str) -> Understanding:
        return self.engine.understand(text)

    def emergency(self, understanding: Understanding) -> Emergency | None:
        found = list(self.configuration.emergencies.all(understanding.text))
        if understanding.emergency is not None:
            found.append(understanding.emergency)
        return min(found, key=lambda one: list(Level).index(one.level), default=None)


def understand(settings: Settings, file: Path | None, out: TextIO) -> None:
    """One JSON object for each line read."""
    reader = Reader(settings)
    for text in _lines(file):
        out.write(json.dumps(_shown(reader, text), ensure_ascii=False) + "\n")
        out.flush()


def evaluate(settings: Settings, file: Path, as_json: bool, console: Console) -> None:
    """Accuracy, emergency recall and precision, the confusions and the milliseconds, for a labelled file."""
    reader = Reader(settings)
    report = evaluated(reader, _rows(file))
    if as_json:
        sys.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) + "\n")
    else:
        console.print(report.as_table())


def retrain(settings: Settings, console: Console) -> None:
    """Train from `bot/training/` and keep the result."""
    configuration = load(settings.config)
    with console.status("Training the understanding ..."):
        engine = train(read_training(TRAINING), levels_of(configuration.emergencies))
        engine.save(settings.understanding)


def _shown(reader: Reader, text: str) -> dict[str, Any]:
    understanding = reader.understand(text)
    emergency = reader.emergency(understanding)
    return {
        "text": text,
        "topic": understanding.topic,
        "confidence": round(understanding.confidence, 4),
        "topics": [asdict(one) for one in understanding.topics],
        "emergency": emergency.kind if emergency else NO_EMERGENCY,
        "level": emergency.level.value if emergency else None,
        "entities": understanding.entities or {},
        "language": understanding.language,
    }


def _lines(file: Path | None) -> Iterator[str]:
    if file is None:
        yield from (line.rstrip("\n") for line in sys.stdin)
        return
    try:
        with file.open(encoding="utf-8") as lines:
            yield from (line.rstrip("\n") for line in lines)
    except OSError as error:
        raise Wrong(f"{file}: {error.strerror}; name a file with one message a line") from error


def _rows(file: Path) -> Iterable[tuple[str, str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if not set(COLUMNS) <= set(rows.fieldnames or ()):
                raise Wrong(f"{file}:1: the first line must name the columns {', '.join(COLUMNS)}, separated by tabs")
            return [(row["text"] or "", row["topic"] or "", row["emergency"] or NO_EMERGENCY) for row in rows]
    except OSError as error:
        raise Wrong(f"{file}: {error.strerror}; name a tab-separated file") from error
    except UnicodeDecodeError as error:
        raise Wrong(f"{file}: it is not UTF-8; save it as UTF-8 and try again") from error
