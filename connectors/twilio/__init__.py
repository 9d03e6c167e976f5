"""Twilio, as its channels share it: accounts, messages, signatures, and what its errors mean."""
