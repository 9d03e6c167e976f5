"""The conversations the bot can hold, each plain Python that reads like a call handler's script."""
