"""Lists of every kind of thing, with filters, in parts and as files."""
