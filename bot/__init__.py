"""Understands a message and talks it through; knows no channel and no database."""
