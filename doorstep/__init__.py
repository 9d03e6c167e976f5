"""The application: command line, settings, wiring, and `line.py`, the way of one message."""
