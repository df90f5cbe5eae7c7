"""Formats for what leaves the graph: rows of a query and statements about a thing."""
