"""What the store keeps, on real databases in throw-away folders."""
