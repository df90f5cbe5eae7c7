"""Countries as tiles without borders, by theme."""
