"""Formats for what leaves the graph: statements with their evidence, and the cells of tables."""
