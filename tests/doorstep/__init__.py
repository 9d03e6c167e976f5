"""The loops and what puts them together."""
