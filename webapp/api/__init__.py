"""The answers of the REST interface: rows, lists, things, hits; their parts, contexts and schemas."""
