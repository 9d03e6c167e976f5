"""Email: what mails become, and real mail servers."""
