"""Who is next and who is best placed: decisions on made-up people."""
