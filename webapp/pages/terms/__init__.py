"""The page of a class or property of the ontology, and the page of what changed between releases."""
