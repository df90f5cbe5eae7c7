"""The answer of a query as table, pivot, bars, timeline, map of tiles and network, and as files."""
