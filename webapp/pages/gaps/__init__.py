"""Where no one serves a domain, and who is in nothing."""
