"""Who can take an enquiry, who is best placed, who is next in line; pure decisions over frozen data."""
