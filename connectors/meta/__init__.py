"""Meta's Graph API, as Messenger and Instagram share it."""
