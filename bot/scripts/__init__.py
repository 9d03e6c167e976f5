"""The conversations the bot can hold, each plain Python that reads like a call handler's script.

Importing the package registers them all under the names that `config/topics.toml` uses.
"""

from bot.scripts import emergency, opening, person, rent, repair

__all__ = ["emergency", "opening", "person", "rent", "repair"]
