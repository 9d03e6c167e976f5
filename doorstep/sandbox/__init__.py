"""Devices in a page and stand-ins for the providers behind them, for whoever has no accounts: on this machine only."""
