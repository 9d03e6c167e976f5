"""The engines of understanding: the only place in the bot that loads a model or asks a server."""
