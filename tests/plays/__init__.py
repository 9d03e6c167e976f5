"""Conversations as play scripts, over the real line, the shipped configuration and the demo landlord."""
