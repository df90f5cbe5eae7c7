"""Things against domains, cell by cell."""
