"""The embedded engine, as trained at set-up."""

from collections.abc import Mapping

from bot.emergencies import Emergencies
from bot.engines.embedded import Embedded
from doorstep.configuration import Configuration
from doorstep.settings import ROOT, Settings
from model.understanding import Level, Understanding

TRAINING = ROOT / "bot" / "training"


class NotTrained(Exception):
    """There is no trained engine; the text says how to make one."""


class NotAsked:
    """The engine of a process that takes no turns."""

    def understand(self, text: str) -> Understanding:
        raise RuntimeError("this process takes no turns")


def open_engine(settings: Settings, configuration: Configuration) -> Embedded:
    """The trained engine. Raises `NotTrained`."""
    try:
        return Embedded.load(settings.understanding, levels_of(configuration.emergencies))
    except FileNotFoundError as error:
        raise NotTrained("The understanding is not trained yet. Run: make setup (or: doorstep train)") from error


def levels_of(emergencies: Emergencies) -> Mapping[str, Level]:
    """How quickly somebody must act on each kind, where only the classifier raised it."""
    return {name: kind.level for name, kind in emergencies.kinds.items()}
