"""Opening hours, promises and clocks, also against the slowest way of working them out."""
