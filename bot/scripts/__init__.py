"""The conversations the bot can hold, each plain Python that reads like a call handler's script.

Importing the package registers them all; `CONVERSATIONS` holds them under the names that `config/topics.toml` uses.
"""

from bot.scripts import emergency, opening, person, rent, repair
from bot.talk import SCRIPTS

__all__ = ["CONVERSATIONS", "emergency", "opening", "person", "rent", "repair"]

CONVERSATIONS = SCRIPTS
