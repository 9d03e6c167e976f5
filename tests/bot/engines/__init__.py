"""The engines of understanding."""
