"""Opening hours, promises and clocks: what is due, and what is late; pure arithmetic."""
