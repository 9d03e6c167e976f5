"""Every channel keeps one contract; each joins by an `Example` of itself."""
