"""The landlord's records: one contract for every adapter, and what is true of the demo landlord."""
