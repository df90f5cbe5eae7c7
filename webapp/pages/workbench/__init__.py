"""The SPARQL workbench: an editor that needs no script, and what is shown around an answer."""
