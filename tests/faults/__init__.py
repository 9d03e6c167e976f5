"""What happens when the power goes: the real process, killed at random moments under load."""
