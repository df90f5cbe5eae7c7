"""Two pages for a meeting on a country, a domain or a process."""
