"""The nouns of a landlord's front door, as frozen dataclasses; imports nothing of ours and does no I/O."""
