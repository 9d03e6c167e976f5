"""Telegram's Bot API: its updates, its requests and the account of a bot."""
