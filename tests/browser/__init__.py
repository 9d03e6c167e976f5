"""The whole system in a real browser, as a tenant and a colleague see it."""
