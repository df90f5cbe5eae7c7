"""What changed from release to release: what is asked for in an address, and the page that shows it."""
